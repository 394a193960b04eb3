"""What a shape of a file is made of: columns by their headings, wherever they stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from assessments.spreadsheets.headings import item_of, plain, plain_code
from assessments.spreadsheets.workbook import Cell, CellDate

DAY_AND_MONTH = re.compile(r"^\d{4}-(\d\d)-(\d\d)")
BARE_CODE = re.compile(r"^\d{1,2}(?:[.,]\d{1,2}|\(\d{1,2}\))?(?:к\d)?$")


class Column(StrEnum):
    """What a column holds, by the heading that people know."""

    SCHOOL = "ОО"
    SCHOOL_NAME = "Название ОО"
    LOGIN = "Пользователь"
    CODE = "Код участника"
    VARIANT = "Вариант"
    SECOND_VARIANT = "Вариант второй части"
    CLASS = "Класс"
    ORDINAL = "Порядковый номер класса"
    SEX = "Пол"
    JOURNAL_MARK = "Отметка по журналу"
    MARK = "Отметка"
    TOTAL = "Первичный балл"


class HeadingItem(NamedTuple):
    """A task as its heading states it.

    `codes` are plain codes in the order of likelihood: one, or two when Excel took the code for
    a date. A position («балл за 3») is «#3»: the export of that year names no codes.
    """

    codes: tuple[str, ...]
    max_points: int | None
    was_date: bool = False


ItemReader = Callable[[Cell], HeadingItem | None]


@dataclass(frozen=True)
class ProtocolShape:
    """A file of participants: one row each."""

    code: str
    title: str
    # Spellings of each heading; one that ends with «…» stands for all that begin so.
    columns: dict[Column, tuple[str, ...]]
    needed: tuple[Column, ...]
    known_by: tuple[str, ...]
    item: ItemReader
    year: int | None = None
    ignored: tuple[str, ...] = ()
    many_schools: bool = True
    # Groups of the autumn write the paper of the grade before.
    grade_lag: int = 0
    not_known_by: tuple[str, ...] = field(default=())


def spelled(heading: str, spelling: str) -> bool:
    """Whether a plain heading is this one; the spelling may end with «…»."""
    wanted = plain(spelling.removesuffix("…"))
    return heading.startswith(wanted) if spelling.endswith("…") else heading == wanted


def column_named(shape: ProtocolShape, heading: str) -> Column | None:
    for column, spellings in shape.columns.items():
        if any(spelled(heading, spelling) for spelling in spellings):
            return column
    return None


def coded_item(cell: Cell) -> HeadingItem | None:
    """«4К1 (3б)», «5(1) (1б)», a bare «12(1)», or what Excel made a date of."""
    if isinstance(cell, CellDate):
        return date_item(cell)
    if isinstance(cell, float) and cell.is_integer() and 0 < cell < 60:
        return HeadingItem((str(int(cell)),), None)
    if not isinstance(cell, str):
        return None
    stated = item_of(cell)
    if stated is not None:
        return HeadingItem((stated[0],), stated[1])
    bare = plain(cell)
    return HeadingItem((plain_code(bare),), None) if BARE_CODE.match(bare) else None


def date_item(cell: CellDate) -> HeadingItem | None:
    """«12.1» typed into a cell of dates became the twelfth of January, or December the first."""
    found = DAY_AND_MONTH.match(cell.text)
    if found is None:
        return None
    month, day = int(found.group(1)), int(found.group(2))
    return HeadingItem((f"{day}.{month}", f"{month}.{day}"), None, was_date=True)


def numbered_item(pattern: str) -> ItemReader:
    """Reads headings that give only the position of a task, like «балл за 3»."""
    expression = re.compile(pattern)

    def read(cell: Cell) -> HeadingItem | None:
        found = expression.match(plain(cell)) if isinstance(cell, str) else None
        return HeadingItem((f"#{int(found.group(1))}",), None) if found else None

    return read
