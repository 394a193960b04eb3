"""Due dates of approved plans: what readings, events and schedules make of them."""

import datetime

import pytest
from django.utils import timezone

from plans.models import (
    Occurrence,
    Plan,
    PlanSettings,
    Schedule,
    ScheduleDate,
)
from plans.services.occurrences import refresh_occurrences
from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory
from tests.plans.dated_rows import (
    ANY_EVENT,
    DAY,
    SUNDAY,
    TODAY,
    after,
    by,
    dates,
    event_of,
    for_schools,
    happened,
    row,
    schools_of,
    session_at,
    vpr_schedule,
    waits_for,
)
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def section(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


# What a reading gives ----------------------------------------------------------------------------


def test_every_date_of_a_row_becomes_a_due_date(section):
    row(section, *by(TODAY, TODAY + DAY, TODAY))
    row(section, {"kind": "unknown"})

    count = refresh_occurrences(section.plan_id)

    assert count == 2
    assert dates(section) == [TODAY, TODAY + DAY]


@pytest.mark.parametrize(
    ("reading", "sources"),
    [
        pytest.param({"kind": "on", "on": "2026-12-01"}, ["date:2026-12-01"], id="a day"),
        pytest.param(
            {"kind": "within", "start": "2027-02-01", "end": "2027-02-26"},
            ["date:2027-02-26"],
            id="a span ends once",
        ),
        pytest.param(
            {"kind": "each", "every": "quarter"},
            ["each:2026-Q3", "each:2026-Q4", "each:2027-Q1", "each:2027-Q2"],
            id="a quarterly row has four",
        ),
        pytest.param({"kind": "throughout"}, ["period"], id="all the time: asked at the end"),
        pytest.param(ANY_EVENT, [], id="an event nobody named"),
        pytest.param({"kind": "schedule"}, [], id="a schedule nobody linked"),
    ],
)
def test_each_kind_of_reading_names_where_its_dates_come_from(section, reading, sources):
    row(section, reading)

    refresh_occurrences(section.plan_id)

    assert list(Occurrence.objects.values_list("source", flat=True)) == sources


def test_two_days_of_one_month_are_two_due_dates(section):
    monthly = {"kind": "each", "every": "month", "start": "2026-10-01", "end": "2026-10-31"}
    row(section, monthly | {"day": 5}, monthly | {"day": 20})

    refresh_occurrences(section.plan_id)

    found = Occurrence.objects.values_list("source", "planned_on")
    assert list(found) == [
        ("each:2026-10", datetime.date(2026, 10, 5)),
        ("each:2026-10/2", datetime.date(2026, 10, 20)),
    ]


@pytest.mark.parametrize(
    ("moving", "due_on"),
    [
        pytest.param(None, datetime.date(2026, 11, 27), id="nothing said: the working day before"),
        pytest.param("next", datetime.date(2026, 11, 30), id="the working day after"),
        pytest.param("none", SUNDAY, id="not at all"),
    ],
)
def test_a_due_date_on_a_day_off_moves_as_the_committee_set(section, moving, due_on):
    if moving:
        PlanSettings.objects.create(committee=section.plan.committee, moving=moving)
    row(section, *by(SUNDAY))

    refresh_occurrences(section.plan_id)

    assert list(Occurrence.objects.values_list("planned_on", "due_on")) == [(SUNDAY, due_on)]


@pytest.mark.parametrize(
    ("members", "role", "each"),
    [
        ("school-heads", "lead", True),
        ("school-deputies", "co-executor", True),
        ("school-heads", "control", False),
        ("listed", "lead", False),
    ],
)
def test_where_all_schools_answer_each_has_its_own_due_date(section, members, role, each):
    schools = schools_of(section, 3)
    SchoolFactory(committee=section.plan.committee, is_active=False)
    SchoolFactory()
    for_schools(row(section, *by(TODAY)), members, role)

    refresh_occurrences(section.plan_id)

    found = {one.school for one in Occurrence.objects.all()}
    assert found == (set(schools) if each else {None})


def test_a_draft_has_no_due_dates():
    plan = PlanFactory()

    assert refusal(refresh_occurrences, plan.pk) == "plan-not-approved"


# Events ------------------------------------------------------------------------------------------


def test_days_are_counted_from_each_time_the_event_happened(section, editor):
    event = event_of(section)
    waits_for(row(section, after(3, "working_day")), event=event)
    first, second = happened(event, editor), happened(event, editor, TODAY + 30 * DAY)

    refresh_occurrences(section.plan_id)

    found = Occurrence.objects.order_by("due_on").values_list("source", "due_on")
    assert list(found) == [
        (f"event:{first.pk}", datetime.date(2026, 11, 26)),
        (f"event:{second.pk}", datetime.date(2026, 12, 28)),
    ]


def test_events_withdrawn_or_outside_the_period_of_the_plan_open_nothing(section, editor):
    event = event_of(section)
    waits_for(row(section, after(3)), event=event)
    happened(event, editor, withdrawn_at=timezone.now())
    happened(event, editor, section.plan.period_to + DAY)

    assert refresh_occurrences(section.plan_id) == 0


def test_an_event_at_one_school_asks_that_school_alone(section, editor):
    here, _ = schools_of(section)
    event, schedule = event_of(section), vpr_schedule(section)
    for_schools(waits_for(row(section, ANY_EVENT), event=event))
    happened(event, editor, session=session_at(here, schedule, TODAY))

    refresh_occurrences(section.plan_id)

    assert [one.school for one in Occurrence.objects.all()] == [here]


# Schedules ---------------------------------------------------------------------------------------


def test_a_school_answers_for_each_work_it_writes(section):
    here, there = schools_of(section)
    schedule = vpr_schedule(section)
    for_schools(waits_for(row(section, {"kind": "schedule"}), schedule=schedule))
    sessions = [session_at(here, schedule, TODAY), session_at(there, schedule, TODAY + DAY)]
    called_off = session_at(here, schedule, TODAY + 2 * DAY)
    type(called_off).objects.filter(pk=called_off.pk).update(status="cancelled")

    refresh_occurrences(section.plan_id)

    found = Occurrence.objects.order_by("due_on").values_list("source", "school", "due_on")
    assert list(found) == [
        (f"work:{sessions[0].work_id}", here.pk, TODAY),
        (f"work:{sessions[1].work_id}", there.pk, TODAY + DAY),
    ]


def test_a_work_written_on_two_days_is_answered_after_the_last_and_prepared_before_the_first(
    section,
):
    here, _ = schools_of(section)
    schedule = vpr_schedule(section)
    before = {"kind": "event", "offset": 1, "unit": "day", "direction": "before"}
    after = {"kind": "event", "offset": 1, "unit": "day", "direction": "after"}
    for reading in ({"kind": "schedule"}, before, after):
        for_schools(waits_for(row(section, reading), schedule=schedule))
    first = session_at(here, schedule, TODAY)
    session_at(here, schedule, TODAY + 3 * DAY, work=first.work)

    refresh_occurrences(section.plan_id)

    planned = Occurrence.objects.order_by("activity__pk").values_list("planned_on", flat=True)
    assert list(planned) == [TODAY + 3 * DAY, TODAY - DAY, TODAY + 4 * DAY]


def test_the_committee_has_one_due_date_for_all_sessions_of_a_day(section):
    here, there = schools_of(section)
    schedule = vpr_schedule(section)
    before = {"kind": "event", "offset": 1, "unit": "working_day", "direction": "before"}
    waits_for(row(section, before), schedule=schedule)
    session_at(here, schedule, TODAY)
    session_at(there, schedule, TODAY)

    refresh_occurrences(section.plan_id)

    friday = datetime.date(2026, 11, 20)
    assert list(Occurrence.objects.values_list("source", "due_on")) == [
        ("day:2026-11-23", friday),
    ]


def test_a_list_of_dates_asks_every_school_on_each_of_them(section):
    schools_of(section, 3)
    schedule = Schedule.objects.create(committee=section.plan.committee, name="План ММО")
    ScheduleDate.objects.create(schedule=schedule, on=TODAY)
    ScheduleDate.objects.create(schedule=schedule, on=TODAY + DAY)
    ScheduleDate.objects.create(schedule=schedule, on=section.plan.period_from - DAY)
    for_schools(waits_for(row(section, {"kind": "schedule"}), schedule=schedule))

    assert refresh_occurrences(section.plan_id) == 6
