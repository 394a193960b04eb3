"""Sums for the pages of the ground floor."""

import datetime

from accounts.retention import kept_kinds, periods_of


def papers_due(committee_id: int, today: datetime.date) -> dict[str, int]:
    """How many records of each kind have been kept long enough and stand in no act."""
    periods = periods_of(committee_id)
    return {
        kind.code: kind.due(periods[kind.code], today).count() if kind.code in periods else 0
        for kind in kept_kinds()
    }
