"""When readings of deadlines may be put right, and what they have to hold."""

from collections.abc import Sequence
from typing import Final

from accounts.errors import RuleViolation
from plans.deadlines import Reading
from plans.deadlines.readings import is_whole
from plans.models import Plan

MOST_READINGS: Final = 20


def check_readings_may_change(plan: Plan) -> None:
    """Readings are not printed, so an approved plan's may be put right; never under signatories."""
    if plan.status not in {Plan.Status.DRAFT, Plan.Status.APPROVED}:
        raise RuleViolation(
            "plan-not-draft", "План на согласовании: исправить прочтение срока пока нельзя."
        )


def check_readings_whole(readings: Sequence[Reading]) -> None:
    if not readings:
        raise RuleViolation("no-readings", "Выберите хотя бы одно прочтение срока.")
    if len(readings) > MOST_READINGS:
        raise RuleViolation("too-many", f"Прочтений не может быть больше {MOST_READINGS}.")
    if not all(is_whole(reading) for reading in readings):
        raise RuleViolation("not-whole", "В прочтении не хватает даты или она не по порядку.")
