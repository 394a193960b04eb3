"""What a committee's calendar of deadlines may say."""

import datetime
import itertools
from collections.abc import Mapping

from accounts.errors import RuleViolation


def check_quarters_in_order(school_year: int, ends: Mapping[int, datetime.date]) -> None:
    """Four last days, one after the other, all inside the school year."""
    first, last = datetime.date(school_year, 9, 1), datetime.date(school_year + 1, 8, 31)
    days = [ends[number] for number in sorted(ends)]
    named = f"{school_year}/{(school_year + 1) % 100:02} учебный год"
    if any(not first <= day <= last for day in days):
        raise RuleViolation(
            "outside-year",
            f"{named}: четверть заканчивается между {first:%d.%m.%Y} и {last:%d.%m.%Y}.",
        )
    if any(later <= day for day, later in itertools.pairwise(days)):
        raise RuleViolation("not-in-order", f"{named}: четверти идут одна за другой.")


def check_moving_explained(source: str) -> None:
    if not source.strip():
        raise RuleViolation("no-source", "Назовите основание: документ или правило комитета.")
