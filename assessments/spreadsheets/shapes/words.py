"""Schools, classes and titles as files word them."""

import re

from assessments.spreadsheets.findings import shown
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.records import SchoolMention, WorkMention
from assessments.spreadsheets.workbook import Cell

# «sch220206» until 2021, «edu220206» from 2022: the figures are what stays.
LOGIN = re.compile(
    r"(?<![0-9A-Za-zА-Яа-яЁё])([A-Za-zА-Яа-яЁё]{3}[0-9OОoо]{6})(?![0-9A-Za-zА-Яа-яЁё])"
)
LOGIN_FIGURES = re.compile(r"\d{6}$")
LETTER_O = str.maketrans("OОoо", "0000")
# How Russian letters that look like Latin ones get into a login.
LATIN_OF = str.maketrans("асеһАСЕ", "acehACE")
GROUP_ROW = re.compile(r"кол-во\s+участников", re.IGNORECASE)
TITLE = re.compile(r"\b(20\d\d)\b[.,]?\s+(.+?)[,.]?\s+(\d{1,2})\s*(?:-?й)?\s*кл", re.IGNORECASE)
TITLE_BACKWARDS = re.compile(
    r"по\s+(.+?)[,.]?\s+(\d{1,2})\s*кл\w*[.,]?\s*(?:ВПР\s*)?(20\d\d)", re.IGNORECASE
)
CLASS_LABEL = re.compile(
    r"^(\d{1,2})?[\s\"«»'._-]*([А-ЯЁA-Z][А-ЯЁA-Z0-9]{0,8})?[\s\"«»'._-]*$", re.IGNORECASE
)
NO_LETTER = {"", "нет"}
LATIN_LETTERS = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")


def school_of(cell: Cell) -> SchoolMention:
    """«edu223144 | Школа», «Школа(edu223144)», a bare login, or a bare name."""
    text = shown_whole(cell)
    text = GROUP_ROW.split(text)[0].strip(" |,;")
    found = LOGIN.search(text)
    if found is None:
        return SchoolMention("", text)
    name = (text[: found.start()] + text[found.end() :]).strip(" |()[],;")
    return SchoolMention(mended_login(found.group(1)), name)


def mended_login(text: str) -> str:
    prefix, figures = text[:3], text[3:].translate(LETTER_O)
    return (prefix.translate(LATIN_OF) + figures).casefold()


def login_figures(login: str) -> str:
    """The part of a login that stayed the same over the years; "" for a login of another kind."""
    found = LOGIN_FIGURES.search(login)
    return found.group(0) if found else ""


def shown_whole(cell: Cell) -> str:
    """A cell as text, not cut."""
    return " ".join(cell.split()) if isinstance(cell, str) else shown(cell)


def title_of(text: str) -> WorkMention | None:
    """«ВПР 2026 Русский язык 4 класс», «Проведение работы по математике, 4 класс. ВПР 2021»."""
    found = TITLE.search(text)
    if found:
        year, subject, grade = found.groups()
        return WorkMention(int(year), int(grade), subject.strip())
    found = TITLE_BACKWARDS.search(text)
    if found:
        subject, grade, year = found.groups()
        return WorkMention(int(year), int(grade), subject.strip())
    return None


def same_subject(first: str, second: str) -> bool:
    """«по математике» is «Математика»: the last letters bend."""
    one, other = plain(first), plain(second)
    if one == other:
        return True
    length = min(len(one), len(other))
    return (
        length > 4 and abs(len(one) - len(other)) <= 3 and one[: length - 3] == other[: length - 3]
    )


def class_letter(cell: Cell, grades: frozenset[int]) -> str | None:
    """The letter of a class, "" for a parallel that has but one; None when it is no such class."""
    text = shown_whole(cell).strip()
    if text.casefold() in NO_LETTER:
        return ""
    found = CLASS_LABEL.match(text)
    if found is None:
        return None
    number, letter = found.groups()
    if number and int(number) not in grades:
        return None
    letter = (letter or "").upper()
    return "" if letter.casefold() in NO_LETTER else letter.translate(LATIN_LETTERS)
