"""Days written out: «15 марта», «01.04.27», «10 и 12 апреля 2027 года»."""

import re
from typing import Final

from plans.deadlines.calendar_words import (
    MONTH,
    MONTH_HINTS,
    YEAR_WORD,
    Point,
    month_number,
    written_year,
    year_piece,
)
from plans.deadlines.drafts import DayKind, Term, day_draft
from plans.deadlines.readings import UNKNOWN
from plans.deadlines.rules.book import Meaning, RuleBook, Sense
from plans.deadlines.rules.prefixes import PREFIX, place_of

book: Final = RuleBook()

LAST_MONTH: Final = 12


def _on(prefix: str | None, point: Point, *, lends: bool = False) -> Meaning:
    """The day, or the day until which; a day from which on is no deadline."""
    place = place_of(prefix)
    if place in {"from", "about"}:
        return ()
    kind: DayKind = "by" if place == "by" else "on"
    draft = day_draft(kind, point, lends=lends and not prefix)
    return Sense(draft, is_listed=not prefix)


@book.rule(
    rf"^ ?{PREFIX}(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[ t]\d\d:\d\d(?::\d\d)?)?"
    rf"|(?P<d2>\d\d)(?P<sign>[-/])(?P<m2>\d\d)(?P=sign)(?P<y2>(?:19|20)\d\d)) ?$",
    needs=("-", "/"),
    digits=True,
)
def other_signs(match: re.Match[str], _term: Term) -> Meaning:
    """A cell of a workbook: «2027-03-15», «15/03/2027»; only where nothing else is written."""
    found = match.groupdict()
    day, month, year = (int(found[name] or found[f"{name}2"]) for name in "dmy")
    return _on(match["pre"], Point(month, day, year)) if month <= LAST_MONTH else UNKNOWN


@book.rule(
    rf"{PREFIX}(?<![\d.])(?P<d>\d{{1,2}}) ?\. ?(?P<m>\d{{1,2}})(?: ?\. ?(?P<y>\d{{4}})|\."
    rf"(?P<h>\d\d))"
    rf"(?!\d|\.\d){YEAR_WORD}",
    needs=(".",),
    digits=True,
)
def numbers(match: re.Match[str], _term: Term) -> Meaning:
    """«01.04.27», «до 15.03.2027 г.», «15. 03. 2027»."""
    year = int(match["y"]) if match["y"] else 2000 + int(match["h"])
    month = int(match["m"])
    if not 1 <= month <= LAST_MONTH:
        return UNKNOWN
    return _on(match["pre"], Point(month, int(match["d"]), year))


@book.rule(
    rf"{PREFIX}(?<![\d.])(?P<days>\d{{1,2}}(?: ?(?:,|и|, и) ?\d{{1,2}}){{1,9}})(?: ?-?го)? ?"
    rf"(?P<m>{MONTH}){year_piece('x')}",
    needs=MONTH_HINTS,
    digits=True,
)
def several_days(match: re.Match[str], _term: Term) -> Meaning:
    """«10, 12 и 14 апреля», «до 10 и 20 апреля 2027 года»."""
    month = month_number(match["m"])
    year = written_year(match.groupdict(), "x", month)
    place = place_of(match["pre"])
    if place in {"from", "about"}:
        return ()
    kind: DayKind = "by" if place == "by" else "on"
    days = [int(day) for day in re.findall(r"\d+", match["days"])]
    return [Sense(day_draft(kind, Point(month, day, year))) for day in days]


@book.rule(
    rf"{PREFIX}(?<![\d.])(?P<d>\d{{1,2}})(?: ?-?(?:го|ого|е))? ?(?P<m>{MONTH}){year_piece('x')}",
    needs=MONTH_HINTS,
    digits=True,
)
def day_and_month(match: re.Match[str], _term: Term) -> Meaning:
    """«22 августа 2026года», «к 1 сентября», «в срок до 1 ноября»."""
    month = month_number(match["m"])
    year = written_year(match.groupdict(), "x", month)
    return _on(match["pre"], Point(month, int(match["d"]), year), lends=True)


@book.rule(
    rf"{PREFIX}(?<![\d.,])(?P<d>\d{{1,2}})\.(?P<m>\d\d)(?![\d]|\.\d|,\d| ?%)",
    needs=(".",),
    digits=True,
)
def numbers_without_year(match: re.Match[str], _term: Term) -> Meaning:
    """«До 15.03», «01.04»; «4.10» with no word before it may be anything."""
    place, month = place_of(match["pre"]), int(match["m"])
    is_due = place == "by"
    if not 1 <= month <= LAST_MONTH or int(match["d"]) == 0:
        return UNKNOWN if is_due else None
    if not is_due and len(match["d"]) == 1:
        return None
    return _on(match["pre"], Point(month, int(match["d"])))
