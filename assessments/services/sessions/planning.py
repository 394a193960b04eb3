"""Sessions planned one by one, or by days for all classes."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.followers import SessionsChange, tell_followers
from assessments.models import Procedure, Session, Work
from schools.models import ClassGroup, School


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
    lesson: int | None = None,
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
        lesson=lesson,
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
