"""Finds the table of a shape by its headings, and notes everything odd about its columns."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.spreadsheets import headings
from assessments.spreadsheets.findings import Findings, Place, note_hidden_columns, shown
from assessments.spreadsheets.headings import PERSONAL, column_letter, plain
from assessments.spreadsheets.shapes.columns import (
    Column,
    HeadingItem,
    ProtocolShape,
    column_named,
    spelled,
)
from assessments.spreadsheets.shapes.records import WorkMention
from assessments.spreadsheets.shapes.words import shown_whole, title_of
from assessments.spreadsheets.workbook import Cell, CellDate, Row, Sheet, Workbook

HEADING_ROWS = 15  # report name, work, subject, maximum, date and levels stand above the headings
DOWNLOAD_AGAIN = "Скачайте файл в ФИС ОКО ещё раз и загрузите его, не меняя заголовков."
DATE = plain("Дата")
MAXIMUM = plain("Максимальный первичный балл")


@dataclass(frozen=True)
class Table:
    """Where each column was found; a missing one is absent from the dictionaries."""

    shape: ProtocolShape
    sheet: Sheet
    heading: Row
    columns: dict[Column, int] = field(default_factory=dict)
    items: dict[int, HeadingItem] = field(default_factory=dict)  # column → task
    mention: WorkMention = field(default_factory=WorkMention)

    def rows(self) -> list[Row]:
        return [row for row in self.sheet.rows if row.number > self.heading.number]

    def place(self, row: int, column: int) -> Place:
        return Place(self.sheet.name, row, column, shown(self.heading.cell(column)))


def find_table(
    workbook: Workbook, shapes: Iterable[ProtocolShape], findings: Findings
) -> Table | None:
    """The first table of any of the shapes, its columns checked; None when there is none."""
    for shape in shapes:
        found = [(s, row) for s in workbook.sheets if (row := _heading_of(s, shape)) is not None]
        if found:
            table = _table(workbook, shape, *found[0], findings)
            for other, _ in found[1:]:
                _note_second(other, findings)
            return table
    return None


def _heading_of(sheet: Sheet, shape: ProtocolShape) -> Row | None:
    for row in sheet.rows:
        if row.number > HEADING_ROWS:
            return None
        words = {plain(cell) for cell in row.cells if isinstance(cell, str)}
        if all(_any_spelled(words, mark) for mark in shape.known_by) and not any(
            _any_spelled(words, mark) for mark in shape.not_known_by
        ):
            return row
    return None


def _any_spelled(words: set[str], spelling: str) -> bool:
    return any(spelled(word, spelling) for word in words)


def _note_second(sheet: Sheet, findings: Findings) -> None:
    findings.fault(
        Place(sheet.name),
        "second_protocol",
        "Ещё одна таблица результатов в той же книге.",
        "Загрузите каждую таблицу отдельным файлом.",
    )


def _table(
    workbook: Workbook, shape: ProtocolShape, sheet: Sheet, heading: Row, findings: Findings
) -> Table:
    table = Table(shape, sheet, heading, mention=mention_of(workbook, sheet, heading.number))
    for column, cell in enumerate(heading.cells):
        _place_column(table, column, cell, findings)
    for needed in shape.needed:
        if needed not in table.columns:
            names = " или ".join(f"«{name.removesuffix('…')}»" for name in shape.columns[needed])
            findings.fault(
                Place(sheet.name, heading.number),
                "no_column",
                f"Нет столбца {names}.",
                DOWNLOAD_AGAIN,
            )
    _note_moved(table, findings)
    if not sheet.is_visible:
        findings.mend(Place(sheet.name), "hidden_sheet", "лист скрыт, но прочитан")
    note_hidden_columns(findings, sheet, heading, {*table.columns.values(), *table.items})
    return table


def _place_column(table: Table, column: int, cell: Cell, findings: Findings) -> None:
    words = plain(cell) if isinstance(cell, str) else ""
    place = table.place(table.heading.number, column)
    named = column_named(table.shape, words) if words else None
    item = None if named else table.shape.item(cell)
    if named is not None:
        if named in table.columns:
            _double(place, findings)
        table.columns.setdefault(named, column)
    elif item is not None:
        if any(item.codes[0] in other.codes for other in table.items.values()):
            _double(place, findings)
        table.items[column] = item
    elif words and not any(spelled(words, each) for each in table.shape.ignored):
        _note_extra(place, cell, findings)


def _double(place: Place, findings: Findings) -> None:
    findings.fault(
        place,
        "double_column",
        "Такой столбец в таблице уже есть.",
        "Оставьте один из двух, второй удалите.",
    )


def _note_extra(place: Place, cell: Cell, findings: Findings) -> None:
    if shown(cell).casefold().lstrip().startswith(PERSONAL):
        findings.fault(
            place,
            "personal_data",
            "Портал принимает только коды участников, без имён.",
            "Удалите столбец с фамилиями и именами и загрузите файл снова.",
        )
    else:
        findings.mend(place, "extra_column", "столбец не читается", cell)


def _note_moved(table: Table, findings: Findings) -> None:
    """Columns that stand elsewhere than in the shape are named one by one."""
    order = [column for column in table.shape.columns if column in table.columns]
    found = [table.columns[column] for column in order]
    rising = sorted(found)
    usual = _usual_order(table)
    if usual == sorted(usual) or not found:
        return
    moved = ", ".join(
        f"«{shown(table.heading.cell(index))}» ({column_letter(index)})"
        for index, should in zip(usual, sorted(usual), strict=True)
        if index != should
    )
    findings.mend(
        Place(table.sheet.name, table.heading.number, rising[0]),
        "moved_columns",
        f"столбцы стоят не на обычных местах, прочитаны по заголовкам: {moved}"[:300],
    )


def _usual_order(table: Table) -> list[int]:
    """Indexes of the worded columns in the order in which the shape prints them."""
    return [table.columns[each] for each in table.shape.columns if each in table.columns]


def mention_of(workbook: Workbook, sheet: Sheet, heading_row: int) -> WorkMention:
    """The work as the stamp of the portal or the lines above the table name it."""
    stamped = _stamped(workbook)
    if stamped is not None:
        return stamped
    mention = WorkMention()
    for row in sheet.rows:
        if row.number >= heading_row:
            break
        for column, cell in enumerate(row.cells):
            text = shown_whole(cell)
            if not mention.subject and (title := title_of(text)) is not None:
                mention = title._replace(max_points=mention.max_points, held_on=mention.held_on)
            if plain(text) == MAXIMUM:
                mention = mention._replace(max_points=_number(row.cell(column + 1)))
            elif plain(text) == DATE:
                mention = mention._replace(held_on=_day(row.cell(column + 1)))
    return mention


def stamp_pairs(workbook: Workbook) -> dict[str, str]:
    """The stamp of the portal as plain name → value; empty when there is none."""
    for sheet in workbook.sheets:
        for column, cell in enumerate(sheet.rows[0].cells if sheet.rows else []):
            if isinstance(cell, str) and plain(cell) == plain(headings.STAMP):
                cells = [(shown(r.cell(column)), shown(r.cell(column + 1))) for r in sheet.rows]
                return {plain(name): value for name, value in cells if name}
    return {}


def _stamped(workbook: Workbook) -> WorkMention | None:
    stamp = stamp_pairs(workbook)
    if not stamp:
        return None
    year, grade = (stamp.get(plain(key), "") for key in (headings.STAMP_YEAR, headings.STAMP_GRADE))
    return WorkMention(
        int(year) if year.isdecimal() else None,
        int(grade) if grade.isdecimal() else None,
        stamp.get(plain(headings.STAMP_SUBJECT), ""),
    )


def _number(cell: Cell) -> int | None:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    text = cell.strip() if isinstance(cell, str) else ""
    return int(text) if text.isdecimal() else None


def _day(cell: Cell) -> datetime.date | None:
    """«22.04.2026», as a text or as a date."""
    try:
        if isinstance(cell, CellDate):
            return datetime.date.fromisoformat(cell.text[:10])
        text = cell.strip() if isinstance(cell, str) else ""
        return datetime.datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
