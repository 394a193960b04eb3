"""«Сегодня»: each person finds there what waits for them, and nobody else's business."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from accounts.waiting import waiting_for
from assessments.models import Session
from config.dashboard import plan_now
from plans.models import Occurrence, Plan
from schools.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory
from tests.factories.schools import make_deputy

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 28)


def titles(user):
    return [item.title for item in waiting_for(user, DAY)]


def test_a_deputy_is_asked_for_the_results_of_the_own_school_only():
    session, _ = SessionFactory(held_on=DAY), SessionFactory(held_on=DAY)

    asked = titles(make_deputy(session.school))

    assert asked == [f"Загрузить результаты: Математика, {session.class_group.label}"]


def test_an_editor_sees_one_line_for_a_procedure_however_many_sessions_are_missing():
    yesterday = DAY - datetime.timedelta(days=1)
    first = SessionFactory(held_on=yesterday)
    SessionFactory(held_on=yesterday, class_group__school=first.school)
    editor = UserFactory(committee=first.school.committee)

    asked = waiting_for(editor, DAY)

    assert [(item.title, item.label) for item in asked] == [
        ("Собрать результаты: ВПР 2026", "нет по 2\u00a0сессиям")
    ]


def test_results_that_are_in_wait_for_nobody():
    session = SessionFactory(held_on=DAY, status=Session.Status.COLLECTED)

    assert titles(make_deputy(session.school)) == []


def test_what_is_overdue_stands_first():
    session = SessionFactory(held_on=DAY)
    deputy = make_deputy(session.school)
    Case.objects.create(
        school=session.school,
        year=2026,
        title="признаки, требуют проверки",
        explanation_due_on=DAY - datetime.timedelta(days=1),
    )

    tones = [item.tone for item in waiting_for(deputy, DAY)]

    assert tones == ["bad", "warn"]


def test_the_bar_of_the_plan_tells_done_ahead_and_overdue_apart():
    activity = ActivityFactory(
        section__plan__status=Plan.Status.APPROVED,
        section__plan__period_from=DAY - datetime.timedelta(days=90),
        section__plan__period_to=DAY + datetime.timedelta(days=90),
    )
    plan = activity.section.plan
    user = UserFactory(committee=plan.committee)
    for days, state in ((-9, Occurrence.State.DONE), (-1, "planned"), (5, "planned")):
        OccurrenceFactory(
            activity=activity,
            planned_on=DAY + datetime.timedelta(days=days),
            state=state,
            done_at=datetime.datetime.now(datetime.UTC) if state == "done" else None,
            done_by=user if state == "done" else None,
        )

    now = plan_now(user, DAY)

    assert now.says == "исполнено 1 · впереди 1 · просрочено 1"
    assert sum(segment.width for segment in now.segments) <= 1000


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_page_opens_for_every_role_of_a_new_committee(client, role):
    client.force_login(UserFactory(role=role))

    response = client.get(reverse("today"))

    assert response.status_code == 200
    assert "Сейчас ничего не ждёт" in response.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_city(client):
    first = SessionFactory(held_on=DAY)
    client.force_login(UserFactory(committee=first.school.committee))
    client.get(reverse("today"))

    with CaptureQueriesContext(connection) as small:
        client.get(reverse("today"))
    for _ in range(5):
        SessionFactory(held_on=DAY, class_group__school__committee=first.school.committee)
    with CaptureQueriesContext(connection) as large:
        client.get(reverse("today"))

    assert len(large) == len(small)
