"""Periods that a report on execution is mostly asked for, cut to the time of the plan."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from plans.models import Plan
from plans.reports.timetable import MONTHS

QUARTERS = ("I", "II", "III", "IV")
DAY = datetime.timedelta(days=1)


class Choice(NamedTuple):
    label: str
    first: datetime.date
    last: datetime.date


def usual_periods(plan: Plan, *, today: datetime.date) -> list[Choice]:
    """From the shortest to the whole: this month and the last one, quarter, half a year, years.

    Before the plan begins and after it has ended its first and last day stand for today. Of two
    names for the same days the first stays.
    """
    day = min(max(today, plan.period_from), plan.period_to)
    found: dict[tuple[datetime.date, datetime.date], Choice] = {}
    for label, first, last in _around(plan, day):
        cut = Choice(label, max(first, plan.period_from), min(last, plan.period_to))
        if cut.first <= cut.last:
            found.setdefault((cut.first, cut.last), cut)
    return list(found.values())


def _around(plan: Plan, day: datetime.date) -> Iterator[Choice]:
    for months, name in ((1, _month), (3, _quarter), (6, _half)):
        first = _start(day, months)
        before = _start(first - DAY, months)
        yield Choice(name(first), first, _start_of_next(first, months) - DAY)
        yield Choice(name(before), before, first - DAY)
    school = day.year if day.month >= 9 else day.year - 1
    yield Choice(
        f"{school}/{(school + 1) % 100:02} учебный год",
        datetime.date(school, 9, 1),
        datetime.date(school + 1, 8, 31),
    )
    yield Choice(f"{day.year} год", datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31))
    yield Choice("с начала плана", plan.period_from, day)
    yield Choice("весь план", plan.period_from, plan.period_to)


def _start(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month, the quarter (3) or the half of the calendar year (6)."""
    return datetime.date(day.year, (day.month - 1) // months * months + 1, 1)


def _start_of_next(first: datetime.date, months: int) -> datetime.date:
    years, month = divmod(first.month - 1 + months, 12)
    return datetime.date(first.year + years, month + 1, 1)


def _month(first: datetime.date) -> str:
    return f"{MONTHS[first.month - 1]} {first.year}"


def _quarter(first: datetime.date) -> str:
    return f"{QUARTERS[first.month // 3]} квартал {first.year}"


def _half(first: datetime.date) -> str:
    return f"{QUARTERS[first.month // 6]} полугодие {first.year}"
