"""How long before its day a due date is told of."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from plans.deadlines.readings import KINDS, Kind, Reading

# Days by kind of reading: a span of weeks needs more warning than a day after an event.
USUAL_HORIZONS: Final[dict[Kind, int]] = {
    "on": 7,
    "by": 7,
    "within": 14,
    "each": 5,
    "event": 3,
    "schedule": 3,
    "throughout": 14,
}
LONGEST_HORIZON: Final = 60  # days; one told of earlier is only noise
# What `Occurrence.source` begins with, where that alone says the kind of the reading.
SOURCES: Final[dict[str, Kind]] = {
    "each": "each",
    "event": "event",
    "work": "schedule",
    "day": "schedule",
    "schedule": "schedule",
    "period": "throughout",
}


def horizons_of(own: Mapping[str, Any]) -> dict[Kind, int]:
    """The usual horizons with a committee's own; what makes no sense is passed over."""
    known = {
        kind: own[kind]
        for kind in KINDS
        if kind in own and isinstance(own[kind], int) and 0 <= own[kind] <= LONGEST_HORIZON
    }
    return USUAL_HORIZONS | known


def kind_of(source: str, readings: Iterable[Reading]) -> Kind:
    """The kind of the reading that gave a due date; a plain date where that is not known."""
    start, _, day = source.partition(":")
    if start in SOURCES:
        return SOURCES[start]
    known = list(readings)
    dated = (one.kind for one in known if one.due and one.due.isoformat() == day)
    recurring: Kind = "each" if any(one.kind == "each" for one in known) else "by"
    return next(dated, recurring)


class Reminding(NamedTuple):
    """A committee's way of reminding, on one day."""

    today: datetime.date
    next_letter_on: datetime.date  # the next day that is not quiet
    is_quiet: bool = False
    horizons: Mapping[Kind, int] = USUAL_HORIZONS
    escalate_after: int = 5  # days overdue

    def tells_of(self, due_on: datetime.date, kind: Kind) -> bool:
        """Whether the next letter would be too late to tell of this.

        Before quiet days the horizon grows: of what falls due on them, nobody else would tell.
        """
        return due_on < self.next_letter_on + datetime.timedelta(days=self.horizons.get(kind, 0))

    @property
    def farthest(self) -> datetime.date:
        """Nothing due on this day or later is told of."""
        return self.next_letter_on + datetime.timedelta(days=max(self.horizons.values()))

    def is_escalated(self, due_on: datetime.date) -> bool:
        """Overdue for so long that the one who controls is to know."""
        overdue = (self.today - due_on).days
        return overdue > 0 and overdue >= self.escalate_after
