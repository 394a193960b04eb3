"""Dates whose year is still to be found: written further on, or inside the plan's period."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from plans.deadlines.calendar_words import Point, date_of
from plans.deadlines.quarters import SchoolQuarters
from plans.deadlines.readings import UNKNOWN, Reading
from plans.deadlines.spans import last_day


class Term(NamedTuple):
    """The plan's period and the school's quarters: all that a wording's meaning depends on."""

    period_from: datetime.date
    period_to: datetime.date
    quarters: SchoolQuarters


@dataclass(frozen=True)
class Draft:
    """`build` gives the reading for the year it begins in; None where no such day exists.

    `first` and `last` are month and day, to see whether a list or a range goes past New Year.
    `lends` says that a year written here counts for what stands before it in a list («июнь, август
    2023»); `borrows`, that a missing one may come from there.
    """

    build: Callable[[int], Reading | None]
    year: int | None
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    lends: bool = False
    borrows: bool = False

    @property
    def wraps(self) -> bool:
        return self.last < self.first

    def resolved(self, term: Term) -> Reading:
        if self.year is not None:
            return self.build(self.year) or UNKNOWN
        inside = self.inside(term)
        return inside[0] if len(inside) == 1 else UNKNOWN

    def inside(self, term: Term) -> list[Reading]:
        """Readings in the plan's period, one for each year that fits.

        A month without a year takes the year in which it falls inside the period; a range that
        goes past New Year, the year in which it begins there. Several are no answer: ask a person.
        """
        years = range(max(term.period_from.year - 1, 1), min(term.period_to.year + 1, 9998) + 1)
        built = [reading for reading in map(self.build, years) if reading]
        whole = [one for one in built if _is_inside(one, term)]
        if whole:
            return whole
        return [one for one in built if _touches(one, term, begins=self.wraps)]


def _ends(reading: Reading) -> tuple[datetime.date, datetime.date]:
    last = reading.end or reading.due or datetime.date.max
    return reading.start or last, last


def _is_inside(reading: Reading, term: Term) -> bool:
    first, last = _ends(reading)
    return term.period_from <= first and last <= term.period_to


def _touches(reading: Reading, term: Term, *, begins: bool) -> bool:
    first, last = _ends(reading)
    if begins:
        return term.period_from <= first <= term.period_to
    return first <= term.period_to and last >= term.period_from


DayKind = Literal["on", "by"]


def day_draft(kind: DayKind, point: Point, *, lends: bool = False) -> Draft:
    """One day, or the last day of a month."""

    def build(year: int) -> Reading | None:
        day = end_of(point, year)
        if day is None:
            return None
        return Reading("on", on=day) if kind == "on" else Reading("by", by=day)

    return Draft(
        build,
        point.year,
        point.first,
        point.last,
        lends=lends and point.year is not None,
        borrows=point.year is None,
    )


def within_draft(start: Point, end: Point, *, lends: bool = True) -> Draft:
    """From a day or month to a day or month; a year written at one end counts for the other."""
    wraps = end.last < start.first
    year = start.year
    if year is None and end.year is not None:
        year = end.year - 1 if wraps else end.year

    def build(begin: int) -> Reading | None:
        finish = end.year if end.year is not None else begin + (1 if wraps else 0)
        first, last = start_of(start, begin), end_of(end, finish)
        if first is None or last is None or last < first:
            return None
        return Reading("within", start=first, end=last)

    return Draft(
        build,
        year,
        start.first,
        end.last,
        lends=lends and year is not None,
        borrows=year is None,
    )


def months_draft(first: int, last: int, year: int | None, *, by: bool = False) -> Draft:
    """A quarter or half of a calendar year; `by` for its end only."""
    if by:
        return day_draft("by", Point(last, None, year))
    return within_draft(Point(first, None, year), Point(last, None, year))


def start_of(point: Point, year: int) -> datetime.date | None:
    return date_of(year, point.month, point.day or 1)


def end_of(point: Point, year: int) -> datetime.date | None:
    if point.day is not None:
        return date_of(year, point.month, point.day)
    return last_day(year, point.month) if 1 <= year <= LAST_YEAR else None


LAST_YEAR: Final = 9999
