"""What the calendar of a procedure allows a school, the committee and the clock."""

import datetime
from collections.abc import Collection, Mapping, Set

from accounts.errors import RuleViolation
from assessments.models import CalendarRow, Procedure, Session, SubjectDraw, Work


def row_of(session: Session) -> CalendarRow | None:
    """The line of the calendar this session was made by."""
    rows = CalendarRow.objects.filter(procedure=session.procedure_id, work=session.work_id)
    return rows.first()


def check_school_may_move(
    session: Session, row: CalendarRow | None, *, today: datetime.date
) -> None:
    if row is None:
        raise RuleViolation(
            "no-window",
            "Для этой работы комитет не открыл окно, поэтому перенести её может только комитет. "
            "Напишите ему, какой день вам нужен и почему.",
        )
    if session.held_on < today:
        raise RuleViolation("session-held", "Работа уже прошла, перенести её может только комитет.")


def check_day_for_school(row: CalendarRow, held_on: datetime.date, *, today: datetime.date) -> None:
    """A school chooses any day of its window that is still to come."""
    if held_on < today:
        raise RuleViolation("day-passed", f"{held_on:%d.%m.%Y} уже прошло. Выберите другой день.")
    if not row.first_on <= held_on <= row.last_on:
        raise RuleViolation(
            "outside-window",
            f"Школа выбирает день с {row.first_on:%d.%m.%Y} по {row.last_on:%d.%m.%Y}. Если нужен "
            "другой день, обратитесь в комитет: он может перенести работу и за пределы окна.",
        )


def check_reason_outside_window(
    row: CalendarRow | None, held_on: datetime.date, reason: str
) -> None:
    """The committee may leave the window, and says why."""
    if row is None or row.first_on <= held_on <= row.last_on or reason.strip():
        return
    raise RuleViolation(
        "no-reason",
        f"{held_on:%d.%m.%Y} вне окна этой работы: {row.first_on:%d.%m.%Y}–{row.last_on:%d.%m.%Y}. "
        "Напишите причину переноса.",
    )


def check_day_not_reserved(session: Session, held_on: datetime.date) -> None:
    """The day of a draw that is still to come belongs to it."""
    rows = CalendarRow.objects.filter(
        procedure=session.procedure_id, work__grade=session.class_group.grade, held_on=held_on
    ).exclude(draw_group="")
    drawn = SubjectDraw.objects.filter(
        procedure=session.procedure_id, grade=session.class_group.grade
    ).values("draw_group")
    row = rows.exclude(draw_group__in=drawn).exclude(work=session.work_id).first()
    if row is not None:
        raise RuleViolation(
            "day-reserved",
            f"{held_on:%d.%m.%Y} этот класс пишет предмет по случайному выбору "
            f"(«{row.draw_group}»). Выберите другой день.",
        )


def why_not_by_calendar(
    session: Session,
    to: datetime.date,
    *,
    window: tuple[datetime.date, datetime.date],
    reserved: Set[tuple[int, datetime.date]],
    today: datetime.date,
) -> tuple[str, str] | None:
    """Code and words, where a session must not go to the new day of the calendar by itself.

    Args:
        window: of the session's own work.
        reserved: grade and day of draws that are still to come.
    """
    first_on, last_on = window
    if session.status != Session.Status.PLANNED:
        return "session-not-planned", "результаты уже загружены"
    if session.held_on < today:
        return "session-held", "работа уже прошла"
    # A session on another day than it was given, and changed since: somebody chose the day.
    if session.held_on != session.calendar_on and session.version > 1:
        outside = "" if first_on <= session.held_on <= last_on else "; он вне нового окна"
        return "moved-by-hand", f"день {session.held_on:%d.%m.%Y} выбран вручную{outside}"
    if to < today:
        return "day-passed", "новый день уже прошёл"
    if not first_on <= to <= last_on:
        return "outside-window", "новый день вне окна этой работы"
    if (session.class_group.grade, to) in reserved:
        return "day-reserved", "в этот день класс пишет предмет по случайному выбору"
    return None


def check_alternative(session: Session, work: Work) -> None:
    """Another level or form of the same subject: «углублённый» instead of «базовый»."""
    same = (work.year, work.grade, work.subject_id) == (
        session.work.year,
        session.work.grade,
        session.work.subject_id,
    )
    if not same:
        raise RuleViolation(
            "other-subject", "Заменить можно только на другую форму или уровень той же работы."
        )


def check_draws_untouched(
    procedure: Procedure, groups: Mapping[tuple[int, str], Collection[int]]
) -> None:
    """What has been drawn stays as it was when it was drawn.

    `groups` are the works of each group the calendar would have, by grade and name.
    """
    for draw in SubjectDraw.objects.filter(procedure=procedure):
        if set(groups.get((draw.grade, draw.draw_group), ())) != set(draw.work_ids):
            raise RuleViolation(
                "already-drawn",
                f"Жеребьёвка «{draw.draw_group}», {draw.grade} класс уже прошла: её работы и "
                "название группы менять нельзя. Окно и день можно.",
            )


def is_draw_due(
    *, held_on: datetime.date, last_on: datetime.date, today: datetime.date, days_before: int
) -> bool:
    """A draw takes place so many days before the sitting; one that was missed, as long as its
    window lasts.

    Source: план-график ВПР, the random subject is told to the school a week before.
    """
    return held_on - datetime.timedelta(days=days_before) <= today <= last_on


def check_works_of_year(procedure: Procedure, work_ids: Collection[int]) -> None:
    wrong = Work.objects.filter(pk__in=work_ids).exclude(year=procedure.year).first()
    if wrong is not None:
        raise RuleViolation("other-year", f"«{wrong}» — работа другого года.")
