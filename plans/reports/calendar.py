"""A committee's calendar of deadlines as its page shows it."""

import datetime
from typing import NamedTuple

from plans.models import CalendarDay, PlanSettings
from plans.reports.working_days import public_days, quarters_of

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


class DayLine(NamedTuple):
    """A day that is not as its weekday says; `own` is the committee's word on it."""

    day: datetime.date
    name: str
    is_working: bool
    own: CalendarDay | None = None

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


class YearOfQuarters(NamedTuple):
    school_year: int
    ends: dict[int, datetime.date]

    @property
    def name(self) -> str:
        return f"{self.school_year}/{(self.school_year + 1) % 100:02}"


def settings_of(committee_id: int) -> PlanSettings:
    """Kept or the defaults. One query."""
    kept = PlanSettings.objects.select_related("changed_by__person")
    return kept.filter(committee_id=committee_id).first() or PlanSettings()


def days_of_year(committee_id: int, year: int) -> list[DayLine]:
    """Holidays, transferred days and the committee's own, by date. One query."""
    country = public_days(year)
    lines = {day: DayLine(day, name, is_working=False) for day, name in country.off.items()}
    lines |= {
        day: DayLine(day, "Рабочий день вместо перенесённого", is_working=True)
        for day in country.worked
    }
    for own in CalendarDay.objects.filter(committee_id=committee_id, day__year=year):
        known = lines.get(own.day)
        name = own.name or (known.name if known else "День комитета")
        lines[own.day] = DayLine(own.day, name, own.is_working, own)
    return [lines[day] for day in sorted(lines)]


def quarter_years(committee_id: int, school_years: range) -> list[YearOfQuarters]:
    """One query."""
    quarters = quarters_of(committee_id)
    return [
        YearOfQuarters(year, {number: quarters.end(year, number) for number in range(1, 5)})
        for year in school_years
    ]
