"""Quarters of the school year («четверть»): an editable table with usual last days."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

# Day and month of the last day of each quarter where a committee says nothing else.
USUAL_ENDS: Final = {1: (27, 10), 2: (29, 12), 3: (23, 3), 4: (26, 5)}
YEAR_BEGINS: Final = (1, 9)


@dataclass(frozen=True)
class SchoolQuarters:
    """Last days of the quarters; `ends` holds those that differ from the usual ones.

    Its keys are the year of the September a school year begins in, and the quarter's number.
    """

    ends: Mapping[tuple[int, int], datetime.date] = field(default_factory=dict)

    def end(self, school_year: int, number: int) -> datetime.date:
        known = self.ends.get((school_year, number))
        if known is not None:
            return known
        day, month = USUAL_ENDS[number]
        return datetime.date(school_year + (1 if month < YEAR_BEGINS[1] else 0), month, day)

    def start(self, school_year: int, number: int) -> datetime.date:
        """The day after the quarter before: holidays between quarters are nobody's deadline."""
        if number == 1:
            return datetime.date(school_year, YEAR_BEGINS[1], YEAR_BEGINS[0])
        return self.end(school_year, number - 1) + datetime.timedelta(days=1)

    def between(
        self, first: datetime.date, last: datetime.date
    ) -> Iterator[tuple[int, int, datetime.date]]:
        """School year, number and last day of each quarter that ends in these days."""
        for school_year in range(max(first.year - 1, 1), min(last.year, 9998) + 1):
            for number in USUAL_ENDS:
                end = self.end(school_year, number)
                if first <= end <= last:
                    yield school_year, number, end


USUAL_QUARTERS: Final = SchoolQuarters()
