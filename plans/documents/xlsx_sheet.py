"""A sheet of Excel as the logical grid that tables of Word become."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from plans.documents.docx_table import Cell, Row, Table, place_cells
from plans.documents.docx_text import Paragraph


@dataclass(frozen=True)
class Merge:
    """A merged range; rows counted as Excel shows them, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """`rows` are the texts of filled rows by their number in Excel, from column A on."""

    name: str
    number: int
    rows: dict[int, list[str]]
    merges: list[Merge] = field(default_factory=list)

    def table(self, numbers: Collection[int] | None = None) -> Table:
        """These rows (absent: all) as a grid of the columns that they use."""
        wanted = list(self.rows if numbers is None else numbers)
        columns = self._used(wanted)
        rows = [Row(number, list(self._cells(number, columns))) for number in wanted]
        place_cells(rows, [])
        return Table(rows, self.number)

    def told(self, number: int) -> int:
        """How many cells of a row say something of their own."""
        return sum(bool(text.strip()) for text in self.rows[number])

    def begins(self, number: int) -> int:
        """The column of the first text."""
        return next((at for at, text in enumerate(self.rows[number]) if text.strip()), 0)

    def _used(self, numbers: Collection[int]) -> list[int]:
        """Columns in which a text begins; merged cells may run over others."""
        return sorted({at for n in numbers for at, text in enumerate(self.rows[n]) if text.strip()})

    def _cells(self, number: int, columns: list[int]) -> Iterator[Cell]:
        """A cell for each column; one for those that a merged range takes together."""
        merges = [merge for merge in self.merges if merge.top <= number <= merge.bottom]
        past = -1
        for place, column in enumerate(columns):
            if column <= past:
                continue
            merge = next((one for one in merges if one.left <= column <= one.right), None)
            if merge is None:
                yield Cell(_paragraphs(self._text(number, column)), place)
                continue
            past = merge.right
            span = sum(merge.left <= one <= merge.right for one in columns)
            text = self._text(merge.top, merge.left)
            yield Cell(_paragraphs(text), place, span, continued=number > merge.top)

    def _text(self, number: int, column: int) -> str:
        cells = self.rows.get(number, [])
        return cells[column] if column < len(cells) else ""


def _paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line) for line in text.split("\n")]


def sheet_of(found: dict[str, Any], number: int) -> Sheet:
    """What the child behind the fence tells of a sheet."""
    return Sheet(
        name=found["name"],
        number=number,
        rows={row: [said(cell) for cell in cells] for row, cells in found["rows"]},
        merges=[
            Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in
            found["merged"]
        ],
    )  # fmt: skip


def said(cell: object) -> str:
    """A cell as a person reads it: 1.0 is «1», a day is «30.11.2026»."""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, dict):
        return _day(str(cell["date"]))
    return str(cell).replace("\r\n", "\n").replace("\r", "\n")


def _day(text: str) -> str:
    """A day, with the time where there is one; a time alone stays as it is."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    midnight = moment.time() == datetime.time()
    return f"{moment:%d.%m.%Y}" if midnight else f"{moment:%d.%m.%Y %H:%M}"
