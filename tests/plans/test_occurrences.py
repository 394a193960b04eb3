"""Due dates of approved plans: what readings, events and schedules make of them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from plans.models import (
    Activity,
    Event,
    EventDate,
    Evidence,
    Occurrence,
    Plan,
    PlanSettings,
    Postponement,
    ReadingLink,
    Responsibility,
    RoleGroup,
    Schedule,
    ScheduleDate,
)
from plans.services.occurrences import recompute, refresh_all, refresh_occurrences
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)  # a Monday
SUNDAY = datetime.date(2026, 11, 29)
DAY = datetime.timedelta(days=1)
STATE = Occurrence.State
ANY_EVENT = {"kind": "event", "offset": 0, "unit": None, "direction": "on"}


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def section(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


def by(*days):
    return [{"kind": "by", "by": day.isoformat()} for day in days]


def after(offset, unit="day"):
    return {"kind": "event", "offset": offset, "unit": unit, "direction": "after"}


def row(section, *readings):
    return ActivityFactory(section=section, readings=list(readings))


def for_schools(activity, members="school-heads", role="lead"):
    group, _ = RoleGroup.objects.get_or_create(
        committee=activity.section.plan.committee, name=members, members=members
    )
    Responsibility.objects.create(activity=activity, wording=members, group=group, role=role)
    return activity


def schools_of(section, count=2):
    return [SchoolFactory(committee=section.plan.committee) for _ in range(count)]


def event_of(section, name="Результаты получены"):
    return Event.objects.create(committee=section.plan.committee, name=name)


def happened(event, by, on=TODAY, **fields):
    return EventDate.objects.create(event=event, on=on, recorded_by=by, **fields)


def waits_for(activity, position=0, **what):
    ReadingLink.objects.create(
        activity=activity, position=position, wording=activity.deadline, **what
    )
    return activity


def vpr_schedule(section):
    procedure = ProcedureFactory(committee=section.plan.committee, year=2027)
    return Schedule.objects.create(
        committee=procedure.committee, name=str(procedure), procedure=procedure
    )


def session_at(school, schedule, held_on, **fields):
    return SessionFactory(
        class_group=ClassGroupFactory(school=school, school_year=2026),
        procedure=schedule.procedure,
        held_on=held_on,
        **fields,
    )


def dates(section):
    return [one.due_on for one in Occurrence.objects.filter(activity__section=section)]


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


# Made again --------------------------------------------------------------------------------------


def settle(occurrence, editor, state=STATE.DONE):
    done = {"done_at": timezone.now(), "done_by": editor} if state == STATE.DONE else {}
    Occurrence.objects.filter(pk=occurrence.pk).update(state=state, **done)


def test_making_them_again_changes_nothing(section):
    schools_of(section)
    for_schools(row(section, *by(TODAY), {"kind": "each", "every": "month"}))
    refresh_occurrences(section.plan_id)
    before = list(Occurrence.objects.order_by("pk").values())

    again = recompute(section.plan_id)

    assert list(Occurrence.objects.order_by("pk").values()) == before
    assert again.moved == []


def test_a_date_that_was_changed_takes_along_what_was_said_of_the_old_one(section):
    activity = row(section, *by(TODAY))
    refresh_occurrences(section.plan_id)
    Occurrence.objects.update(state=STATE.IN_PROGRESS, note="Собраны списки")
    Activity.objects.filter(pk=activity.pk).update(readings=by(TODAY + 2 * DAY))

    refresh_occurrences(section.plan_id)

    assert list(Occurrence.objects.values_list("source", "due_on", "note")) == [
        ("date:2026-11-25", TODAY + 2 * DAY, "Собраны списки")
    ]


def test_what_is_settled_stays_on_its_day_when_the_date_changes(section, editor):
    activity = row(section, *by(TODAY, TODAY + DAY))
    refresh_occurrences(section.plan_id)
    done, untouched = Occurrence.objects.order_by("due_on")
    settle(done, editor)
    Activity.objects.filter(pk=activity.pk).update(readings=by(TODAY + 2 * DAY))

    refresh_occurrences(section.plan_id)

    assert list(Occurrence.objects.order_by("due_on").values_list("pk", "due_on")) == [
        (done.pk, TODAY),
        (untouched.pk, TODAY + 2 * DAY),
    ]


@pytest.mark.parametrize("state", [STATE.DONE, STATE.NOT_DONE, STATE.NOT_APPLICABLE])
def test_a_session_that_moves_takes_the_open_along_and_leaves_the_settled(section, editor, state):
    here, there = schools_of(section)
    schedule = vpr_schedule(section)
    for_schools(waits_for(row(section, {"kind": "schedule"}), schedule=schedule))
    sessions = [session_at(here, schedule, TODAY), session_at(there, schedule, TODAY)]
    refresh_occurrences(section.plan_id)
    settled, open_ = Occurrence.objects.order_by("school")
    settle(settled, editor, state)
    for session in sessions:
        type(session).objects.filter(pk=session.pk).update(held_on=TODAY + DAY)

    again = recompute(section.plan_id)

    assert list(Occurrence.objects.order_by("school").values_list("pk", "due_on")) == [
        (settled.pk, TODAY),
        (open_.pk, TODAY + DAY),
    ]
    assert [(one.school_id, one.before, one.after) for one in again.moved] == [
        (there.pk, TODAY, TODAY + DAY)
    ]


def test_an_agreed_postponement_outlasts_a_move_of_the_session(section, editor):
    (here,) = schools_of(section, 1)
    schedule = vpr_schedule(section)
    for_schools(waits_for(row(section, {"kind": "schedule"}), schedule=schedule))
    session = session_at(here, schedule, TODAY)
    refresh_occurrences(section.plan_id)
    Occurrence.objects.update(due_on=TODAY + 10 * DAY, state=STATE.POSTPONED)
    Postponement.objects.create(
        occurrence=Occurrence.objects.get(), due_before=TODAY, due_after=TODAY + 10 * DAY,
        reason="Карантин", asked_by=editor, decision="agreed",
    )  # fmt: skip
    type(session).objects.filter(pk=session.pk).update(held_on=TODAY + DAY)

    refresh_occurrences(section.plan_id)

    found = Occurrence.objects.values_list("planned_on", "due_on", "state")
    assert list(found) == [(TODAY + DAY, TODAY + 10 * DAY, STATE.POSTPONED)]


def test_an_event_taken_back_closes_what_people_worked_on_and_removes_the_rest(section, editor):
    schools_of(section, 3)
    event = event_of(section)
    for_schools(waits_for(row(section, ANY_EVENT), event=event))
    happened(event, editor)
    refresh_occurrences(section.plan_id)
    done, begun, _ = Occurrence.objects.order_by("school")
    settle(done, editor)
    proof = Evidence.objects.create(
        occurrence=begun, kind="link", url="https://school.example/1", added_by=editor
    )
    EventDate.objects.update(withdrawn_at=timezone.now())

    refresh_occurrences(section.plan_id)

    states = Occurrence.objects.order_by("school").values_list("pk", "state")
    assert list(states) == [(done.pk, STATE.DONE), (begun.pk, STATE.NOT_APPLICABLE)]
    assert begun.evidence.get() == proof
    assert AuditEvent.objects.about(section.plan)[0].action == "occurrence-closed"


def test_every_night_new_schools_and_new_days_off_are_reckoned_with(section):
    for_schools(row(section, *by(TODAY)))
    schools_of(section, 1)
    refresh_occurrences(section.plan_id)
    PlanFactory(committee=section.plan.committee)
    schools_of(section, 1)

    plans = refresh_all()

    assert plans == 1
    assert Occurrence.objects.count() == 2


def test_a_plan_of_many_rows_takes_as_many_queries_as_one_of_few(section, editor):
    few = queries_of(fill(section, editor, rows=2))
    many = queries_of(fill(section, editor, rows=12))

    assert many == few


def fill(section, editor, *, rows):
    plan = PlanFactory(committee=section.plan.committee, status=Plan.Status.APPROVED)
    event, schedule = event_of(section, f"Событие {rows}"), vpr_schedule_once(section)
    happened(event, editor)
    for _ in range(rows):
        own = SectionFactory(plan=plan)
        activity = row(own, *by(TODAY), after(3), {"kind": "schedule"})
        waits_for(activity, 1, event=event)
        for_schools(waits_for(activity, 2, schedule=schedule))
    return plan


def vpr_schedule_once(section):
    return Schedule.objects.filter(procedure__isnull=False).first() or vpr_schedule(section)


def queries_of(plan):
    refresh_occurrences(plan.pk)
    Occurrence.objects.filter(activity__section__plan=plan).update(due_on=TODAY - DAY)
    with CaptureQueriesContext(connection) as queries:
        refresh_occurrences(plan.pk)
    return len(queries)
