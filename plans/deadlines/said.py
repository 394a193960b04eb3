"""What the editor shows under the field: «понято: октябрь 2021 → до 31.10.2021»."""

import datetime
from collections.abc import Iterable
from typing import Final

from plans.deadlines.quarters import USUAL_QUARTERS, SchoolQuarters
from plans.deadlines.readings import Every, Reading
from plans.deadlines.spans import last_day, spans

SHOWN: Final = 3
NOT_UNDERSTOOD: Final = "не понято — укажите дату или событие"
MONTHS: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
    "ноябрь", "декабрь",
)  # fmt: skip
EVERY_SAID: Final[dict[Every, str]] = {
    "week": "еженедельно",
    "month": "ежемесячно",
    "quarter": "ежеквартально",
    "school_quarter": "раз в учебную четверть",
    "half_year": "раз в полугодие",
    "year": "ежегодно",
}
WEEKDAYS: Final = (
    "понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям",
)  # fmt: skip
QUARTER_NAMES: Final = {1: "I", 4: "II", 7: "III", 10: "IV"}


def said(
    readings: Iterable[Reading],
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
    *,
    is_corrected: bool = False,
) -> str:
    """Every reading in words; of all their dates the first three, and how many more there are."""
    parts: list[str] = []
    left, hidden, is_partly = SHOWN, 0, False
    for reading in readings:
        if reading.kind == "unknown":
            is_partly = True
            continue
        dates = [span.due for span in spans(reading, period_from, period_to, quarters)]
        shown = dates[:left]
        left, hidden = left - len(shown), hidden + len(dates) - len(shown)
        if shown or not dates:
            parts.append(_said_of(reading, shown, has_dates=bool(dates)))
    if not parts:
        return NOT_UNDERSTOOD
    more = f" и ещё {hidden}" if hidden else ""
    rest = "; остальное не понято — укажите дату или событие" if is_partly else ""
    whose = "исправлено человеком" if is_corrected else "понято"
    return f"{whose}: {'; '.join(parts)}{more}{rest}"


def _said_of(reading: Reading, dates: list[datetime.date], *, has_dates: bool) -> str:
    if reading.kind == "each":
        return _each(reading, dates, has_dates=has_dates)
    if reading.kind == "event":
        return f"{_counted(reading)} → ожидает события"
    if reading.kind == "schedule":
        return "по графику → ожидает графика"
    if reading.kind == "throughout":
        return "весь период плана → без даты, спросим в конце периода"
    if reading.kind == "within" and reading.start and reading.end:
        return f"{stretch(reading.start, reading.end)} → до {reading.end:%d.%m.%Y}"
    due = f"{reading.due:%d.%m.%Y}" if reading.due else ""
    return f"до {due}" if reading.kind == "by" else due


def _each(reading: Reading, dates: list[datetime.date], *, has_dates: bool) -> str:
    words = EVERY_SAID[reading.every or "month"]
    if reading.day and reading.every == "week":
        words = f"по {WEEKDAYS[min(reading.day, 7) - 1]}"
    elif reading.day and reading.every == "month":
        words += f" до {reading.day} числа"
    elif reading.day:
        words += f" до {reading.day} числа следующего месяца"
    if reading.start and reading.end:
        words += f", {stretch(reading.start, reading.end)}"
    if not has_dates:
        return f"{words} → в период плана не попадает ни один срок"
    return f"{words} → " + ", ".join(f"{date:%d.%m.%Y}" for date in dates)


def _counted(reading: Reading) -> str:
    """«в течение 15 дней после события», «за 1 рабочий день до события»."""
    offset, direction = reading.offset or 0, reading.direction
    if not offset:
        return {"before": "до события", "after": "после события"}.get(direction or "", "по событию")
    if direction == "before":
        return f"не позднее чем за {_days(reading, offset, nominative=True)} до события"
    return f"в течение {_days(reading, offset, nominative=False)} после события"


def _days(reading: Reading, count: int, *, nominative: bool) -> str:
    """The number agrees with its noun: «за 3 рабочих дня», «в течение 1 рабочего дня»."""
    is_one = count % 10 == 1 and count % 100 != 11
    is_few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
    working = reading.unit == "working_day"
    if is_one:
        noun = "день" if nominative else "дня"
        kind = ("рабочий " if nominative else "рабочего ") if working else ""
    else:
        noun = "дня" if nominative and is_few else "дней"
        kind = "рабочих " if working else ""
    return f"{count} {kind}{noun}"


def stretch(start: datetime.date, end: datetime.date) -> str:
    """«октябрь 2026», «октябрь 2026 – февраль 2027», «I квартал 2027», «с … по …»."""
    whole = start.day == 1 and end == last_day(end.year, end.month)
    if not whole:
        return f"с {start:%d.%m.%Y} по {end:%d.%m.%Y}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{MONTHS[start.month - 1]} {start.year}"
    if months == 3 and start.month in QUARTER_NAMES:
        return f"{QUARTER_NAMES[start.month]} квартал {start.year}"
    if (start.month, months) == (1, 12):
        return f"{start.year} год"
    first = MONTHS[start.month - 1] + (f" {start.year}" if start.year != end.year else "")
    return f"{first} – {MONTHS[end.month - 1]} {end.year}"
