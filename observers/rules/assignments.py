"""What may be done with an assignment and an act."""

import datetime

from accounts.errors import RuleViolation
from assessments.models import Session
from observers.models import Assignment, ObservationAct, Observer


def check_reason_given(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите причину: она останется в журнале решений.")


def check_can_withdraw(assignment: Assignment, *, has_act: bool) -> None:
    if assignment.withdrawn_at is not None:
        raise RuleViolation("already-withdrawn", "Это назначение уже снято.")
    if has_act:
        raise RuleViolation("act-exists", "По этому назначению сдан акт, снять его нельзя.")


def check_can_deactivate(observer: Observer, *, today: datetime.date) -> None:
    """First a replacement, then the farewell: no session is left uncovered unseen."""
    upcoming = Assignment.objects.upcoming(today).without_act().filter(observer=observer).count()
    if upcoming:
        raise RuleViolation(
            "has-assignments",
            f"Впереди есть назначения: {upcoming}. Сначала замените наблюдателя в них.",
        )


def check_awaits_act(assignment: Assignment, *, has_act: bool, today: datetime.date) -> None:
    """An act is written from the day of the session on, once."""
    if assignment.withdrawn_at is not None:
        raise RuleViolation("already-withdrawn", "Назначение снято, акт не нужен.")
    if assignment.session.status == Session.Status.CANCELLED:
        raise RuleViolation("session-cancelled", "Сессия отменена, акт не нужен.")
    if has_act:
        raise RuleViolation("act-exists", "Акт уже сдан, изменить его нельзя.")
    if assignment.session.held_on > today:
        raise RuleViolation(
            "session-not-held", f"Акт заполняют с {assignment.session.held_on:%d.%m.%Y}."
        )


def check_hours(started_at: datetime.time, ended_at: datetime.time) -> None:
    if ended_at <= started_at:
        raise RuleViolation("ends-before-start", "Окончание должно быть позже начала.")


def check_verdict(*, no_violations: bool, broken: int, remarks: str) -> None:
    """Either «нарушений не выявлено» or at least one violation named, never both.

    Source: rules of filling form 18-МАШ of ГИА (public observer's act), taken over for ВПР.
    """
    if no_violations and broken:
        raise RuleViolation(
            "clean-with-violations",
            f"Выбрано «нарушений не выявлено», но отмечены пункты: {broken}. Оставьте что-то одно.",
        )
    if not no_violations and not broken and not remarks.strip():
        raise RuleViolation(
            "no-violation-named",
            "Отметьте хотя бы один пункт, который не соблюдался, или опишите нарушение словами.",
        )


def check_can_be_supplemented(act: ObservationAct, *, known: int | None, participants: int) -> None:
    """A number for the reconciliation: of those who wrote, from one who watched them write.

    Args:
        known: the number of this act that is compared now, if there is one.
    """
    if act.assignment.session.status == Session.Status.CANCELLED:
        raise RuleViolation("session-cancelled", "Сессия отменена, сверять нечего.")
    if act.stage != ObservationAct.Stage.CONDUCT:
        raise RuleViolation(
            "nobody-counted",
            f"Наблюдали не за работой в аудитории, а за другим этапом: "
            f"{act.get_stage_display()}. Участников там не считают.",
        )
    if known == participants:
        raise RuleViolation("same-number", f"В сверке уже стоит это число: {participants}.")
