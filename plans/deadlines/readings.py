"""What was understood of a deadline, in the shape kept beside its wording."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

Kind = Literal["on", "by", "within", "each", "throughout", "event", "schedule", "unknown"]
Every = Literal["week", "month", "quarter", "school_quarter", "half_year", "year"]
Unit = Literal["day", "working_day"]
Direction = Literal["before", "after", "on"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
EVERY: Final[tuple[Every, ...]] = get_args(Every)
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)

DATES: Final = ("on", "by", "start", "end")
LONGEST_OFFSET: Final = 366  # days from an event; longer ones are slips of the pen


@dataclass(frozen=True)
class Reading:
    """One thing understood; members that do not apply are None.

    `day` belongs to `each`: the day of the month, for a week 1 (Monday) to 7. `start` and `end`
    of an `each` bound it («ежемесячно с октября по май»); without them it lasts the whole plan.
    `offset` belongs to `event`: how many units before or after; 0 is the event itself.
    """

    kind: Kind
    on: datetime.date | None = None
    by: datetime.date | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    every: Every | None = None
    day: int | None = None
    offset: int | None = None
    unit: Unit | None = None
    direction: Direction | None = None

    @property
    def due(self) -> datetime.date | None:
        """The one date of a reading that has one; `spans` knows all dates of all readings."""
        if self.kind == "each":
            return None
        return self.on or self.by or self.end

    def as_json(self) -> dict[str, Any]:
        """ISO dates, members that do not apply left out; an event always names its unit."""
        data: dict[str, Any] = {"kind": self.kind}
        for name in DATES:
            value: datetime.date | None = getattr(self, name)
            if value is not None:
                data[name] = value.isoformat()
        if self.every is not None:
            data["every"] = self.every
        if self.day is not None:
            data["day"] = self.day
        if self.kind == "event":
            data |= {
                "offset": self.offset or 0,
                "unit": self.unit,
                "direction": self.direction or "on",
            }
        return data


UNKNOWN: Final = Reading("unknown")
THROUGHOUT: Final = Reading("throughout")
SCHEDULE: Final = Reading("schedule")


def event(direction: Direction = "on", offset: int = 0, unit: Unit | None = None) -> Reading:
    return Reading("event", offset=offset, unit=unit, direction=direction)


def reading_from_json(data: dict[str, Any]) -> Reading:
    """The way back from `as_json`; what makes no sense is `unknown`, never an error."""
    try:
        reading = _parsed(data)
    except (AttributeError, TypeError, ValueError):
        return UNKNOWN
    return reading if is_whole(reading) else UNKNOWN


def _parsed(data: dict[str, Any]) -> Reading:
    dates = {name: datetime.date.fromisoformat(data[name]) for name in DATES if data.get(name)}
    kind, every = data.get("kind"), data.get("every")
    day, offset = data.get("day"), data.get("offset")
    unit, direction = data.get("unit"), data.get("direction")
    return Reading(
        kind=cast(Kind, kind) if kind in KINDS else "unknown",
        every=cast(Every, every) if every in EVERY else None,
        day=int(day) if day is not None else None,
        offset=int(offset) if offset is not None else None,
        unit=cast(Unit, unit) if unit in UNITS else None,
        direction=cast(Direction, direction) if direction in DIRECTIONS else None,
        **dates,
    )


def is_understood(readings: Collection[Reading]) -> bool:
    """Nothing is left to ask a person about."""
    return bool(readings) and all(reading.kind != "unknown" for reading in readings)


def is_whole(reading: Reading) -> bool:
    """Every member that its kind cannot do without is there, and in order."""
    if reading.start and reading.end and reading.end < reading.start:
        return False
    has_day_in_range = reading.day is None or 1 <= reading.day <= 31
    whole = {
        "on": reading.on is not None,
        "by": reading.by is not None,
        "within": reading.start is not None and reading.end is not None,
        "each": reading.every is not None and has_day_in_range,
        "event": reading.offset is not None
        and reading.direction is not None
        and 0 <= reading.offset <= LONGEST_OFFSET
        and (reading.offset == 0 or reading.unit is not None),
    }
    return whole.get(reading.kind, True)
