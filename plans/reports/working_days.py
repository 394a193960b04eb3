"""A committee's calendar out of the database: school quarters, working days, the moving rule."""

import datetime
from functools import lru_cache
from typing import NamedTuple

import holidays

from plans.deadlines import SchoolQuarters, WorkingDays
from plans.models import CalendarDay, Plan, PlanSettings, SchoolQuarter


class Term(NamedTuple):
    """What the dates of a plan's deadlines depend on, in the order `plans.deadlines` asks for."""

    period_from: datetime.date
    period_to: datetime.date
    quarters: SchoolQuarters


def term_of(plan: Plan) -> Term:
    """One query."""
    return Term(plan.period_from, plan.period_to, quarters_of(plan.committee_id))


def quarters_of(committee_id: int) -> SchoolQuarters:
    """The usual quarters with the committee's own last days. One query."""
    changed = SchoolQuarter.objects.filter(committee_id=committee_id)
    return SchoolQuarters({(one.school_year, one.number): one.ends_on for one in changed})


def working_days_of(
    committee_id: int, period_from: datetime.date, period_to: datetime.date
) -> WorkingDays:
    """Working days of these days and a year around them. One query.

    Public holidays and their transfers come from the country's calendar; the committee's own
    days win over them.
    """
    years = range(max(period_from.year - 1, 1), min(period_to.year + 2, 9999))
    own = CalendarDay.objects.filter(
        committee_id=committee_id, day__year__gte=years[0], day__year__lte=years[-1]
    )
    found = [public_days(year) for year in years]
    return WorkingDays.of(
        non_working={day for year in found for day in year.off},
        worked={day for year in found for day in year.worked},
        overrides={one.day: one.is_working for one in own},
    )


def moving_of(committee_id: int) -> str:
    """Where the committee moves due dates that fall on days off. One query."""
    settings = PlanSettings.objects.filter(committee_id=committee_id).only("moving").first()
    return settings.moving if settings else PlanSettings.Moving.PRECEDING


class PublicDays(NamedTuple):
    """Holidays and transferred days off by name, and the weekend days worked instead."""

    off: dict[datetime.date, str]
    worked: frozenset[datetime.date]


@lru_cache(maxsize=64)
def public_days(year: int) -> PublicDays:
    """Days off and worked weekends of Russia, as the government's decrees of that year have them.

    A year for which no decree is known has the holidays of article 112 of the Labour Code only.
    """
    known = holidays.country_holidays("RU", years=year, language="ru")
    worked = frozenset(day for day in known.weekend_workdays if day.year == year)
    return PublicDays(off=dict(sorted(known.items())), worked=worked)
