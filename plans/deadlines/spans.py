"""The dates of a reading inside the period of its plan, each with a key that never changes."""

import calendar
import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from plans.deadlines.quarters import USUAL_QUARTERS, SchoolQuarters
from plans.deadlines.readings import Every, Reading

DAY: Final = datetime.timedelta(days=1)


class Span(NamedTuple):
    """`key` names the span of a recurrence («2026-10», «2026-W41», «2026-Q4»); else empty."""

    key: str
    due: datetime.date


def spans(
    reading: Reading,
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
) -> list[Span]:
    """When a reading falls due, before due dates move off days that are not worked.

    A recurrence falls due on the last day (or the named day) of each of its spans inside the
    plan's period; a written date stands, even outside of it. Readings without dates have none.
    """
    if reading.kind != "each" or reading.every is None:
        return [Span("", reading.due)] if reading.due else []
    first = max(period_from, reading.start or period_from)
    last = min(period_to, reading.end or period_to)
    if last < first:
        return []
    if reading.every == "school_quarter":
        found = quarters.between(first, last)
        return [Span(f"{year}-C{number}", due) for year, number, due in found]
    made = EACH[reading.every](reading.day, first, last)
    return [span for span in made if first <= span.due <= last]


def due_dates(
    readings: Iterable[Reading],
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
) -> list[datetime.date]:
    """All dates that can be computed now, each once, in order."""
    found = {
        span.due
        for reading in readings
        for span in spans(reading, period_from, period_to, quarters)
    }
    return sorted(found)


def last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _named(year: int, month: int, day: int | None) -> datetime.date:
    """The named day of a month; in a shorter month, and where none is named, its last one."""
    last = last_day(year, month)
    return last.replace(day=min(day, last.day)) if day else last


def _months(first: datetime.date, last: datetime.date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _weeks(day: int | None, first: datetime.date, last: datetime.date) -> Iterator[Span]:
    ahead = ((day or 7) - first.isoweekday()) % 7
    for number in range(first.toordinal() + ahead, last.toordinal() + 1, 7):
        due = datetime.date.fromordinal(number)
        year, week, _ = due.isocalendar()
        yield Span(f"{year}-W{week:02}", due)


def _each_month(day: int | None, first: datetime.date, last: datetime.date) -> Iterator[Span]:
    for year, month in _months(first, last):
        yield Span(f"{year}-{month:02}", _named(year, month, day))


def _of_months(length: int, letter: str) -> "Spans":
    """Spans of several months. A named day is one of the month that follows the span.

    That is how reports are due: «ежеквартально … до 10 числа следующего месяца» (правила
    исполнительской дисциплины).
    """

    def each(day: int | None, first: datetime.date, last: datetime.date) -> Iterator[Span]:
        for year, month in _months(first, last):
            if day is None and month % length == 0:
                yield Span(_key(year, month, length, letter), last_day(year, month))
            elif day is not None and month % length == 1:
                before = (year, month - 1) if month > 1 else (year - 1, 12)
                yield Span(_key(*before, length, letter), _named(year, month, day))

    return each


def _key(year: int, month: int, length: int, letter: str) -> str:
    return f"{year}-{letter}{(month - 1) // length + 1}" if letter else f"{year}"


Spans = Callable[[int | None, datetime.date, datetime.date], Iterator[Span]]
EACH: Final[dict[Every, Spans]] = {
    "week": _weeks,
    "month": _each_month,
    "quarter": _of_months(3, "Q"),
    "half_year": _of_months(6, "H"),
    "year": _of_months(12, ""),
}
