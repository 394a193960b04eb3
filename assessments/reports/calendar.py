"""What a calendar means for the schools: how many sessions, where classes are busy."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.db.models import QuerySet

from assessments.documents.calendar import CalendarDraft, Sitting, free_day, shifted, sittings_of
from assessments.models import CalendarRow, Procedure, Session, SubjectDraw, Work
from schools.models import ClassGroup

CLASHES_SHOWN = 50


class Clash(NamedTuple):
    """A class that writes something else on the day of a sitting."""

    class_group: ClassGroup
    wanted: str
    held_on: datetime.date
    stands: str
    free_on: datetime.date | None


class SittingPlan(NamedTuple):
    """A sitting with the classes that have it, lack it, or cannot have it on its day."""

    sitting: Sitting
    already: int
    missing: int
    clashes: int

    @property
    def to_plan(self) -> int:
        return self.missing - self.clashes


class SchedulePreview(NamedTuple):
    """What the schedule would become; nothing is saved."""

    plans: list[SittingPlan]
    draws: list[tuple[Sitting, SubjectDraw | None]]
    clashes: list[Clash]

    @property
    def to_plan(self) -> int:
        return sum(plan.to_plan for plan in self.plans)

    @property
    def clash_count(self) -> int:
        return sum(plan.clashes for plan in self.plans)


def calendar_of(procedure: Procedure) -> list[CalendarDraft]:
    return [
        draft_of_row(row) for row in CalendarRow.objects.filter(procedure=procedure).for_table()
    ]


def draft_of_row(row: CalendarRow) -> CalendarDraft:
    return CalendarDraft(
        work_id=row.work_id,
        grade=row.work.grade,
        subject_id=row.work.subject_id,
        label=str(row.work),
        first_on=row.first_on,
        last_on=row.last_on,
        held_on=row.held_on,
        level=row.work.level,
        form=row.work.form,
        lesson=row.lesson,
        starts_at=row.starts_at,
        group=row.draw_group,
    )


def calendar_of_last_year(procedure: Procedure) -> list[CalendarDraft]:
    """A proposal: last year's lines for the works of this year, in its weeks and on its weekdays.

    Empty where last year had no such procedure or its works have no counterpart now.
    """
    before = Procedure.objects.filter(
        committee=procedure.committee_id,
        kind=procedure.kind,
        title=procedure.title,
        year=procedure.year - 1,
    ).first()
    if before is None:
        return []
    works = {_key(work): work for work in Work.objects.of_year(procedure.year)}
    # Whole weeks, so that a Tuesday stays a Tuesday.
    days = round((procedure.starts_on - before.starts_on).days / 7) * 7
    lent = CalendarRow.objects.filter(procedure=before).for_table()
    return [
        shifted(
            replace(draft_of_row(row), work_id=work.pk, label=str(work)),
            days=days,
            starts_on=procedure.starts_on,
            ends_on=procedure.ends_on,
        )
        for row in lent
        if (work := works.get(_key(row.work))) is not None
    ]


def _key(work: Work) -> tuple[int, int, str, int]:
    return work.grade, work.subject_id, work.level, work.form


def classes_of(procedure: Procedure) -> QuerySet[ClassGroup]:
    """Of the working schools of the committee, in the procedure's school year."""
    return ClassGroup.objects.filter(
        school__committee_id=procedure.committee_id,
        school__is_active=True,
        school_year=procedure.school_year,
    )


def preview_schedule(procedure: Procedure) -> SchedulePreview:
    """Two counts a sitting, however many schools there are."""
    sittings = sittings_of(calendar_of(procedure))
    draws = {
        (draw.grade, draw.draw_group): draw
        for draw in SubjectDraw.objects.filter(procedure=procedure)
    }
    plain = [sitting for sitting in sittings if not sitting.is_draw]
    return SchedulePreview(
        plans=[_plan(procedure, sitting) for sitting in plain],
        draws=[
            (sitting, draws.get((sitting.grade, sitting.group)))
            for sitting in sittings
            if sitting.is_draw
        ],
        clashes=_clashes(procedure, sittings),
    )


def _plan(procedure: Procedure, sitting: Sitting) -> SittingPlan:
    classes = classes_of(procedure).filter(grade=sitting.grade)
    missing = _lacking(procedure, sitting)
    total, lacking = classes.count(), missing.count()
    return SittingPlan(sitting, total - lacking, lacking, _busy(missing, sitting).count())


def _lacking(procedure: Procedure, sitting: Sitting) -> QuerySet[ClassGroup]:
    """Classes without a session of this subject; a cancelled one was somebody's decision."""
    # A list of classes, not a question for each of them: databases answer it in one pass.
    has = Session.objects.filter(
        procedure=procedure, work__grade=sitting.grade, work__subject__in=sitting.subject_ids
    )
    classes = classes_of(procedure).filter(grade=sitting.grade)
    return classes.exclude(pk__in=has.order_by().values("class_group"))


def _busy(classes: QuerySet[ClassGroup], sitting: Sitting) -> QuerySet[ClassGroup]:
    that_day = Session.objects.live().filter(held_on=sitting.main.held_on)
    return classes.filter(pk__in=that_day.order_by().values("class_group"))


def _clashes(procedure: Procedure, sittings: list[Sitting]) -> list[Clash]:
    """The first of them in full, each with a free day of its window."""
    found: list[tuple[Sitting, ClassGroup]] = []
    for sitting in sittings:
        if sitting.is_draw or len(found) >= CLASHES_SHOWN:
            continue
        busy = _busy(_lacking(procedure, sitting), sitting).select_related("school")
        rows = busy.order_by("school__sort_key", "letter")[: CLASHES_SHOWN - len(found)]
        found += [(sitting, group) for group in rows]
    written = _written([group for _, group in found])
    return [_clash(sitting, group, sittings, written[group.pk]) for sitting, group in found]


def _written(classes: Iterable[ClassGroup]) -> dict[int, dict[datetime.date, str]]:
    """What each class writes on which day."""
    days: dict[int, dict[datetime.date, str]] = defaultdict(dict)
    sessions = Session.objects.live().filter(class_group__in=list(classes))
    for session in sessions.select_related("work__subject", "procedure"):
        days[session.class_group_id][session.held_on] = (
            f"{session.work.subject}, {session.procedure}"
        )
    return days


def days_of_classes(classes: Iterable[ClassGroup]) -> dict[int, set[datetime.date]]:
    """The days on which each class writes something."""
    days: dict[int, set[datetime.date]] = defaultdict(set)
    sessions = Session.objects.live().filter(class_group__in=list(classes))
    for group_id, day in sessions.values_list("class_group_id", "held_on"):
        days[group_id].add(day)
    return days


def _clash(
    sitting: Sitting,
    group: ClassGroup,
    sittings: list[Sitting],
    written: dict[datetime.date, str],
) -> Clash:
    day = sitting.main.held_on
    others = {one.main.held_on for one in sittings if one.grade == sitting.grade}
    free = free_day(
        wanted=day,
        first_on=sitting.main.first_on,
        last_on=sitting.main.last_on,
        busy={*written, *others},
    )
    return Clash(group, sitting.label, day, written.get(day, ""), free)
