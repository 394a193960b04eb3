"""Due dates made again: what is settled stays, what is open follows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from plans.models import (
    Activity,
    EventDate,
    Evidence,
    Occurrence,
    Plan,
    Postponement,
    Schedule,
)
from plans.services.occurrences import recompute, refresh_all, refresh_occurrences
from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory, SectionFactory
from tests.plans.dated_rows import (
    ANY_EVENT,
    DAY,
    STATE,
    TODAY,
    after,
    by,
    event_of,
    for_schools,
    happened,
    row,
    schools_of,
    session_at,
    settle,
    vpr_schedule,
    waits_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def section(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


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
