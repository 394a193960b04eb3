"""Where the header of the plan's table is, and which column holds what.

The header is the row whose cells are captions of several fields. It may be two rows high, stand
below a heading inside the table, come with columns in any order, and with columns that a plan of
the portal does not have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from plans.documents.captions import (
    MAX_CAPTION_CHARACTERS,
    Reading,
    read_caption,
    same_caption,
)
from plans.documents.docx_table import Cell, Row, Table
from plans.documents.outline import FIELDS, Field, OutlineWarning

# main: the field's own column; extra: adds lines to it; section: its text opens sections.
Role = Literal["main", "extra", "section", "unknown"]
_HEADER_WITHIN_ROWS = 30
_NUMBERS = re.compile(r"\d+(?:[.)]\d+)*[.)]?")
_DEADLINES = re.compile(
    r"\d{1,2}\.\d{1,2}|\b20\d\d\b|январ|феврал|март|апрел|\bма[йя]\b|июн|июл|август|сентябр|октябр"
    r"|ноябр|декабр|в течение|ежемесячн|ежекварт|ежегодн|постоянно|до \d|квартал",
    re.IGNORECASE,
)


@dataclass
class Column:
    """One column of the plan's table; the edges are parts of the table's width."""

    caption: str
    left: float
    right: float
    reading: Reading = field(default_factory=Reading)
    field: Field | None = None
    role: Role = "unknown"


@dataclass
class Header:
    """The header of one table: its first row (index), the rows it takes, the columns."""

    first: int
    rows: list[Row]
    columns: list[Column]

    @property
    def after(self) -> int:
        """Index of the row below."""
        return self.first + len(self.rows)

    @property
    def strength(self) -> int:
        """How many different fields its captions name."""
        return len({column.reading.field for column in self.columns if column.reading.field})

    def main(self, name: Field) -> Column | None:
        """The field's own column."""
        own = (c for c in self.columns if c.field == name and c.role == "main")
        return next(own, None)

    def caption(self, name: Field) -> str:
        """What the field's column is called in print."""
        column = self.main(name)
        return column.caption if column else ""

    def is_repeated_by(self, row: Row) -> bool:
        """The same captions again, as at the top of a new page."""
        return any(_same_row(row, own) for own in self.rows)


class _Fit(NamedTuple):
    column: Column
    share: float


def find_header(table: Table) -> Header | None:
    """The best header of a table; None where no row looks like one."""
    best: Header | None = None
    for index, row in enumerate(table.rows[:_HEADER_WITHIN_ROWS]):
        header = _header_at(table, index, row)
        if header is not None and (best is None or header.strength > best.strength):
            best = header
    return best


def _header_at(table: Table, index: int, row: Row) -> Header | None:
    if any(len(cell.caption) > MAX_CAPTION_CHARACTERS for cell in row.cells):
        return None
    rows = [row, *_second_rows(table, index)]
    header = Header(index, rows, list(_columns(rows)))
    named = {column.reading.field for column in header.columns} - {None}
    weights = [column.reading.weight for column in header.columns if column.reading.field]
    told = sum(bool(column.caption) for column in header.columns)
    is_header = len(named) >= 2 and max(weights) >= 3 and 2 * len(weights) >= told
    return header if is_header else None


def _second_rows(table: Table, index: int) -> list[Row]:
    """Rows that cells of the header reach down into: it is more than one row high."""
    rows: list[Row] = []
    for row in table.rows[index + 1 : index + 3]:
        if not any(cell.continued and cell.caption for cell in row.cells):
            break
        rows.append(row)
    return rows


def _columns(rows: list[Row]) -> Iterator[Column]:
    """One column for each cell of the lowest row, with the captions above it."""
    for cell in rows[-1].cells:
        middle = (cell.left + cell.right) / 2
        above = [
            over.caption
            for row in rows[:-1]
            for over in row.cells
            if over.left < middle < over.right and not cell.continued and not over.continued
        ]
        caption = " ".join([*above, cell.caption]).strip()
        yield Column(caption, cell.left, cell.right, read_caption(caption))


def _same_row(row: Row, header: Row) -> bool:
    ours = [cell.caption for cell in header.cells]
    theirs = [cell.caption for cell in row.cells]
    return len(ours) == len(theirs) and all(map(same_caption, ours, theirs))


def is_row_of_column_numbers(row: Row) -> bool:
    """«1 | 2 | 3 | 4 | 5» below the captions."""
    told = [cell.caption.rstrip(".") for cell in row.cells]
    return len(told) >= 3 and told == [str(number) for number in range(1, len(told) + 1)]


def cells_by_column(row: Row, columns: list[Column]) -> list[tuple[Cell, list[Column]]]:
    """Which columns each cell of a row stands in.

    As many cells as columns go one to one, whatever the grid says: converters write wrong grids.
    Otherwise a cell stands in the columns that it covers at least half of, or in the nearest one.
    """
    if len(row.cells) == len(columns):
        return [(cell, [column]) for cell, column in zip(row.cells, columns, strict=True)]
    return [(cell, _covered(cell, columns)) for cell in row.cells]


def _covered(cell: Cell, columns: list[Column]) -> list[Column]:
    fits = [_Fit(column, _overlap(cell, column)) for column in columns]
    covered = [
        fit.column for fit in fits if fit.share >= 0.5 * (fit.column.right - fit.column.left)
    ]
    return covered or [max(fits, key=lambda fit: fit.share).column]


def _overlap(cell: Cell, column: Column) -> float:
    return max(0.0, min(cell.right, column.right) - max(cell.left, column.left))


def assign_fields(header: Header, table: Table, warnings: list[OutlineWarning]) -> None:
    """Gives every column its field and role; what had to be guessed is told."""
    for name in FIELDS:
        named = [column for column in header.columns if column.reading.field == name]
        if named:
            _assign_one(name, named)
    _guess_missing(header, table)
    warnings += _column_warnings(header, table.number)


def _assign_one(name: Field, named: list[Column]) -> None:
    """The column with the surest caption is the field's own; others open sections or add lines."""
    main = max(named, key=lambda column: (column.reading.sure, column.reading.weight))
    for column in named:
        column.field = name
        if column is main:
            column.role = "main"
        elif name == "title" and column.left < main.left:
            column.role = "section"
        elif name == "number":
            column.field = None
        else:
            column.role = "extra"


def _guess_missing(header: Header, table: Table) -> None:
    """Columns without a telling caption, by what stands in them."""
    for column in header.columns:
        if column.role != "unknown" or column.reading.field:
            continue
        texts = _texts(header, table, column)
        if header.main("number") is None and not column.caption and _share(texts, _NUMBERS) > 0.6:
            column.field, column.role = "number", "main"
        elif header.main("deadline") is None and _share(texts, _DEADLINES) > 0.5:
            column.field, column.role = "deadline", "main"
    if header.main("title") is None:
        _guess_title(header, table)


def _guess_title(header: Header, table: Table) -> None:
    """The longest texts among the unknown columns are what is to be done."""
    unknown = [column for column in header.columns if column.role == "unknown"]
    lengths = {id(c): sum(map(len, _texts(header, table, c))) for c in unknown}
    longest = max(unknown, key=lambda column: lengths[id(column)], default=None)
    if longest is not None and lengths[id(longest)]:
        longest.field, longest.role = "title", "main"


def _texts(header: Header, table: Table, column: Column) -> list[str]:
    return [
        cell.caption
        for row in table.rows[header.after :]
        for cell, columns in cells_by_column(row, header.columns)
        if columns == [column] and cell.caption and not header.is_repeated_by(row)
    ]


def _share(texts: list[str], pattern: re.Pattern[str]) -> float:
    match = pattern.fullmatch if pattern is _NUMBERS else pattern.search
    return sum(bool(match(text)) for text in texts) / len(texts) if texts else 0.0


_NAMES: dict[Field, str] = {
    "number": "номер",
    "title": "мероприятие",
    "deadline": "срок",
    "responsible": "ответственные",
    "result": "ожидаемый результат",
}


def _column_warnings(header: Header, table: int) -> Iterator[OutlineWarning]:
    for column in header.columns:
        told = _about(column, header)
        if told:
            row = header.rows[0].number
            yield OutlineWarning(told[0], told[1], row, column.caption, table=table)
    for name in ("deadline", "responsible"):
        if header.main(name) is None:
            yield OutlineWarning(
                "missing-column", f"Столбец «{_NAMES[name]}» не найден, поле останется пустым."
            )


def _also(column: Column) -> tuple[Field, ...]:
    return column.reading.also if column.field in ("deadline", "responsible") else ()


def _about(column: Column, header: Header) -> tuple[str, str] | None:
    """The one thing worth saying about how a column was understood."""
    shown = f"Столбец «{column.caption}»" if column.caption else "Столбец без заголовка"
    if column.field is None or column.role == "unknown":
        return "unknown-column", f"{shown} не относится к полям плана, он не перенесён."
    name = _NAMES[column.field]
    if column.role == "section":
        return "section-column", f"{shown} прочитан как названия разделов, проверьте."
    if column.role == "extra":
        return "extra-column", f"{shown} добавлен в поле «{name}» новыми строками, проверьте."
    if not column.reading.sure or column.reading.field is None:
        return "guessed-column", f"{shown} прочитан как «{name}» по догадке, проверьте."
    if any(also in ("deadline", "responsible") and not header.main(also) for also in _also(column)):
        return "combined-column", f"{shown} перенесён целиком в поле «{name}», проверьте."
    return None
