"""The same wording, the same reading, some years later: for the plan that follows a plan."""

import datetime
import re
from dataclasses import replace
from typing import Final

from plans.deadlines.readings import Reading

_DAY: Final = r"(?P<day>\d{1,2})(?P<a>\s*\.\s*)(?P<month>\d{1,2})(?P<b>\s*\.\s*)"
# A day with its year; one that is followed by a number names an order, which stays what it is.
_DATE: Final = re.compile(rf"(?<![\d.]){_DAY}(?P<year>(?:20)?\d\d)(?![\d.]*\d)(?!\s*(?:г\.?)?\s*№)")
_SPAN: Final = re.compile(r"(?<!\d)(20\d\d)(\s*[-–—/]\s*)(\d\d)(?!\d)(?![.\-–—/]\d)")
_YEAR: Final = re.compile(r"(?<![\d.№])(?<!№\s)(20\d\d)(?!\d)(?!\.\d)(?!\s*(?:г\.?|года)?\s*№)")


def shifted_wording(text: str, years: int) -> str:
    """«2025/2026» → «2026/2027», «до 15.03.2026» → «до 15.03.2027», «2025-26» → «2026-27».

    Everything else stays to the letter. Orders («от 30.08.2025 № 5») keep their days.
    """
    marks: list[str] = []

    def keep(shifted: str) -> str:
        """Out of reach of the patterns that come after."""
        marks.append(shifted)
        return f"\ue000{len(marks) - 1}\ue001"

    text = _DATE.sub(lambda match: keep(_date(match, years)), text)
    text = _SPAN.sub(lambda match: keep(_span(match, years)), text)
    text = _YEAR.sub(lambda match: keep(str(int(match[1]) + years)), text)
    return re.sub("\ue000(\\d+)\ue001", lambda match: marks[int(match[1])], text)


def _date(match: re.Match[str], years: int) -> str:
    year = int(match["year"])
    whole = year if year > 99 else 2000 + year
    try:
        moved = later(datetime.date(whole, int(match["month"]), int(match["day"])), years)
    except ValueError:
        return match.group()
    shown = f"{moved.year % 100:02d}" if year <= 99 else str(moved.year)
    day = match["day"] if moved.day == int(match["day"]) else str(moved.day)
    return f"{day}{match['a']}{match['month']}{match['b']}{shown}"


def _span(match: re.Match[str], years: int) -> str:
    first, last = int(match[1]), int(match[3])
    if (first + 1) % 100 != last:
        return f"{first + years}{match[2]}{match[3]}"
    return f"{first + years}{match[2]}{(last + years) % 100:02d}"


def shifted_reading(reading: Reading, years: int) -> Reading:
    """The reading with its dates moved; one without dates as it is."""

    def moved(day: datetime.date | None) -> datetime.date | None:
        return later(day, years) if day else None

    return replace(
        reading,
        on=moved(reading.on),
        by=moved(reading.by),
        start=moved(reading.start),
        end=moved(reading.end),
    )


def later(day: datetime.date, years: int) -> datetime.date:
    """The same day of another year; of 29 February, the 28th where there is no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
