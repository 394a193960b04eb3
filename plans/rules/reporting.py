"""When a report of execution may be composed and accepted."""

import datetime

from accounts.errors import RuleViolation
from plans.models import ExecutionReport, Plan


def check_report_period(plan: Plan, first: datetime.date, last: datetime.date) -> None:
    """A part of the plan's time; what was put off past its end still belongs to its last days."""
    if last < first:
        raise RuleViolation("period-reversed", "Период заканчивается раньше, чем начинается.")
    if last < plan.period_from or first > plan.period_to:
        raise RuleViolation(
            "period-outside",
            f"План составлен на {plan.period_from:%d.%m.%Y} – {plan.period_to:%d.%m.%Y}, "
            "а период целиком вне этого времени.",
        )


def check_report_is_draft(report: ExecutionReport) -> None:
    if report.accepted_at is not None:
        raise RuleViolation("already-accepted", "Информация уже принята и не меняется.")


def check_same_content(now: str, seen: str) -> None:
    """What is accepted is what its reader saw."""
    if now != seen:
        raise RuleViolation(
            "stale", "Пока вы читали, в исполнении что-то изменилось. Прочитайте ещё раз."
        )
