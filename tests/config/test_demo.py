"""The demo city repeats, holds what its makers planted, and names nobody real."""

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings

from accounts.models import DestructionAct
from assessments.models import (
    Declaration,
    ReplacementRequest,
    Result,
    Session,
    Sign,
    UploadDraft,
)
from assessments.services.result_forms import spec_of
from assessments.spreadsheets.result_reader import read_results
from config.demo.story import tell_story
from observers.models import Assignment
from observers.rules import conflicts
from plans.models import Occurrence, Plan, PlanVersion
from plans.reports.waits import waits_of
from schools.models import Case, School

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once: it takes a few seconds. Taken back after the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_works", verbosity=0)
        with override_settings(MEDIA_ROOT=media):
            tell_story(today=DAY)
        yield media
        transaction.set_rollback(True)


def fired(number, year):
    signs = Sign.objects.flagged().filter(
        school__login=f"edu9900{number:02}", run__procedure__year=year
    )
    return set(signs.values_list("code", flat=True))


def test_there_are_twelve_schools_and_about_six_thousand_results(city):
    assert School.objects.count() == 12
    assert 5_500 < Result.objects.count() < 6_500


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [
        pytest.param(2, 2026, "HI_MA4", id="school 2 is far above the city"),
        pytest.param(4, 2026, "MIS_RU5", id="school 4 marks the opposite"),
        pytest.param(7, 2026, "DOWN_MA", id="school 7 falls after a year too good"),
        pytest.param(7, 2025, "HI_MA4", id="and that year shows"),
    ],
)
def test_every_planted_pattern_is_found(city, number, year, code):
    assert code in fired(number, year)


def test_a_plain_school_has_no_sign(city):
    assert fired(3, 2026) == set()


def test_heads_have_declared_and_a_school_has_files_to_confirm(city):
    declared = Declaration.objects.values_list("school__login", "kind")
    drafts = UploadDraft.objects.values_list("state", flat=True)

    assert set(declared) == {
        ("edu990001", "confirmed"),
        ("edu990002", "confirmed"),
        ("edu990003", "confirmed"),
        ("edu990004", "unable"),
    }
    assert sorted(drafts) == ["faulty", "ready", "unknown"]
    asked = ReplacementRequest.objects.values_list("state", flat=True)
    assert sorted(asked) == ["asked", "declined", "granted"]


def test_scans_of_long_ago_went_by_an_act_and_another_waits_for_the_head(city):
    acts = DestructionAct.objects.order_by("pk")

    told = [(act.status, [paper.name for paper in act.papers.order_by("pk")]) for act in acts]

    assert told == [
        ("confirmed", ["Протокол", "Лист с подписями"]),
        ("draft", ["Второй экземпляр"]),
    ]
    assert bytes(acts[0].document)[:2] == b"PK"


def test_one_case_is_under_way_and_one_is_over(city):
    assert sorted(Case.objects.values_list("status", flat=True)) == ["closed", "helped"]


def test_the_case_that_is_over_waits_for_nothing_in_days_to_come(city):
    over = Case.objects.get(status=Case.Status.CLOSED)

    assert over.explanation_due_on < DAY
    assert over.opened_at < over.closed_at
    assert over.closed_at.date() <= DAY


def test_one_plan_is_approved_and_frozen_the_next_is_a_draft(city):
    assert set(Plan.objects.values_list("status", flat=True)) == {"approved", "draft"}
    assert bytes(PlanVersion.objects.get().pdf)[:5] == b"%PDF-"


def test_deadlines_of_the_plan_follow_the_tests_and_events_of_the_year(city):
    plan = Plan.objects.get(status=Plan.Status.APPROVED)
    due = Occurrence.objects.filter(activity__section__plan=plan)

    kinds = {source.partition(":")[0] for source in due.values_list("source", flat=True)}
    waiting = [wait.awaited.name for wait in waits_of(plan) if not wait.is_over]

    assert {"date", "each", "event", "period", "work"} <= kinds
    assert waiting == ["Получение результатов"]


def test_nobody_observes_where_a_tie_forbids_it(city):
    about_ties = {"works-there", "child-there", "relative-there", "curator-there"}

    broken = {
        conflict.code
        for assignment in Assignment.objects.for_table()
        for conflict in conflicts(assignment.observer, assignment.session)
    }

    assert not broken & about_ties


def test_the_stored_forms_say_what_the_results_say(city, settings):
    settings.MEDIA_ROOT = city
    session = Session.objects.filter(status=Session.Status.COLLECTED).order_by("pk").first()
    upload = session.uploads.current().get()

    with upload.file.open() as form:
        read = read_results(form.read(), spec_of(session))

    assert read.refused == []
    assert {row.code: row.total for row in read.accepted} == dict(
        session.results.values_list("code", "total")
    )
