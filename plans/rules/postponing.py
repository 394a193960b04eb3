"""When a due date may be put off, and who may agree to it."""

import datetime

from accounts.errors import RuleViolation
from accounts.models import User
from plans.models import Occurrence, Plan, Postponement

# A year past the plan's end is a slip of the pen («2126»), not a new date.
FURTHEST = datetime.timedelta(days=366)


def check_is_open(occurrence: Occurrence) -> None:
    if not occurrence.is_open:
        raise RuleViolation(
            "already-settled",
            f"Здесь уже отмечено: {occurrence.get_state_display()}. Переносить нечего.",
        )


def check_none_waits(waiting: int) -> None:
    if waiting:
        raise RuleViolation("already-asked", "Перенос уже запрошен и ждёт решения.")


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите причину переноса: её увидит комитет.")


def check_new_date(
    occurrence: Occurrence, due_after: datetime.date, *, plan: Plan, today: datetime.date
) -> None:
    """Later than the date that counts now, not in the past, not long after the plan's end."""
    if due_after <= occurrence.due_on:
        raise RuleViolation(
            "not-later", f"Новый срок должен быть позже нынешнего, {occurrence.due_on:%d.%m.%Y}."
        )
    if due_after < today:
        raise RuleViolation("in-the-past", "Новый срок уже прошёл. Выберите день впереди.")
    if due_after > plan.period_to + FURTHEST:
        raise RuleViolation(
            "too-far",
            f"План кончается {plan.period_to:%d.%m.%Y}, а новый срок позже больше чем на год. "
            "Проверьте год.",
        )


def check_waits(postponement: Postponement) -> None:
    if postponement.decision != Postponement.Decision.ASKED:
        raise RuleViolation(
            "already-decided",
            f"Решение уже принято: перенос {postponement.get_decision_display()}.",
        )


def check_not_asker(postponement: Postponement, user: User) -> None:
    """Whoever asks does not agree with themselves."""
    if postponement.asked_by_id == user.pk:
        raise RuleViolation(
            "own-request", "Перенос согласует не тот, кто его попросил. Передайте коллеге."
        )


def check_same_date(occurrence: Occurrence, postponement: Postponement) -> None:
    """The date was not moved meanwhile (an event was recorded, a session was moved)."""
    if occurrence.due_on != postponement.due_before:
        raise RuleViolation(
            "date-changed",
            f"Пока запрос ждал, срок стал другим: {occurrence.due_on:%d.%m.%Y}. "
            "Отклоните запрос и попросите новый.",
        )


def check_refusal_explained(remark: str) -> None:
    if not remark.strip():
        raise RuleViolation("no-remark", "Напишите, почему перенос отклонён.")
