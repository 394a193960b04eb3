"""Events are recorded and taken back, schedules change, deadlines are linked to them."""

import datetime

import pytest
from post_office.models import Email

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Session
from assessments.services import calendar, sessions
from plans.models import Activity, Event, EventDate, Occurrence, Plan, ReadingLink
from plans.reports.execution import plan_progress
from plans.reports.waits import waits_of
from plans.services import events, schedules, waits
from plans.services.waits import Choice
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import CalendarRowFactory, ProcedureFactory, SessionFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy
from tests.plans.dated_rows import after, for_schools, lines, settle, vpr_schedule, waits_for
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 11, 23, 6, tzinfo=datetime.UTC)
STATE = Occurrence.State
SCHEDULED = {"kind": "schedule"}


@pytest.fixture
def approved(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


@pytest.fixture
def event(editor):
    return events.create_event(name="Результаты получены", by=editor)


def awaiting(section, event, offset=3):
    return waits_for(ActivityFactory(section=section, readings=[after(offset)]), event=event)


def record(event, by, on=TODAY, **fields):
    return events.record_date(event_id=event.pk, on=on, by=by, **fields)


def answers(activity, person):
    activity.responsibilities.create(wording="Ответственный", person=person, role="lead")
    return person


# Events ------------------------------------------------------------------------------------------


def test_recording_an_event_opens_the_due_dates_that_waited_for_it(approved, event, editor):
    awaiting(approved, event)
    before = plan_progress(approved.plan, today=TODAY)

    record(event, editor)

    progress = plan_progress(approved.plan, today=TODAY)
    assert (before.awaiting, before.overdue, before.waiting) == (1, 0, 0)
    assert (progress.awaiting, progress.planned) == (0, 1)
    assert [one.due_on for one in Occurrence.objects.all()] == [TODAY + 3 * DAY]


def test_plans_that_are_not_approved_get_no_due_dates_from_an_event(event, editor, section):
    awaiting(section, event)

    record(event, editor)

    assert not Occurrence.objects.exists()


def test_an_event_is_recorded_once_a_day_unless_it_is_said_what_each_was(event, editor):
    record(event, editor)

    again = refusal(events.record_date, event_id=event.pk, on=TODAY, by=editor)
    record(event, editor, note="математика")

    assert again == "already-recorded"
    assert EventDate.objects.count() == 2


def test_taking_an_event_back_removes_the_open_and_keeps_the_done(approved, event, editor):
    for _ in range(2):
        awaiting(approved, event)
    date = record(event, editor)
    done, _ = Occurrence.objects.order_by("pk")
    settle(done, editor)

    events.withdraw_date(event_date_id=date.pk, reason="Ошиблись днём", by=editor, now=NOW)

    date.refresh_from_db()
    assert [one.pk for one in Occurrence.objects.all()] == [done.pk]
    assert (date.withdrawn_at, date.withdrawal_reason) == (NOW, "Ошиблись днём")
    assert [one.action for one in AuditEvent.objects.about(event)][:2] == [
        "event-withdrawn",
        "event-recorded",
    ]


def test_an_event_is_taken_back_once_and_with_a_reason(event, editor):
    date = record(event, editor)
    take_back = {"event_date_id": date.pk, "by": editor, "now": NOW}

    unexplained = refusal(events.withdraw_date, reason=" ", **take_back)
    events.withdraw_date(reason="Ошиблись", **take_back)
    again = refusal(events.withdraw_date, reason="Ошиблись", **take_back)

    assert (unexplained, again) == ("no-reason", "already-withdrawn")
    assert record(event, editor).pk != date.pk


def test_events_are_named_once_and_changed_as_seen(event, editor):
    other = events.create_event(name="Приказ издан", by=editor)
    change = {"event_id": other.pk, "by": editor}

    codes = [
        refusal(events.create_event, name=event.name, by=editor),
        refusal(events.create_event, name=" ", by=editor),
        refusal(events.change_event, version=2, name="Иначе", **change),
        refusal(events.change_event, version=1, name=event.name, **change),
        refusal(events.change_event, version=1, name="Приказ подписан", **change),
    ]

    assert codes == ["name-taken", "no-name", "stale", "name-taken", None]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OBSERVER])
def test_events_are_the_editors_business(event, editor, role):
    with pytest.raises(NotAllowed):
        record(event, UserFactory(committee=editor.committee, role=role))
    with pytest.raises(Event.DoesNotExist):
        record(event, UserFactory())


# Schedules ---------------------------------------------------------------------------------------


def test_a_date_that_moves_in_a_list_moves_its_due_date_and_is_told(approved, editor):
    schedule = schedules.create_schedule(
        name="План ММО", procedure_id=None, by=editor,
        dates=lines((TODAY, "Математика"), (TODAY + DAY, "Физика")),
    )  # fmt: skip
    activity = ActivityFactory(section=approved, readings=[SCHEDULED])
    person = answers(activity, PersonFactory(committee=editor.committee, email="a@city.example"))
    waits.link_readings(
        activity_id=activity.pk, version=1, by=editor,
        choices=[Choice(0, f"schedule:{schedule.pk}")],
    )  # fmt: skip
    before = set(Occurrence.objects.values_list("pk", flat=True))

    schedules.change_schedule(
        schedule_id=schedule.pk, version=1, name="План ММО", procedure_id=None, by=editor,
        dates=lines((TODAY, "Математика"), (TODAY + 2 * DAY, "Физика")),
    )  # fmt: skip

    found = Occurrence.objects.order_by("due_on")
    assert {one.pk for one in found} == before
    assert [one.due_on for one in found] == [TODAY, TODAY + 2 * DAY]
    letter = Email.objects.get()
    assert letter.to == [person.email]
    assert "было 24.11.2026, стало 25.11.2026" in letter.message


def test_dates_come_from_a_procedure_or_from_a_list_never_from_both(editor):
    procedure = ProcedureFactory(committee=editor.committee)
    make = {"name": "График", "procedure_id": procedure.pk, "by": editor}

    both = refusal(schedules.create_schedule, dates=lines((TODAY, "")), **make)
    one = refusal(schedules.create_schedule, dates=[], **make)
    again = refusal(schedules.create_schedule, dates=[], **make)

    assert (both, one, again) == ("two-origins", None, "name-taken")


# Sessions move -----------------------------------------------------------------------------------


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee, short_name="Школа № 5")


@pytest.fixture
def session(approved, school):
    """In the schedule that a row of the approved plan follows, school by school."""
    schedule = vpr_schedule(approved)
    group = ClassGroupFactory(school=school, school_year=2026)
    session = SessionFactory(
        class_group=group, procedure=schedule.procedure, held_on=datetime.date(2026, 4, 22)
    )
    activity = ActivityFactory(section=approved, readings=[SCHEDULED], title="Инструктаж")
    for_schools(waits_for(activity, schedule=schedule))
    return session


def moved(session, by, held_on):
    return sessions.change_session(
        session_id=session.pk, version=session.version, held_on=held_on, starts_at=None, room="",
        observer_seats=1, by=by,
    )  # fmt: skip


def test_a_moved_session_moves_what_is_open_and_those_concerned_are_told(session, school, editor):
    recompute_all()
    deputy = make_deputy(school)
    tuesday = session.held_on + 6 * DAY

    moved(session, editor, tuesday)

    assert [one.due_on for one in Occurrence.objects.all()] == [tuesday]
    (letter,) = letters_about_dates()
    assert letter.to == [deputy.person.email]
    assert "было 22.04.2026, стало 28.04.2026" in letter.message
    assert "Инструктаж" in letter.message


def test_a_changed_calendar_moves_the_events_of_all_its_sessions_and_tells_each_person_once(
    approved, event, session, school, editor
):
    second = SessionFactory(
        class_group=ClassGroupFactory(school=school, school_year=2026),
        procedure=session.procedure, held_on=session.held_on,
    )  # fmt: skip
    dates = [
        record(event, editor, on=session.held_on, session_id=each.pk) for each in (session, second)
    ]
    recompute_all()
    deputy, old_day = make_deputy(school), session.held_on
    Session.objects.update(calendar_on=old_day)
    CalendarRowFactory(procedure=session.procedure, held_on=old_day + DAY)

    calendar.make_schedule(
        procedure_id=session.procedure_id, shift=False, today=old_day - DAY, by=editor
    )

    for date in dates:
        date.refresh_from_db()
    assert {date.on for date in dates} == {old_day + DAY}
    (letter,) = letters_about_dates()
    assert letter.to == [deputy.person.email]
    assert "перенесено сессий: 2" in letter.subject


def letters_about_dates():
    """The school hears of the session itself, too."""
    return list(Email.objects.exclude(subject__startswith="Сессии перенесены"))


def recompute_all():
    waits.recompute_plans(Plan.objects.all())


def test_what_is_done_for_a_session_stays_on_its_day_and_nobody_is_asked_anew(
    session, school, editor
):
    recompute_all()
    make_deputy(school)
    settle(Occurrence.objects.get(), editor)

    moved(session, editor, session.held_on + 6 * DAY)

    assert Occurrence.objects.get().due_on == session.held_on
    assert not letters_about_dates()


def test_a_session_called_off_takes_its_due_date_along_and_brings_it_back(session, school, editor):
    recompute_all()
    make_deputy(school)

    off = sessions.cancel_session(
        session_id=session.pk, version=session.version, reason="Карантин", by=editor
    )
    without = Occurrence.objects.count()
    sessions.restore_session(session_id=session.pk, version=off.version, by=editor)

    assert without == 0
    assert Occurrence.objects.get().due_on == session.held_on
    told = [letter.subject.split(".")[1].split()[0] for letter in Email.objects.order_by("pk")]
    assert told == ["Отменена", "Снова"]


def test_an_event_that_is_the_session_keeps_to_its_day(approved, event, session, editor):
    awaiting(approved, event, offset=6)
    date = record(event, editor, on=session.held_on, session_id=session.pk)
    new_day = session.held_on + 6 * DAY

    moved(session, editor, new_day)

    date.refresh_from_db()
    assert date.on == new_day


# What deadlines wait for -------------------------------------------------------------------------


def test_a_link_holds_only_for_the_wording_it_was_chosen_for(approved, event, editor):
    activity = awaiting(approved, event)
    record(event, editor)
    Activity.objects.filter(pk=activity.pk).update(deadline="после издания приказа")

    waits.recompute_plans([approved.plan])

    assert not Occurrence.objects.exists()
    assert [one.words for one in waits_of(approved.plan)] == [
        "ожидает события, но какого — не указано"
    ]


def test_links_are_chosen_on_what_was_seen(approved, event, editor):
    activity = ActivityFactory(section=approved, readings=[after(3), SCHEDULED])
    link = {"activity_id": activity.pk, "by": editor}
    chosen = [Choice(0, f"event:{event.pk}"), Choice(1, "")]

    codes = [
        refusal(waits.link_readings, version=2, choices=chosen, **link),
        refusal(waits.link_readings, version=1, choices=chosen[:1], **link),
        refusal(waits.link_readings, version=1, choices=chosen, **link),
        refusal(waits.link_readings, version=1, choices=chosen, **link),
    ]

    assert codes == ["stale", "stale", None, "stale"]
    assert ReadingLink.objects.get().event == event


def test_a_foreign_event_cannot_be_waited_for(approved, editor):
    activity = ActivityFactory(section=approved, readings=[after(3)])
    foreign = events.create_event(name="Чужое", by=UserFactory())

    with pytest.raises(Event.DoesNotExist):
        waits.link_readings(
            activity_id=activity.pk, version=1, choices=[Choice(0, f"event:{foreign.pk}")],
            by=editor,
        )  # fmt: skip
