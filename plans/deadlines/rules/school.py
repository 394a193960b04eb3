"""Parts of the school year («четверть», «полугодие») and halves of the calendar year."""

from collections.abc import Mapping
from typing import Final

from plans.deadlines.calendar_words import Point
from plans.deadlines.drafts import Draft, Term, day_draft, months_draft, within_draft
from plans.deadlines.readings import UNKNOWN, Reading

Found = Mapping[str, str | None]
QUARTERS_IN_AUTUMN: Final = 2


def quarter_draft(found: Found, first: int, last: int, *, by: bool, term: Term) -> Draft | None:
    """Quarters of a school year; a calendar year is the one the last of them ends in."""
    if not 1 <= first <= last <= 4:
        return None
    quarters = term.quarters

    def build(school_year: int) -> Reading | None:
        end = quarters.end(school_year, last)
        if by:
            return Reading("by", by=end)
        return Reading("within", start=quarters.start(school_year, first), end=end)

    return Draft(build, _school_year(found, 0 if last <= QUARTERS_IN_AUTUMN else 1))


def _school_year(found: Found, later: int) -> int | None:
    if found.get("qs"):
        return int(found["qs"] or 0)
    if found.get("qy"):
        return int(found["qy"] or 0) - later
    return 2000 + int(found["qh"] or 0) - later if found.get("qh") else None


def half_draft(found: Found, first: int, last: int, *, by: bool, term: Term) -> Draft | None:
    """Halves of a year. Of a school year: September to December, January to May.

    Which of the two is meant shows in «учебного года», a calendar year written, or a plan for one
    calendar year; otherwise nobody can tell, and a person is asked.
    """
    if not 1 <= first <= last <= 2:
        return None
    if found.get("qs"):
        begin = int(found["qs"] or 0)
        start = Point(9, 1, begin) if first == 1 else Point(1, 1, begin + 1)
        end = Point(12, 31, begin) if last == 1 else Point(5, 31, begin + 1)
        return day_draft("by", end) if by else within_draft(start, end, lends=False)
    year = None
    if found.get("qy"):
        year = int(found["qy"] or 0)
    elif found.get("qh"):
        year = 2000 + int(found["qh"] or 0)
    elif term.period_from.year == term.period_to.year:
        year = term.period_from.year
    if year is None:
        return Draft(lambda _year: UNKNOWN, 1)
    return months_draft(first * 6 - 5, last * 6, year, by=by)
