"""Decisions about sessions: planned one by one or for all classes, moved, cancelled."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.followers import SessionsChange, Slot, slot_of, tell_followers
from assessments.models import Procedure, Session, Work
from schools.models import ClassGroup, School

STALE = "Пока вы смотрели, сессию изменил кто-то другой. Обновите страницу и повторите."


class Conflict(NamedTuple):
    """A class that would write two works on one day."""

    school: str
    class_label: str
    held_on: datetime.date
    works: str


class SessionsPreview(NamedTuple):
    """What planning for all classes would do; nothing is saved yet."""

    planned: list[Session]
    already: int
    conflicts: list[Conflict]
    by_work: list[tuple[Work, datetime.date, int]]

    @property
    def schools(self) -> int:
        return len({session.school_id for session in self.planned})


@transaction.atomic
def plan_session(
    *,
    procedure_id: int,
    work_id: int,
    class_group_id: int,
    held_on: datetime.date,
    starts_at: datetime.time | None = None,
    room: str = "",
    observer_seats: int = 1,
    by: User,
) -> Session:
    """One session of one class.

    Raises:
        RuleViolation: other-year, other-grade, other-school-year, outside-procedure, class-busy,
            session-exists.
    """
    permissions.check_can_plan_sessions(by)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    visible_classes = ClassGroup.objects.filter(school__in=School.objects.visible_to(by))
    # The class is locked: two editors cannot give it two works on one day.
    class_group = visible_classes.select_for_update().get(pk=class_group_id)
    session = Session(
        procedure=procedure,
        school_id=class_group.school_id,
        work=Work.objects.get(pk=work_id),
        class_group=class_group,
        held_on=held_on,
        starts_at=starts_at,
        room=room,
        observer_seats=observer_seats,
    )
    rules.check_work_fits(session.work, session)
    rules.check_class_of_procedure_year(session)
    rules.check_day_of_procedure(procedure, held_on)
    rules.check_class_free(session)
    session.save()
    record_event(action="session-planned", target=session, by=by, held_on=str(held_on))
    tell_followers(SessionsChange("planned", procedure.pk, (session.pk,), by))
    return session


def preview_sessions(
    *, procedure: Procedure, days: dict[int, datetime.date], by: User
) -> SessionsPreview:
    """What a work per day would mean for all classes of its grade in all active schools.

    Args:
        days: the day of each work, by the work's id.
    """
    works = {work.pk: work for work in Work.objects.of_year(procedure.year).filter(pk__in=days)}
    classes = list(_classes_of(procedure, days, by).select_related("school"))
    existing = list(Session.objects.filter(class_group__in=classes).select_related("work__subject"))
    written = {(old.class_group_id, old.work_id) for old in existing if _is_of(old, procedure)}
    wanted = [
        Session(procedure=procedure, school=group.school, work=work, class_group=group, held_on=day)
        for work, day in ((work, days[pk]) for pk, work in works.items())
        for group in classes
        if group.grade == work.grade
    ]
    planned = [new for new in wanted if (new.class_group_id, new.work_id) not in written]
    counts = Counter(session.work_id for session in planned)
    return SessionsPreview(
        planned=planned,
        already=len(wanted) - len(planned),
        conflicts=_conflicts(planned, existing),
        by_work=[(work, days[pk], counts[pk]) for pk, work in works.items()],
    )


@transaction.atomic
def plan_sessions(*, procedure_id: int, days: dict[int, datetime.date], by: User) -> int:
    """Sessions of all classes at once; all or none. Returns how many.

    Raises:
        RuleViolation: outside-procedure, class-busy, nothing-to-plan.
    """
    permissions.check_can_plan_sessions(by)
    # The procedure is locked: the same plan sent twice finds the first one done.
    procedure = Procedure.objects.visible_to(by).select_for_update().get(pk=procedure_id)
    for day in days.values():
        rules.check_day_of_procedure(procedure, day)
    _lock_classes(procedure, days, by)
    preview = preview_sessions(procedure=procedure, days=days, by=by)
    if preview.conflicts:
        raise RuleViolation(
            "class-busy",
            f"В один день два раза пишут классы: {len(preview.conflicts)}. Измените даты.",
        )
    if not preview.planned:
        raise RuleViolation("nothing-to-plan", "Для этих работ нет классов без сессий.")
    Session.objects.bulk_create(preview.planned)
    record_event(action="sessions-planned", target=procedure, by=by, sessions=len(preview.planned))
    planned = tuple(session.pk for session in preview.planned)
    tell_followers(SessionsChange("planned", procedure.pk, planned, by))
    return len(preview.planned)


@transaction.atomic
def change_session(
    *,
    session_id: int,
    version: int,
    held_on: datetime.date,
    starts_at: datetime.time | None,
    room: str,
    observer_seats: int,
    by: User,
) -> Session:
    """Move a session to another day, hour or room.

    Raises:
        RuleViolation: stale, session-not-planned, outside-procedure, class-busy.
    """
    permissions.check_can_plan_sessions(by)
    session = _lock(session_id, by)
    _check_fresh(session, version)
    before = slot_of(session)
    if held_on != before.held_on:
        rules.check_can_move(session)
        session.held_on = held_on
        rules.check_day_of_procedure(session.procedure, held_on)
        rules.check_class_free(session)
    session.starts_at, session.room, session.observer_seats = starts_at, room, observer_seats
    _save(session)
    record_event(
        action="session-changed",
        target=session,
        by=by,
        before=str(before.held_on),
        held_on=str(held_on),
    )
    if slot_of(session) != before:
        _tell("changed", session, by, before)
    return session


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
    tell_followers(SessionsChange(kind, session.procedure_id, (session.pk,), by, before))


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
        starts_at=session.starts_at,
        room=session.room,
        observer_seats=session.observer_seats,
        status=session.status,
        version=F("version") + 1,
    )
    if not changed:
        raise RuleViolation("stale", STALE)
    session.version += 1


def _classes_of(procedure: Procedure, work_ids: Iterable[int], by: User) -> QuerySet[ClassGroup]:
    """The classes that would write these works."""
    return ClassGroup.objects.filter(
        school__in=School.objects.visible_to(by).active(),
        school_year=procedure.school_year,
        grade__in=Work.objects.of_year(procedure.year).filter(pk__in=work_ids).values("grade"),
    )


def _lock_classes(procedure: Procedure, work_ids: Iterable[int], by: User) -> None:
    """Nobody gives one of these classes another work of the day meanwhile."""
    classes = _classes_of(procedure, work_ids, by)
    list(classes.select_for_update().order_by("pk").values_list("pk"))


def _is_of(session: Session, procedure: Procedure) -> bool:
    return session.procedure_id == procedure.pk


def _conflicts(planned: list[Session], existing: list[Session]) -> list[Conflict]:
    """Every class and day with more than one work, old and new together."""
    by_day: dict[tuple[int, datetime.date], list[Session]] = {}
    live = [old for old in existing if old.status != Session.Status.CANCELLED]
    for session in [*live, *planned]:
        by_day.setdefault((session.class_group_id, session.held_on), []).append(session)
    ours = {(session.class_group_id, session.held_on): session for session in planned}
    return [
        Conflict(
            school=str(session.school),
            class_label=session.class_group.label,
            held_on=session.held_on,
            works=", ".join(each.work.subject.name for each in by_day[key]),
        )
        for key, session in ours.items()
        if len(by_day[key]) > 1
    ]
