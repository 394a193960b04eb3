"""When a plan may be submitted, returned and approved."""

import datetime

from accounts.errors import RuleViolation
from plans.models import Plan


def check_on_review(plan: Plan) -> None:
    """Only what lies before the head is decided on."""
    if plan.status != Plan.Status.REVIEW:
        raise RuleViolation(
            "plan-not-on-review",
            f"План сейчас не на согласовании: {plan.get_status_display()}. Обновите страницу.",
        )


def check_has_activities(activities: int) -> None:
    if not activities:
        raise RuleViolation(
            "no-activities", "В плане нет ни одного мероприятия. Внесите хотя бы одно."
        )


def check_plan_version(plan: Plan, version: int) -> None:
    """A decision is made on the plan its author saw."""
    if plan.version != version:
        raise _stale_decision()


def check_decision_was_written(rows: int) -> None:
    """The conditional write found the plan as it was seen (the database has the last word)."""
    if rows != 1:
        raise _stale_decision()


def _stale_decision() -> RuleViolation:
    return RuleViolation(
        "stale", "Пока вы решали, с планом что-то произошло. Посмотрите его ещё раз."
    )


def check_remarks(comment: str) -> None:
    """Whoever gets the plan back must know what to mend."""
    if not comment.strip():
        raise RuleViolation("no-remarks", "Напишите замечание: что в плане поправить.")


def check_order(number: str, date: datetime.date | None) -> None:
    if not number.strip() or date is None:
        raise RuleViolation("no-order", "Укажите номер и дату приказа об утверждении.")


def check_same_order(
    stamped: tuple[str, datetime.date] | None, number: str, date: datetime.date
) -> None:
    """The stamp of an approved plan names the order that approved it, no other one."""
    if stamped and stamped != (number, date):
        stamped_number, day = stamped
        raise RuleViolation(
            "order-differs",
            f"В грифе плана стоит приказ от {day:%d.%m.%Y} № {stamped_number}. Укажите его "
            "или верните план, чтобы поправили гриф.",
        )
