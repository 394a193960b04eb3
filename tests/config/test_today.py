"""«Сегодня» of each role: dates for the head, doors for the administrator, the next visit."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Role
from config.administration import waiting_for as waits_for_the_administrator
from plans.models import Plan
from plans.reports.execution import plan_progress
from plans.reports.soonest import soonest
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.observers import AssignmentFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory
from tests.factories.schools import SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def days(number):
    return datetime.timedelta(days=number)


@pytest.fixture
def activity():
    return ActivityFactory(
        number="3.3",
        title="Сайты школ",
        section__plan__status=Plan.Status.APPROVED,
        section__plan__period_from=TODAY - days(80),
        section__plan__period_to=TODAY + days(200),
    )


@pytest.fixture
def plan(activity):
    return activity.section.plan


@pytest.fixture
def head(plan):
    return UserFactory(role=Role.HEAD, committee=plan.committee)


def due(activity, on, school=None):
    return OccurrenceFactory(activity=activity, planned_on=on, school=school)


def test_schools_late_with_one_activity_are_one_line_for_the_head(activity, plan, head):
    for _ in range(3):
        due(activity, TODAY - days(13), SchoolFactory(committee=plan.committee))
    due(activity, TODAY + days(7))

    lines = soonest(plan, head, TODAY)

    assert [(line.title, line.label, line.tone, line.note) for line in lines] == [
        ("3.3 Сайты школ", "просрочено 13\u00a0дней", "bad", "ждём от 3\u00a0школ"),
        ("3.3 Сайты школ", "до 30.11.2026", "wait", ""),
    ]


def test_a_deputy_reads_how_the_plan_goes_at_the_own_school(activity, plan):
    mine, other = SchoolFactory.create_batch(2, committee=plan.committee)
    due(activity, TODAY - days(1), other)
    due(activity, TODAY + days(1), mine)
    ActivityFactory(section=activity.section)  # without a date

    progress = plan_progress(plan, today=TODAY, viewer=make_deputy(mine))

    assert (progress.planned, progress.overdue, progress.waiting) == (1, 0, 0)


def test_the_administrator_is_told_of_schools_nobody_can_enter_for():
    admin = UserFactory(role=Role.ADMINISTRATOR)
    make_deputy(SchoolFactory(committee=admin.committee))
    make_deputy(SchoolFactory(committee=admin.committee), is_active=False)
    SchoolFactory(committee=admin.committee)
    SchoolFactory()

    (line,) = waits_for_the_administrator(admin, TODAY)

    assert line.label == "2\u00a0школы без входа"


def test_an_invitation_nobody_took_in_time_is_named_once_a_person():
    admin = UserFactory(role=Role.ADMINISTRATOR)
    late, invited_again = PersonFactory.create_batch(2, committee=admin.committee)
    yesterday, tomorrow = timezone.now() - days(1), timezone.now() + days(1)
    for number, (person, expires_at) in enumerate(
        [
            (late, yesterday),
            (late, yesterday),
            (invited_again, yesterday),
            (invited_again, tomorrow),
        ]
    ):
        Invitation.objects.create(
            person=person,
            role=Role.EDITOR,
            token_sha256=f"{number:064}",
            created_by=admin,
            expires_at=expires_at,
        )

    lines = waits_for_the_administrator(admin, TODAY)

    assert [(line.label, line.note) for line in lines] == [("1\u00a0человек", str(late))]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HEAD, Role.DEPUTY, Role.OBSERVER], ids=str)
def test_doors_are_nobody_elses_business(role):
    user = UserFactory(role=role)
    SchoolFactory(committee=user.committee)

    assert waits_for_the_administrator(user, TODAY) == []


def test_an_observer_reads_where_to_go_next(client):
    soon = timezone.localdate() + days(3)
    session = SessionFactory(held_on=soon, class_group__school__address="ул. Садовая, 1")
    observer = UserFactory(role=Role.OBSERVER, committee=session.school.committee)
    AssignmentFactory(session=session, observer__person=observer.person)
    client.force_login(observer)

    page = client.get(reverse("today")).content.decode()

    assert "Куда ехать дальше" in page
    assert "ул. Садовая, 1" in page


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.EDITOR, True), (Role.HEAD, False), (Role.DEPUTY, False)],
    ids=str,
)
def test_an_editor_of_a_new_committee_is_told_where_to_begin(client, role, offered):
    client.force_login(UserFactory(role=role))

    page = client.get(reverse("today")).content.decode()

    assert ("С чего начать" in page) is offered
