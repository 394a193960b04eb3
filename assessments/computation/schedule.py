"""Sessions of all schools out of a procedure's calendar: what the job does."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.jobs import record_progress
from accounts.models import Job, User
from assessments.computation.moves import follow_calendar
from assessments.documents.calendar import Sitting, free_day, sittings_of
from assessments.followers import SessionsChange, tell_followers
from assessments.models import Procedure, Session
from assessments.reports.calendar import calendar_of, classes_of
from schools.models import ClassGroup

SCHOOLS_A_BATCH = 100
ROWS_A_STATEMENT = 500


class ScheduleCounts(NamedTuple):
    planned: int
    clashes: int
    moved: int


@dataclass
class Written:
    """What the classes of a batch write already."""

    subjects: set[tuple[int, int]] = field(default_factory=set)  # of this procedure
    days: dict[int, set[datetime.date]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def by(cls, classes: Sequence[ClassGroup], procedure: Procedure) -> "Written":
        found = cls()
        rows = Session.objects.filter(class_group__in=[group.pk for group in classes])
        for group_id, procedure_id, subject_id, day, status in rows.values_list(
            "class_group_id", "procedure_id", "work__subject_id", "held_on", "status"
        ):
            if procedure_id == procedure.pk:
                found.subjects.add((group_id, subject_id))
            if status != Session.Status.CANCELLED:
                found.days[group_id].add(day)
        return found


def make_schedule(
    *, procedure_id: int, shift: bool, today: datetime.date, job: Job
) -> ScheduleCounts:
    """Bring sessions to the days of the calendar and give every class those it lacks.

    A batch of schools at a time. What stands by the calendar already is left as it is, so a job
    that died goes on where it stopped.

    Args:
        shift: put a class that is busy on the day onto the nearest free day of the window.
    """
    procedure = Procedure.objects.get(pk=procedure_id)
    every = sittings_of(calendar_of(procedure))
    sittings = [one for one in every if not one.is_draw]
    reserved = _reserved_days(procedure)
    schools = _schools(procedure, {sitting.grade for sitting in every})
    planned = clashes = moved = 0
    for start in range(0, len(schools), SCHOOLS_A_BATCH):
        batch = schools[start : start + SCHOOLS_A_BATCH]
        with transaction.atomic():
            moved += follow_calendar(procedure, batch, today=today, by=job.started_by)
            made, busy = _plan_batch(
                procedure, sittings, batch, reserved if shift else None, job.started_by
            )
        planned, clashes = planned + made, clashes + busy
        record_progress(job, done=start + len(batch), total=len(schools))
    record_event(
        action="schedule-made",
        target=procedure,
        by=job.started_by,
        sessions=planned,
        clashes=clashes,
        moved=moved,
    )
    return ScheduleCounts(planned, clashes, moved)


def _schools(procedure: Procedure, grades: set[int]) -> list[int]:
    """That have classes of the calendar's grades."""
    classes = classes_of(procedure).filter(grade__in=grades)
    return sorted(set(classes.values_list("school_id", flat=True)))


def _reserved_days(procedure: Procedure) -> dict[int, set[datetime.date]]:
    """Days that a grade keeps for its sittings, those of draws among them."""
    days: dict[int, set[datetime.date]] = defaultdict(set)
    for sitting in sittings_of(calendar_of(procedure)):
        days[sitting.grade].add(sitting.main.held_on)
    return days


def _plan_batch(
    procedure: Procedure,
    sittings: list[Sitting],
    school_ids: list[int],
    reserved: dict[int, set[datetime.date]] | None,
    by: User | None,
) -> tuple[int, int]:
    """A number of queries that depends on neither schools nor classes; returns (made, busy)."""
    grades = {sitting.grade for sitting in sittings}
    mine = classes_of(procedure).filter(school__in=school_ids, grade__in=grades)
    # Locked: nobody gives one of these classes another work of the day meanwhile.
    classes = list(mine.select_for_update(of=("self",)).order_by("pk"))
    written = Written.by(classes, procedure)
    fresh: list[Session] = []
    busy = 0
    for sitting in sittings:
        lacking = [group for group in classes if _lacks(group, sitting, written)]
        for group in lacking:
            day = _day_for(group, sitting, written, reserved)
            if day is None:
                busy += 1
                continue
            written.days[group.pk].add(day)
            fresh.append(_session(procedure, group, sitting, day))
    Session.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
    if fresh:
        planned = tuple(session.pk for session in fresh)
        tell_followers(SessionsChange("planned", procedure.pk, planned, by))
    return len(fresh), busy


def _lacks(group: ClassGroup, sitting: Sitting, written: Written) -> bool:
    return group.grade == sitting.grade and not any(
        (group.pk, subject) in written.subjects for subject in sitting.subject_ids
    )


def _day_for(
    group: ClassGroup,
    sitting: Sitting,
    written: Written,
    reserved: dict[int, set[datetime.date]] | None,
) -> datetime.date | None:
    row, busy = sitting.main, written.days[group.pk]
    if row.held_on not in busy:
        return row.held_on
    if reserved is None:
        return None
    taken = busy | reserved[group.grade]
    return free_day(wanted=row.held_on, first_on=row.first_on, last_on=row.last_on, busy=taken)


def _session(
    procedure: Procedure, group: ClassGroup, sitting: Sitting, day: datetime.date
) -> Session:
    return Session(
        procedure=procedure,
        school_id=group.school_id,
        work_id=sitting.main.work_id,
        class_group=group,
        held_on=day,
        calendar_on=sitting.main.held_on,
        lesson=sitting.main.lesson,
        starts_at=sitting.main.starts_at,
    )
