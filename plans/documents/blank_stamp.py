"""Stamps of a plan that is written anew: the words stay, days and numbers wait for a hand."""

import re

from plans.documents.stamps import MONTHS, NO_DATE

_MONTH = "|".join(MONTHS)
_DAY = (
    rf"(?:[«\"]?\s*\d{{1,2}}\s*[»\"]?\s+(?:{_MONTH})\s+\d{{4}}|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d\d))"
    r"\s*(?:г(?:ода|\.)?)?"
)
_ORDER = re.compile(rf"\bот\s+{_DAY}\s*№\s*[\w./-]+", re.IGNORECASE)
_DATE = re.compile(rf"{_DAY}(?!\d)", re.IGNORECASE)
BLANK_ORDER = f"от {NO_DATE} № ______"


def blank_stamp(text: str) -> str:
    """«от 08.09.2025 № 61» becomes the line that an approval fills in; a lone day a blank one."""
    return "\n".join(
        _DATE.sub(NO_DATE, line) if _ORDER.search(line) is None else _ORDER.sub(BLANK_ORDER, line)
        for line in text.split("\n")
    )
