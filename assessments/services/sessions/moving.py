"""Sessions moved, called off, brought back."""

import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.followers import SessionsChange, Slot, slot_of, tell_followers
from assessments.models import Session, Work
from assessments.notices import queue_moved_sessions
from assessments.rules import schedule
from schools.models import ClassGroup

STALE = "Пока вы смотрели, сессию изменил кто-то другой. Обновите страницу и повторите."


@transaction.atomic
def change_session(
    *,
    session_id: int,
    version: int,
    held_on: datetime.date,
    starts_at: datetime.time | None,
    room: str,
    observer_seats: int,
    lesson: int | None = None,
    work_id: int | None = None,
    reason: str = "",
    by: User,
) -> Session:
    """The committee moves a session to another day, hour or room, even out of its window.

    The school hears of it by letter.

    Args:
        work_id: another form or level of the same work; None leaves it.
        reason: must be said when the day is outside the window of the calendar.

    Raises:
        RuleViolation: stale, session-not-planned, outside-procedure, class-busy, day-reserved,
            no-reason, other-subject, session-exists.
    """
    permissions.check_can_plan_sessions(by)
    session = _lock(session_id, by)
    _check_fresh(session, version)
    before = slot_of(session)
    if held_on != before.held_on:
        rules.check_can_move(session)
        schedule.check_reason_outside_window(schedule.row_of(session), held_on, reason)
        _check_day(session, held_on)
    _take_work(session, work_id)
    session.starts_at, session.room, session.lesson = starts_at, room, lesson
    session.observer_seats = observer_seats
    _save(session)
    _record_change(session, before, reason, by)
    # Where in its own house a class writes, the school knows.
    if slot_of(session)._replace(room="") != before._replace(room=""):
        queue_moved_sessions(session.procedure, {session.pk: before}, reason.strip())
    return session


@transaction.atomic
def move_session(
    *,
    session_id: int,
    version: int,
    held_on: datetime.date,
    starts_at: datetime.time | None,
    room: str,
    lesson: int | None = None,
    work_id: int | None = None,
    today: datetime.date,
    by: User,
) -> Session:
    """A school chooses the day, hour and room of its session inside the window of the calendar.

    Raises:
        RuleViolation: stale, session-not-planned, no-window, session-held, day-passed,
            outside-window, outside-procedure, class-busy, day-reserved, other-subject,
            session-exists.
    """
    permissions.check_can_move_sessions(by)
    session = _lock(session_id, by)
    _check_fresh(session, version)
    before = slot_of(session)
    rules.check_can_move(session)
    row = schedule.row_of(session)
    schedule.check_school_may_move(session, row, today=today)
    if row is not None and held_on != before.held_on:
        schedule.check_day_for_school(row, held_on, today=today)
        _check_day(session, held_on)
    _take_work(session, work_id)
    session.starts_at, session.room, session.lesson = starts_at, room, lesson
    _save(session)
    _record_change(session, before, "", by)
    return session


def _check_day(session: Session, held_on: datetime.date) -> None:
    """Bring the session to the day, if its class is free then."""
    session.held_on = held_on
    rules.check_day_of_procedure(session.procedure, held_on)
    rules.check_class_free(session)
    schedule.check_day_not_reserved(session, held_on)


def _take_work(session: Session, work_id: int | None) -> None:
    if work_id is None or work_id == session.work_id:
        return
    rules.check_can_move(session)
    work = Work.objects.get(pk=work_id)
    schedule.check_alternative(session, work)
    session.work = work
    rules.check_class_free(session)


def _record_change(session: Session, before: Slot, reason: str, by: User) -> None:
    said = {"reason": reason.strip()[:300]} if reason.strip() else {}
    record_event(
        action="session-changed",
        target=session,
        by=by,
        before=str(before.held_on),
        held_on=str(session.held_on),
        **said,
    )
    if slot_of(session) != before:
        _tell("changed", session, by, before)


@transaction.atomic
def cancel_session(*, session_id: int, version: int, reason: str, by: User) -> Session:
    """The class does not write; the reason stays in the decision log.

    Raises:
        RuleViolation: stale, session-not-planned, no-reason.
    """
    permissions.check_can_plan_sessions(by)
    session = _lock(session_id, by)
    _check_fresh(session, version)
    rules.check_can_become(session, Session.Status.CANCELLED)
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите, почему сессия отменяется.")
    session.status = Session.Status.CANCELLED
    _save(session)
    record_event(action="session-cancelled", target=session, by=by, reason=reason.strip()[:300])
    _tell("cancelled", session, by)
    return session


@transaction.atomic
def restore_session(*, session_id: int, version: int, by: User) -> Session:
    """A cancelled session is planned again.

    Raises:
        RuleViolation: stale, session-not-planned, class-busy.
    """
    permissions.check_can_plan_sessions(by)
    session = _lock(session_id, by)
    _check_fresh(session, version)
    if session.status != Session.Status.CANCELLED:
        raise RuleViolation("session-not-planned", "Сессия не отменена.")
    session.status = Session.Status.PLANNED
    rules.check_class_free(session)
    _save(session)
    record_event(action="session-restored", target=session, by=by)
    _tell("restored", session, by)
    return session


def _tell(
    kind: Literal["changed", "cancelled", "restored"],
    session: Session,
    by: User,
    before: Slot | None = None,
) -> None:
    slots = {session.pk: before} if before else {}
    tell_followers(SessionsChange(kind, session.procedure_id, (session.pk,), by, slots))


def _lock(session_id: int, by: User) -> Session:
    """Class first, then session: the same order in which sessions are planned."""
    visible = Session.objects.visible_to(by)
    class_group_id = visible.values_list("class_group_id", flat=True).get(pk=session_id)
    ClassGroup.objects.select_for_update().get(pk=class_group_id)
    return visible.select_for_update().get(pk=session_id)


def _check_fresh(session: Session, version: int) -> None:
    if session.version != version:
        raise RuleViolation("stale", STALE)


def _save(session: Session) -> None:
    """Conditional on the version that was read, whatever the database locks."""
    changed = Session.objects.filter(pk=session.pk, version=session.version).update(
        held_on=session.held_on,
        work=session.work_id,
        lesson=session.lesson,
        starts_at=session.starts_at,
        room=session.room,
        observer_seats=session.observer_seats,
        status=session.status,
        version=F("version") + 1,
    )
    if not changed:
        raise RuleViolation("stale", STALE)
    session.version += 1
