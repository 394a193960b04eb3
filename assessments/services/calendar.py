"""Decisions about the calendar of a procedure and the schedule made of it."""

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import Job, User
from accounts.services import do_at_once, start_job
from assessments import permissions, rules
from assessments.documents.calendar import CalendarDraft, faults_of_part, sittings_of
from assessments.models import CalendarRow, Procedure
from assessments.reports.calendar import calendar_of, preview_schedule
from assessments.reports.moves import preview_moves
from assessments.rules import schedule
from assessments.tasks import MAKE_SCHEDULE

# So many sessions are made while the person waits; more of them by a worker.
AT_ONCE = 1000


@transaction.atomic
def save_calendar(
    *,
    procedure_id: int,
    version: int,
    draw_unit: str,
    rows: Sequence[CalendarDraft],
    work_ids: Collection[int] | None = None,
    by: User,
) -> bool:
    """Put the calendar in the place of the former one; True if it differed.

    Sessions that stand already do not move before the schedule is made anew.

    Args:
        work_ids: what `rows` are about; lines of other works stay. None: of the whole calendar.

    Raises:
        RuleViolation: stale, calendar-faulty, other-year, already-drawn.
    """
    permissions.check_can_plan_sessions(by)
    procedure = Procedure.objects.visible_to(by).select_for_update().get(pk=procedure_id)
    rules.check_procedure_is_fresh(procedure, version)
    before = calendar_of(procedure)
    others = [row for row in before if work_ids is not None and row.work_id not in work_ids]
    whole = [*others, *rows]
    faults = faults_of_part(rows, others, starts_on=procedure.starts_on, ends_on=procedure.ends_on)
    if faults:
        raise RuleViolation("calendar-faulty", " ".join(fault.problem for fault in faults))
    groups = {
        (one.grade, one.group): [row.work_id for row in one.rows]
        for one in sittings_of(whole)
        if one.is_draw
    }
    schedule.check_draws_untouched(procedure, groups)
    schedule.check_works_of_year(procedure, [row.work_id for row in rows])
    if set(whole) == set(before) and draw_unit == procedure.draw_unit:
        return False
    kept = [row.work_id for row in others]
    CalendarRow.objects.filter(procedure=procedure).exclude(work__in=kept).delete()
    CalendarRow.objects.bulk_create(_row(procedure, row) for row in rows)
    procedure.draw_unit, procedure.version = draw_unit, procedure.version + 1
    procedure.save()
    record_event(action="calendar-saved", target=procedure, by=by, works=len(whole))
    return True


def _row(procedure: Procedure, row: CalendarDraft) -> CalendarRow:
    return CalendarRow(
        procedure=procedure,
        work_id=row.work_id,
        first_on=row.first_on,
        last_on=row.last_on,
        held_on=row.held_on,
        lesson=row.lesson,
        starts_at=row.starts_at,
        draw_group=row.group,
    )


def make_schedule(*, procedure_id: int, shift: bool, today: datetime.date, by: User) -> Job:
    """Bring sessions to the new days of the calendar and give all classes those they lack.

    The job says how many of each.

    Args:
        shift: put a class that is busy on the day onto the nearest free day of the window.

    Raises:
        RuleViolation: nothing-to-plan, schedule-running.
    """
    permissions.check_can_plan_sessions(by)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    preview, moves = preview_schedule(procedure), preview_moves(procedure, today)
    count = preview.to_plan + (preview.clash_count if shift else 0) + moves.total
    if not count:
        raise RuleViolation(
            "nothing-to-plan", "Для работ календаря нет классов без сессий, и переносить нечего."
        )
    begin = do_at_once if count <= AT_ONCE else start_job
    job = begin(
        kind=MAKE_SCHEDULE,
        unique_key=f"{MAKE_SCHEDULE}:{procedure.pk}",
        by=by,
        args={"procedure_id": procedure.pk, "shift": shift, "today": today.isoformat()},
    )
    if job is None:
        raise RuleViolation("schedule-running", "Расписание уже составляется. Подождите минуту.")
    return job
