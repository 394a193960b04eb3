"""From a day or month to another: «с 1 по 15 марта», «октябрь – февраль», «01.02-15.03.2027»."""

import re
from collections.abc import Mapping
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
from plans.deadlines.drafts import Term, day_draft, within_draft
from plans.deadlines.readings import UNKNOWN
from plans.deadlines.rules.book import Meaning, RuleBook, Sense
from plans.deadlines.rules.prefixes import PREFIX, place_of

book: Final = RuleBook()

LAST_MONTH: Final = 12
TO: Final = r"(?P<to> ?- ?| ?(?:по|до)(?: |(?=\d)))"
FROM: Final = r"(?<![а-я])(?:(?:в )?(?:период|срок[и]?) ?:? ?)?"


def _words(name: str) -> str:
    """«15 марта 2027 года», «март»."""
    return (
        rf"(?:(?P<{name}d>\d{{1,2}})(?: ?-?(?:го|ого|е))? ?)?(?P<{name}m>{MONTH}){year_piece(name)}"
    )


def _numbers(name: str) -> str:
    """«15.03.2027», «15.03»."""
    return (
        rf"(?P<{name}d>\d{{1,2}}) ?\. ?(?P<{name}m>\d{{1,2}})"
        rf"(?:\.? ?(?<=[. ])(?P<{name}y>\d{{4}})|\.(?P<{name}h>\d\d)(?!\d)|\.(?= ?-))?{YEAR_WORD}"
    )


@book.rule(
    rf"{FROM}{PREFIX}(?<![\d.]){_words('a')}(?: ?- ?{MONTH}(?= ?-)){{0,10}}{TO}{_words('b')}",
    needs=MONTH_HINTS,
    and_needs=("-", "по", "до"),
)
def words(match: re.Match[str], _term: Term) -> Meaning:
    """«Октябрь 2026 года - февраль 2027 года», «с 15 марта по 20 апреля»."""
    start, end = _word_point(match, "a"), _word_point(match, "b")
    return _from_to(match, start, end)


@book.rule(
    rf"{FROM}{PREFIX}(?<![\d.])(?P<a>\d{{1,2}})(?: ?-?го)?{TO}(?P<bd>\d{{1,2}})(?: ?-?(?:го|ого"
    rf"|е))? ?"
    rf"(?P<bm>{MONTH}){year_piece('b')}",
    needs=MONTH_HINTS,
    and_needs=("-", "по", "до"),
    digits=True,
)
def days_of_month(match: re.Match[str], _term: Term) -> Meaning:
    """«С 1 по 15 марта», «1-15 марта 2027 г.»."""
    end = _word_point(match, "b")
    return _from_to(match, Point(end.month, int(match["a"]), end.year), end)


@book.rule(
    rf"{FROM}{PREFIX}(?<![\d.]){_numbers('a')}{TO}(?<![\d.]){_numbers('b')}(?!\d|\.\d)",
    needs=(".",),
    and_needs=("-", "по", "до"),
    digits=True,
)
def numbers(match: re.Match[str], _term: Term) -> Meaning:
    """«11.01.2027 – 30.09.2027», «01.02-15.03.2027», «с 15.03 по 20.03»."""
    found = match.groupdict()
    start, end = _number_point(found, "a"), _number_point(found, "b")
    is_dated = start.year is not None or end.year is not None
    two_digits = all(len(found[name] or "") == 2 for name in ("ad", "am", "bd", "bm"))
    if not is_dated and not (_is_from(match) or two_digits):
        return None
    if not (1 <= start.month <= LAST_MONTH and 1 <= end.month <= LAST_MONTH):
        return UNKNOWN if is_dated else None
    return _from_to(match, start, end)


@book.rule(
    rf"{FROM}{PREFIX}(?<![\d.])(?P<a>\d{{1,2}})(?: ?-?го)?{TO}(?<![\d.]){_numbers('b')}(?!\d|\.\d)",
    needs=(".",),
    and_needs=("-", "по", "до"),
    digits=True,
)
def days_in_numbers(match: re.Match[str], _term: Term) -> Meaning:
    """«15-20.03.2027», «с 15 по 20.03»."""
    end = _number_point(match.groupdict(), "b")
    if end.year is None and not _is_from(match):
        return None
    if not 1 <= end.month <= LAST_MONTH:
        return UNKNOWN
    return _from_to(match, Point(end.month, int(match["a"]), end.year), end)


def _is_from(match: re.Match[str]) -> bool:
    return (match["pre"] or "").strip() in {"с", "со", "начиная с"}


def _from_to(match: re.Match[str], start: Point, end: Point) -> Meaning:
    place = place_of(match["pre"])
    if "до" in match["to"] and not _is_from(match):
        return None  # «15 марта до 20 апреля»: two parts, not one
    if place == "about":
        return ()
    if place == "by":
        return Sense(day_draft("by", end))
    if (
        (start.day is None) != (end.day is None)
        and "-" in match["to"]
        and place == "at"
        and start.day
    ):
        return UNKNOWN  # «15 марта – апрель»: from that day, or these two?
    return Sense(within_draft(start, end), lasts=True, is_listed=True)


def _word_point(match: re.Match[str], name: str) -> Point:
    found = match.groupdict()
    month = month_number(match[f"{name}m"])
    day = found.get(f"{name}d")
    return Point(month, int(day) if day else None, written_year(found, name, month))


def _number_point(found: Mapping[str, str | None], name: str) -> Point:
    year = found[f"{name}y"]
    short = found[f"{name}h"]
    written = int(year) if year else 2000 + int(short) if short else None
    return Point(int(found[f"{name}m"] or 0), int(found[f"{name}d"] or 0), written)
