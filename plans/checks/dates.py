"""Deadlines outside the period, before the approval, not understood, waiting for nothing."""

import datetime
from collections.abc import Iterator

from plans.checks.findings import Checked, CheckedRow, Finding, Severity, check
from plans.deadlines import Reading, is_understood


@check
def outside_the_period(plan: Checked) -> Iterator[Finding]:
    """A written year stands, even outside the period: a slip of the pen, or a plan made late."""
    for row in plan.rows:
        late = [day for day in _days(row) if day > plan.period_to]
        early = [reading for reading in row.readings if _ends(reading, plan.period_from)]
        if early or late:
            day = _due(early[0]) if early else max(late)
            where = "раньше начала" if early else "позже конца"
            text = f"Срок {day:%d.%m.%Y} {where} периода плана ({_period(plan)})."
            yield Finding("outside-period", Severity.WARNING, text, row.key, "deadline")


@check
def before_the_approval(plan: Checked) -> Iterator[Finding]:
    """What was due before the plan was approved could not be done by the plan.

    What is earlier than the period itself has its remark already.
    """
    approved_on = plan.approved_on
    if approved_on is None:
        return
    for row in plan.rows:
        inside = [one for one in row.readings if not _ends(one, plan.period_from)]
        passed = [_due(reading) for reading in inside if _ends(reading, approved_on)]
        if passed:
            text = f"Срок {passed[0]:%d.%m.%Y} прошёл до утверждения плана {approved_on:%d.%m.%Y}."
            yield Finding("before-approval", Severity.WARNING, text, row.key, "deadline")


@check
def not_understood(plan: Checked) -> Iterator[Finding]:
    """Legal, but nobody will be reminded."""
    for row in plan.rows:
        if row.deadline.strip() and not is_understood(row.readings):
            text = "Срок не понят: напоминаний не будет, пока его не уточнят."
            yield Finding("deadline-unknown", Severity.WARNING, text, row.key, "deadline")


@check
def waiting_for_nothing(plan: Checked) -> Iterator[Finding]:
    """«После получения результатов»: somebody has to say which event that is."""
    for row in plan.rows:
        if row.waits_for_nothing:
            what = " и ".join(
                dict.fromkeys(
                    "событие" if reading.kind == "event" else "график"
                    for reading in row.readings
                    if reading.kind in ("event", "schedule")
                )
            )
            text = f"Срок ждёт, но не выбрано чего: свяжите с ним {what}."
            yield Finding("waits-for-nothing", Severity.HINT, text, row.key, "deadline")


def _days(row: CheckedRow) -> list[datetime.date]:
    return [day for one in row.readings for day in (one.on, one.by, one.start, one.end) if day]


def _ends(reading: Reading, before: datetime.date) -> bool:
    return reading.due is not None and reading.due < before


def _due(reading: Reading) -> datetime.date:
    due = reading.due
    assert due is not None  # noqa: S101 - `_ends` has seen it
    return due


def _period(plan: Checked) -> str:
    return f"{plan.period_from:%d.%m.%Y} – {plan.period_to:%d.%m.%Y}"
