"""At the same moment: one event recorded twice, a session moved while its work is marked done.

On SQLite the races are run on a file, where writers wait for each other as in life; on PostgreSQL
as they are.
"""

import datetime

import pytest

from assessments.services import sessions
from plans.models import EventDate, Occurrence, Plan
from plans.services import events, marking
from plans.services.occurrences import refresh_occurrences
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory
from tests.observers.test_race import race, shared_by_threads
from tests.plans.dated_rows import after, for_schools, vpr_schedule, waits_for

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.date(2026, 11, 23)
HELD_ON, NEW_DAY = datetime.date(2026, 4, 22), datetime.date(2026, 4, 28)


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def section(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


def recording(event, by):
    def attempt():
        events.record_date(event_id=event.pk, on=TODAY, by=by)
        return "recorded"

    return attempt


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_record_one_event_one_does_and_its_due_dates_are_there_once(
    tmp_path, section, editor, attempt
):
    event = events.create_event(name="Результаты получены", by=editor)
    for _ in range(3):
        waits_for(ActivityFactory(section=section, readings=[after(3)]), event=event)

    with shared_by_threads(tmp_path):
        outcomes = race(recording(event, editor), recording(event, editor))
        ((dates, due),) = race(lambda: (EventDate.objects.count(), Occurrence.objects.count()))

    assert sorted(outcomes) == ["already-recorded", "recorded"]
    assert (dates, due) == (1, 3)


@pytest.mark.parametrize("attempt", range(3))
def test_a_session_moves_while_its_work_is_marked_done_and_both_stand(
    tmp_path, section, editor, attempt
):
    schedule = vpr_schedule(section)
    school = SchoolFactory(committee=editor.committee)
    group = ClassGroupFactory(school=school, school_year=2026)
    session = SessionFactory(class_group=group, procedure=schedule.procedure, held_on=HELD_ON)
    activity = ActivityFactory(section=section, readings=[{"kind": "schedule"}])
    for_schools(waits_for(activity, schedule=schedule))
    refresh_occurrences(section.plan_id)
    occurrence = Occurrence.objects.get()

    def move():
        sessions.change_session(
            session_id=session.pk, version=1, held_on=NEW_DAY, starts_at=None, room="",
            observer_seats=1, by=editor,
        )  # fmt: skip
        return "moved"

    def mark():
        marking.report_occurrence(
            occurrence_id=occurrence.pk, seen="planned", state="done", note="Акт 3", by=editor
        )
        return "done"

    with shared_by_threads(tmp_path):
        outcomes = race(move, mark)
        # Read by a thread, too: only there the database is the one that was raced on.
        (found,) = race(lambda: Occurrence.objects.values_list("state", "note", "due_on").get())

    assert outcomes == ["moved", "done"]
    assert found[:2] == ("done", "Акт 3")
    # Done first, it stays on its day; moved first, it is done on the new one. Never two of it.
    assert found[2] in {HELD_ON, NEW_DAY}


@pytest.mark.parametrize("attempt", range(3))
def test_a_plan_made_anew_by_two_at_once_has_each_due_date_once(tmp_path, section, editor, attempt):
    for _ in range(5):
        for_schools(ActivityFactory(section=section, readings=[{"kind": "throughout"}]))
    for _ in range(3):
        SchoolFactory(committee=editor.committee)

    with shared_by_threads(tmp_path):
        outcomes = race(
            lambda: refresh_occurrences(section.plan_id),
            lambda: refresh_occurrences(section.plan_id),
        )

    assert outcomes == [15, 15]
