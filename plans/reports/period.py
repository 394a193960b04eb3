"""Which days a plan is for, read out of what stands above its table."""

import datetime
import re
from typing import NamedTuple

from plans.documents.outline import PlanOutline

YEAR = r"20\d\d"
SPAN = re.compile(rf"(?<!\d)({YEAR})\s*[-–—/]\s*({YEAR}|\d\d)(?!\d)([^\d]{{0,40}})")
ONE_YEAR = re.compile(rf"(?<![\d.])({YEAR})(?!\d)")
# A day («от 30.08.2023») and an order speak of the paper, not of the time it is for.
DAYS = re.compile(
    rf"\d{{1,2}}\s*\.\s*\d{{1,2}}\s*\.\s*{YEAR}|[«\"]?\d{{1,2}}[»\"]?\s+[а-я]+\s+{YEAR}"
)


class Period(NamedTuple):
    first: datetime.date
    last: datetime.date
    is_found: bool = True


def school_year_of(year: int) -> tuple[datetime.date, datetime.date]:
    """The school year that begins in this calendar year."""
    return datetime.date(year, 9, 1), datetime.date(year + 1, 8, 31)


def school_year(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The school year that a plan started today is most likely for: from June, the next one."""
    return school_year_of(today.year if today.month >= 6 else today.year - 1)


def find_period(outline: PlanOutline, *, today: datetime.date) -> Period:
    """«на 2023-2024 учебный год», «на 2022 год», «ВПР 2022»; the title is asked before the rest.

    Where nothing is named, the school year of `today`, marked as not found.
    """
    texts = [outline.title, *outline.preamble]
    texts += [line for stamp in outline.stamps for line in stamp.lines]
    for text in texts:
        found = _period_in(DAYS.sub(" ", text))
        if found:
            return found
    return Period(*school_year(today), is_found=False)


def _period_in(text: str) -> Period | None:
    for match in SPAN.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        if last == first + 1 and not re.search(r"годы|гг", match[3], re.IGNORECASE):
            return Period(*school_year_of(first))
        if first < last <= first + 10:
            return Period(datetime.date(first, 1, 1), datetime.date(last, 12, 31))
    single = ONE_YEAR.search(text)
    if single is None:
        return None
    year = int(single[1])
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
