"""Reports of groups: one row for the region, a municipality or a school, values in percent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from assessments.spreadsheets.findings import (
    Findings,
    Place,
    note_hidden_columns,
    note_hidden_row,
    shown,
)
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.columns import spelled
from assessments.spreadsheets.shapes.records import SampleRow, SchoolMention, WorkMention
from assessments.spreadsheets.shapes.tables import DOWNLOAD_AGAIN, HEADING_ROWS, mention_of
from assessments.spreadsheets.shapes.words import school_of, shown_whole
from assessments.spreadsheets.workbook import Cell, Row, Sheet, Workbook

ROUNDING = 1.0  # percent; a report rounds each share to hundredths or tenths
MUNICIPALITY = re.compile(r"reg\w*_m\d+", re.IGNORECASE)
WHOLE_COUNTRY = plain("Вся выборка")

ValueColumns = Callable[[Row], dict[int, int]]


@dataclass(frozen=True)
class ReportShape:
    """A report of groups. Spellings as in `columns.spelled`."""

    code: str
    title: str
    known_by: tuple[str, ...]
    # Value (a mark, a score, an index) → column, empty when this is another report.
    values: ValueColumns
    group: tuple[str, ...] = ("Группы участников",)
    participants: tuple[str, ...] = ("Кол-во участников", "Кол-во участников(всего)")
    schools: tuple[str, ...] = ("Кол-во ОО",)
    login: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    work: tuple[str, str, str] | None = None  # headings of the year, the grade and the subject


@dataclass(frozen=True)
class ReportTable:
    shape: ReportShape
    sheet: Sheet
    heading: Row
    values: dict[int, int]
    mention: WorkMention
    named: dict[str, int] = field(default_factory=dict)  # plain heading → column

    def column(self, spellings: tuple[str, ...]) -> int | None:
        for heading, column in self.named.items():
            if any(spelled(heading, each) for each in spellings):
                return column
        return None

    def place(self, row: int, column: int) -> Place:
        return Place(self.sheet.name, row, column, shown(self.heading.cell(column)))


def find_report(workbook: Workbook, shapes: tuple[ReportShape, ...]) -> ReportTable | None:
    for shape in shapes:
        for sheet in workbook.sheets:
            for row in sheet.rows:
                if row.number > HEADING_ROWS:
                    break
                table = _table(workbook, sheet, row, shape)
                if table is not None:
                    return table
    return None


def _table(workbook: Workbook, sheet: Sheet, row: Row, shape: ReportShape) -> ReportTable | None:
    named: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        if isinstance(cell, str) and cell.strip():
            named.setdefault(plain(cell), column)
    known = all(any(spelled(word, mark) for word in named) for mark in shape.known_by)
    values = shape.values(row) if known else {}
    if not values:
        return None
    return ReportTable(shape, sheet, row, values, mention_of(workbook, sheet, row.number), named)


def read_samples(table: ReportTable, findings: Findings) -> list[tuple[WorkMention, SampleRow]]:
    """Every sound row with the work it is about; faults go to the findings."""
    found = []
    used = {*table.named.values(), *table.values.values()}
    note_hidden_columns(findings, table.sheet, table.heading, used)
    for row in table.sheet.rows:
        if row.number <= table.heading.number or _is_empty(table, row):
            continue
        note_hidden_row(findings, table.sheet, row.number)
        before = len(findings.refused)
        sample = _sample(table, row, findings)
        mention = _mention(table, row, findings)
        if sample is not None and len(findings.refused) == before:
            found.append((mention, sample))
    return found


def _is_empty(table: ReportTable, row: Row) -> bool:
    """Notes under a table have words but neither participants nor values."""
    column = table.column(table.shape.participants)
    cells = [row.cell(each) for each in table.values.values()]
    return all(_blank(cell) for cell in cells) and (column is None or _blank(row.cell(column)))


def _sample(table: ReportTable, row: Row, findings: Findings) -> SampleRow | None:
    whose = _whose(table, row)
    participants = _whole(table, row, table.shape.participants, findings)
    schools = _whole(table, row, table.shape.schools, findings, may_be_blank=True)
    values = _percents(table, row, findings)
    if values is None or participants is None:
        return None
    place = table.place(row.number, table.column(table.shape.group) or 0)
    return SampleRow(place, whose.level, whose.title, whose.school, schools, participants, values)


class Whose(NamedTuple):
    level: str
    school: SchoolMention | None
    title: str


def _whose(table: ReportTable, row: Row) -> Whose:
    text = _text(table, row, table.shape.group)
    login = _text(table, row, table.shape.login)
    municipality = _text(table, row, table.shape.municipality)
    if login:
        return Whose("school", SchoolMention(school_of(login).login or login, text), text or login)
    if municipality and text:
        return Whose("school", school_of(text), text)
    if municipality:
        return Whose("municipality", None, municipality)
    return whose_by_title(text or "Вся таблица")


def whose_by_title(title: str) -> Whose:
    """«Школа(edu990001)», «Округ(reg99_m001)», «Вся выборка», or else the region."""
    mention = school_of(title)
    if mention.login:
        return Whose("school", mention, mention.name or mention.login)
    if plain(title) == WHOLE_COUNTRY:
        return Whose("country", None, title)
    return Whose("municipality" if MUNICIPALITY.search(title) else "region", None, title)


def _text(table: ReportTable, row: Row, spellings: tuple[str, ...]) -> str:
    column = table.column(spellings)
    return "" if column is None else shown_whole(row.cell(column))


def _mention(table: ReportTable, row: Row, findings: Findings) -> WorkMention:
    if table.shape.work is None:
        return table.mention
    year, grade, subject = (table.named.get(plain(name)) for name in table.shape.work)
    if year is None or grade is None or subject is None:
        return table.mention
    numbers = [_number(row.cell(year)), _number(row.cell(grade))]
    for column, number in zip((year, grade), numbers, strict=True):
        if number is None or not number.is_integer():
            findings.fault(
                table.place(row.number, column),
                "bad_number",
                "Это не число.",
                "Впишите число.",
                row.cell(column),
            )
            return table.mention
    stated_year, stated_grade = (int(number) for number in numbers if number is not None)
    return table.mention._replace(
        year=stated_year, grade=stated_grade, subject=shown_whole(row.cell(subject))
    )


def _whole(
    table: ReportTable,
    row: Row,
    spellings: tuple[str, ...],
    findings: Findings,
    *,
    may_be_blank: bool = False,
) -> int | None:
    column = table.column(spellings)
    cell: Cell = "" if column is None else row.cell(column)
    if may_be_blank and _blank(cell):
        return None
    number = _number(cell)
    if number is not None and number.is_integer() and number >= 0:
        return int(number)
    place = table.place(row.number, column or 0)
    findings.fault(place, "bad_count", "Это не число участников.", DOWNLOAD_AGAIN, cell)
    return None


def _percents(table: ReportTable, row: Row, findings: Findings) -> tuple[float, ...] | None:
    """Shares in percent, those at the end left out where the row has none (a shorter work)."""
    shares: list[float] = []
    cells = [(column, row.cell(column)) for column in table.values.values()]
    while cells and _blank(cells[-1][1]):
        cells.pop()
    for column, cell in cells:
        number = 0.0 if _blank(cell) or cell == "-" else _number(cell)
        if number is None or not 0 <= number <= 100:
            findings.fault(
                table.place(row.number, column),
                "bad_share",
                "Это не доля в процентах.",
                "Впишите число от 0 до 100.",
                cell,
            )
            return None
        shares.append(number)
    total = sum(shares)
    if shares and abs(total - 100) > ROUNDING:
        findings.fault(
            table.place(row.number, cells[-1][0]),
            "shares_differ",
            f"Доли в сумме дают {total:.2f}".replace(".", ",") + " % вместо 100.",
            "Проверьте строку: похоже, клетка пропущена или столбцы сдвинуты.",
        )
        return None
    return tuple(shares)


def _number(cell: Cell) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float | int):
        return float(cell)
    text = cell.strip().removesuffix("%").replace(",", ".").strip() if isinstance(cell, str) else ""
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d+)?", text) else None


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def numbers_among(row: Row, wanted: range) -> dict[int, int]:
    """Headings that are these numbers, without a gap from the first; empty when it is missing."""
    found: dict[int, int] = {}
    for column, cell in enumerate(row.cells):
        number = _number(cell) if not isinstance(cell, bool) else None
        if number is not None and number.is_integer() and int(number) in wanted:
            found.setdefault(int(number), column)
    values: dict[int, int] = {}
    for value in wanted:
        if value not in found:
            break
        values[value] = found[value]
    return values
