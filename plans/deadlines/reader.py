"""Reads the dates a deadline names. Pure Python; it never raises and never invents a date.

So far it reads wordings whose dates are written out: «до 30.11.2026», «15 апреля 2027 года»,
«01.02.2027 – 15.03.2027», one or several, part by part. All else is `unknown`, which is a legal
answer: a wrong date is worse than none.
"""

import datetime
import re
from collections.abc import Callable, Iterable

from plans.deadlines.quarters import USUAL_QUARTERS, SchoolQuarters
from plans.deadlines.readings import Reading
from plans.deadlines.spans import due_dates

MONTHS = {
    "января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7,
    "августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
}  # fmt: skip
YEAR_WORD = r"(?:\s*(?:года|году|год|г\.?)(?!\w))?"
NUMERIC = r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)"
SPOKEN = rf"\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\s+\d{{4}}"
DATE = rf"(?:{NUMERIC}|{SPOKEN}){YEAR_WORD}"
DASH = r"\s*(?:[-–—]|по|до)\s*"


def parse_date(text: str) -> datetime.date | None:
    """«01.04.22», «22 августа 2019 года»; None where the day does not exist."""
    numbers = re.findall(r"\d+", text)
    month = next((number for name, number in MONTHS.items() if name in text.lower()), None)
    day, month_number, year = (
        (numbers[0], month, numbers[1]) if month else (numbers[0], numbers[1], numbers[2])
    )
    century = 2000 if len(year) == 2 else 0
    try:
        return datetime.date(century + int(year), int(month_number), int(day))
    except ValueError:
        return None


def _range(match: re.Match[str]) -> Reading | None:
    start, end = parse_date(match["start"]), parse_date(match["end"])
    return Reading("within", start=start, end=end) if start and end and start <= end else None


def _by(match: re.Match[str]) -> Reading | None:
    date = parse_date(match["date"])
    return Reading("by", by=date) if date else None


def _on(match: re.Match[str]) -> Reading | None:
    date = parse_date(match["date"])
    return Reading("on", on=date) if date else None


Rule = tuple[str, Callable[[re.Match[str]], Reading | None]]
# A newcomer extends the grammar by one line here and one test. The first rule that matches wins.
RULES: tuple[Rule, ...] = (
    (rf"(?:с\s+)?(?P<start>{DATE}){DASH}(?P<end>{DATE})", _range),
    (rf"(?:не позднее|в срок до|до|к)\s+(?P<date>{DATE})", _by),
    (rf"(?<![\d.])(?P<date>{DATE})", _on),
)


def read_deadline(
    text: str,
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
) -> list[Reading]:
    """What is understood, in the order of the text; one `unknown` where nothing is."""
    found: list[tuple[int, Reading]] = []
    rest = text
    for pattern, build in RULES:
        for match in re.finditer(pattern, rest, re.IGNORECASE):
            reading = build(match)
            if reading:
                found.append((match.start(), reading))
                blank = " " * (match.end() - match.start())
                rest = rest[: match.start()] + blank + rest[match.end() :]
    found.sort(key=lambda pair: pair[0])
    return [reading for _, reading in found] or [Reading("unknown")]


def said(
    readings: Iterable[Reading],
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
) -> str:
    """What the editor shows under the field."""
    dates = due_dates(readings, period_from, period_to, quarters)
    if not dates:
        return "не понято — напоминаний не будет"
    return "понято: до " + ", ".join(f"{date:%d.%m.%Y}" for date in dates)
