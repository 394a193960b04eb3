"""Months, their parts, quarters, half-years and years."""

import re
from typing import Final

from plans.deadlines.calendar_words import (
    MONTH,
    MONTH_HINTS,
    ORDINAL,
    SCHOOL,
    Point,
    is_genitive,
    month_number,
    ordinal,
    written_year,
    year_piece,
)
from plans.deadlines.drafts import Draft, Term, day_draft, months_draft, within_draft
from plans.deadlines.readings import UNKNOWN
from plans.deadlines.rules.book import Meaning, RuleBook, Sense
from plans.deadlines.rules.prefixes import PREFIX, place_of
from plans.deadlines.rules.school import half_draft, quarter_draft

book: Final = RuleBook()

DECADES: Final = {1: (1, 10), 2: (11, 20), 3: (21, None)}
HALVES: Final = {1: (1, 15), 2: (16, None)}


@book.rule(
    rf"{PREFIX}(?P<n>последн[а-я]+|{ORDINAL}) ?(?P<part>декад|половин)[а-я]* ?"
    rf"(?P<m>{MONTH}){year_piece('x')}",
    needs=("декад", "половин"),
)
def part_of_month(match: re.Match[str], _term: Term) -> Meaning:
    """«Первая декада марта», «вторая половина мая 2027 года»."""
    parts = DECADES if match["part"] == "декад" else HALVES
    number = max(parts) if match["n"].startswith("послед") else ordinal(match["n"])
    place = place_of(match["pre"])
    if number not in parts or place == "from":
        return UNKNOWN
    first, last = parts[number]
    month = month_number(match["m"])
    year = written_year(match.groupdict(), "x", month)
    if place == "by":
        return UNKNOWN  # its beginning or its end?
    return Sense(within_draft(Point(month, first, year), Point(month, last, year)), is_listed=True)


@book.rule(
    rf"{PREFIX}(?<![а-яa-z\d.])(?P<a>{ORDINAL}) ?(?:квартал[а-я]*|кв\.){year_piece('a')} ?(?:-"
    rf"|по) ?"
    rf"(?P<b>{ORDINAL}) ?(?:квартал[а-я]*|кв\.){year_piece('b')}",
    needs=("кв",),
)
def quarters(match: re.Match[str], _term: Term) -> Meaning:
    """«III квартал 2026 – I квартал 2027 года»."""
    first, last = ordinal(match["a"]) * 3 - 2, ordinal(match["b"]) * 3
    start = Point(first, None, written_year(match.groupdict(), "a", first))
    end = Point(last, None, written_year(match.groupdict(), "b", last))
    return (
        Sense(within_draft(start, end), lasts=True) if place_of(match["pre"]) == "at" else UNKNOWN
    )


@book.rule(
    rf"{PREFIX}(?<![а-яa-z\d.])(?P<list>{ORDINAL}(?: ?(?:,|и(?![а-я])|-|по(?![а-я])"
    rf"|, и) ?{ORDINAL}){{0,4}}) ?"
    rf"(?:учебн[а-я]+ )?(?P<unit>квартал|кв\.|четверт|полугоди)[а-я]*{year_piece('q')}",
    needs=("кв", "четверт", "полугоди"),
)
def parts_of_year(match: re.Match[str], term: Term) -> Meaning:
    """«IV квартал», «I – III кварталы 2027 г.», «2 четверть», «I полугодие 2026/2027 уч. года»."""
    numbers = [ordinal(word) for word in re.findall(ORDINAL, match["list"])]
    place = place_of(match["pre"])
    is_range = len(numbers) > 1 and bool(re.search(r"-(?! ?[а-я])|по", match["list"]))
    if place == "about" or (place == "from" and not is_range):
        return ()
    if (match["pre"] or "").strip() in {"до", "к", "ко"}:
        return UNKNOWN
    pairs = [(numbers[0], numbers[-1])] if is_range else [(number, number) for number in numbers]
    drafts = [_part(match, first, last, by=place == "by", term=term) for first, last in pairs]
    return [Sense(draft, lasts=True) if draft else Sense(UNKNOWN) for draft in drafts]


def _part(match: re.Match[str], first: int, last: int, *, by: bool, term: Term) -> Draft | None:
    found = match.groupdict()
    if match["unit"] == "четверт":
        return quarter_draft(found, first, last, by=by, term=term)
    if match["unit"] == "полугоди":
        return half_draft(found, first, last, by=by, term=term)
    if not 1 <= first <= last <= 4:
        return None
    return months_draft(first * 3 - 2, last * 3, written_year(found, "q", last * 3), by=by)


@book.rule(
    rf"{PREFIX}(?<!\d)(?P<m>{MONTH}){year_piece('x')}(?!\d)(?P<odd> \d\d(?![\d.])(?! ?[а-я]))?",
    needs=MONTH_HINTS,
)
def month(match: re.Match[str], _term: Term) -> Meaning:
    """«Февраль 2027», «в марте», «в течение апреля», «не позднее мая»."""
    word, prefix = match["m"], (match["pre"] or "").strip()
    number, place = month_number(word), place_of(prefix)
    year = written_year(match.groupdict(), "x", number)
    if place in {"from", "about"}:
        return ()
    if prefix in {"до", "к", "ко", "вплоть до"} or match["odd"]:
        return UNKNOWN  # «до мая» ends before it or with it; «май 27» is a day or a year
    if place == "by":
        return day_draft("by", Point(number, None, year))
    if is_genitive(word) and place != "during" and year is None:
        return None  # «Мая Ивановна»
    whole = Point(number, None, year)
    return Sense(within_draft(whole, whole), is_listed=True)


ALONE: Final = r"(?:^|(?<=[\n;,(.\x00])) ?(?:в|на)? ?"
END: Final = r"(?= ?\.?(?: ?$| ?[\n;,)(\x00]))"


@book.rule(
    rf"{ALONE}(?P<a>20\d\d) ?[-/ ] ?(?P<b>(?:20)?\d\d){SCHOOL}{END}",
    needs=("уч",),
    digits=True,
)
def school_year(match: re.Match[str], _term: Term) -> Meaning:
    """«2026/2027 учебный год»: September to May."""
    first, second = int(match["a"]), int(match["b"][-2:])
    if (first + 1) % 100 != second:
        return UNKNOWN
    begins, ends = Point(9, 1, first), Point(5, 31, first + 1)
    return Sense(within_draft(begins, ends, lends=False), lasts=True)


@book.rule(
    rf"{ALONE}(?P<a>20\d\d)(?: ?- ?(?P<b>20\d\d))? ?(?:год(?:ах|ы|у|а)?|гг\.?|г\.?)(?![а-я]){END}",
    needs=("г",),
    digits=True,
)
def years(match: re.Match[str], _term: Term) -> Meaning:
    """«2026 год», «2026–2028 годы»; not «ВПР 2026 года»."""
    first, last = int(match["a"]), int(match["b"] or match["a"])
    if last < first:
        return UNKNOWN
    return Sense(within_draft(Point(1, 1, first), Point(12, 31, last), lends=False), lasts=True)
