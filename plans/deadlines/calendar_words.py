"""Words of the calendar as pieces of regular expressions, and what they mean.

The pieces expect what `plans.deadlines.words` makes of a text: small letters, «е» for «ё», «-» for
every dash, one blank for many. A blank may be missing anywhere, so pieces join with ` ?`.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

# A month in any case, or cut short with a full stop.
MONTH: Final = (
    r"(?<![а-я])(?=[яфмаисонд])(?:январ[ьяюе]м?|феврал[ьяюе]м?|март(?:[аеу]|ом)?|апрел[ьяюе]м?"
    r"|ма(?:ем|[йяюе])|ию[нл][ьяюе]м?|август(?:[аеу]|ом)?|сентябр[ьяюе]м?|октябр[ьяюе]м?"
    r"|ноябр[ьяюе]м?|декабр[ьяюе]м?|(?:янв|февр?|апр|авг|сент?|окт|нояб?|дек)\.)(?![а-я])"
)
MONTH_NUMBERS: Final = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "мае": 5, "маю": 5, "июн": 6,
    "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
# What must be in a text for any month to be in it.
MONTH_HINTS: Final = (
    "янв", "фев", "март", "апр", "май", "мая", "мае", "маю", "июн", "июл", "авг", "сен", "окт",
    "ноя", "дек",
)  # fmt: skip

YEAR_WORD: Final = r"(?: ?(?:год[а-я]{0,2}|гг?(?![а-я])\.?))?"
SCHOOL: Final = r" ?(?:уч[а-я]*\.?) ?г(?:од[а-я]{0,2}|\.)?"


def year_piece(name: str) -> str:
    """An optional year: «2026/2027 учебного года», «2026 года», «26 г.»; see `written_year`."""
    return (
        rf"(?: ?,? ?(?:в )?(?P<{name}s>20\d\d) ?[-/ ] ?(?:20)?\d\d{SCHOOL}"
        rf"| ?,? ?(?P<{name}y>(?:19|20)\d\d)(?!\d){YEAR_WORD}"
        rf"| (?P<{name}h>\d\d) ?(?:г\.|год[а-я]{{0,2}}))?"
    )


def written_year(found: Mapping[str, str | None], name: str, month: int) -> int | None:
    """The calendar year that `year_piece(name)` says for a month; None where it says none."""
    if found.get(f"{name}s"):
        first = int(found[f"{name}s"] or 0)
        return first if month >= SCHOOL_YEAR_BEGINS else first + 1
    if found.get(f"{name}y"):
        return int(found[f"{name}y"] or 0)
    return 2000 + int(found[f"{name}h"] or 0) if found.get(f"{name}h") else None


SCHOOL_YEAR_BEGINS: Final = 9  # month
SCHOOL_YEAR_ENDS: Final = (31, 5)  # «до конца учебного года»

NUMERALS: Final = {
    "одн": 1, "один": 1, "дву": 2, "два": 2, "две": 2, "тре": 3, "три": 3, "четыр": 4, "пят": 5,
    "шест": 6, "сем": 7, "восьм": 8, "восем": 8, "девят": 9, "десят": 10, "четырнадцат": 14,
    "пятнадцат": 15, "двадцат": 20, "тридцат": 30,
}  # fmt: skip
NUMERAL: Final = (
    r"(?:одн(?:ого|ой|у|их)|один|двух|дв[ае]|тр(?:ех|и)|четыр(?:ех|е)"
    r"|(?:пят|шест|сем|девят|десят|четырнадцат|пятнадцат|двадцат|тридцат)[ьи]|вос(?:ьми|емь))"
)


def numeral(text: str) -> int:
    """«3», «трех», «пяти»; 0 for what is no numeral."""
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits[0])
    stems = [stem for stem in NUMERALS if text.startswith(stem)]
    return NUMERALS[max(stems, key=len)] if stems else 0


# The number of a quarter or a half-year.
ORDINAL: Final = (
    r"(?:[1-4](?!\d)|i{1,3}(?![a-z])|iv(?![a-z])"
    r"|(?:(?:перв|втор|четверт)(?:ый|ая|ое|ого|ому|ом|ой|ую|ые|ых)|трет(?:ий|ь[яею]|ьего|ьему"
    r"|ьем|ьей))"
    r"(?![а-я]))(?: ?-? ?(?:ый|ой|го|ого|му|ом|ем|ая|ую|ое|[йямюе])(?![а-я]))?"
)
ORDINALS: Final = {"перв": 1, "втор": 2, "трет": 3, "четв": 4}


def ordinal(text: str) -> int:
    roman = re.match(r"i{1,3}(?![a-z])|iv", text)
    if roman:
        return 4 if roman[0] == "iv" else len(roman[0])
    return int(text[0]) if text[0].isdigit() else ORDINALS[text[:4]]


WEEKDAY: Final = (
    r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)(?:ам|ям|[аеуиья])?(?![а-я])"
)
WEEKDAYS: Final = {"пон": 1, "вто": 2, "сре": 3, "чет": 4, "пят": 5, "суб": 6, "вос": 7}


def month_number(word: str) -> int:
    return MONTH_NUMBERS[word[:3]]


def is_genitive(word: str) -> bool:
    """«марта», «мая»: beside no day and no «в течение» it may be anybody's name."""
    return word.endswith(("а", "я"))


class Point(NamedTuple):
    """A day, or a whole month (`day` is None); the year only where it is written."""

    month: int
    day: int | None = None
    year: int | None = None

    @property
    def first(self) -> tuple[int, int]:
        return self.month, self.day or 1

    @property
    def last(self) -> tuple[int, int]:
        return self.month, self.day or 31


def date_of(year: int, month: int, day: int) -> datetime.date | None:
    """None for a day that does not exist."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
