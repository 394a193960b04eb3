"""Which of a copied table's columns goes where, and what rows that makes.

A header among the copied rows decides, as it does in files (see `plans.documents.columns`). Rows
without one are taken by their place: as many columns as the plan has go one to one, fewer begin at
the cell in hand, or by what stands in them. A person may choose otherwise for each column.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.documents.columns import Column, Header, assign_fields, find_header
from plans.documents.columns import is_row_of_column_numbers as is_numbers
from plans.documents.docx_table import Row, Table
from plans.documents.field_rows import FieldRow, read_fields
from plans.documents.outline import FIELDS, Field, OutlineWarning
from plans.documents.page_cuts import as_lines
from plans.documents.sections import section_title


@dataclass(frozen=True)
class PastedColumn:
    """`field` is None where the column stays behind; `sample` is its first text."""

    caption: str
    field: Field | None
    sample: str


@dataclass(frozen=True)
class PastedSection:
    row: int
    title: str


@dataclass
class PastedActivity:
    """`row` counts the copied rows from 1, empty ones left out."""

    row: int
    texts: dict[Field, str] = field(default_factory=dict)


@dataclass
class Pasted:
    """What a copied table means: its columns and its rows in order."""

    columns: list[PastedColumn]
    rows: list[PastedSection | PastedActivity]
    warnings: list[OutlineWarning]


def read_pasted(
    table: Table,
    fields: Sequence[Field],
    *,
    start: Field | None = None,
    chosen: Sequence[Field | None] | None = None,
) -> Pasted:
    """What a copied table means in a plan with these columns.

    Args:
        start: the field of the cell in hand, where the first column goes if nothing else is known.
        chosen: a person's word, a field or None for each column.
    """
    warnings: list[OutlineWarning] = []
    header = _header(table, fields, start, warnings)
    if chosen is not None and len(chosen) == len(header.columns):
        _choose(header.columns, chosen)
        warnings = []
    _leave_unprinted(header.columns, fields)
    body = [row for row in table.rows[header.after :] if not _is_header(row, header)]
    read = [read_fields(row, header, table.number) for row in body]
    return Pasted(_columns(header, body), _rows(read, header), warnings)


def _header(
    table: Table, fields: Sequence[Field], start: Field | None, warnings: list[OutlineWarning]
) -> Header:
    found = find_header(table)
    if found is not None:
        assign_fields(found, table, warnings)
        return found
    width = max(cell.start + cell.span for row in table.rows for cell in row.cells)
    columns = [Column("", place / width, (place + 1) / width) for place in range(width)]
    by_place = _by_place(fields, width, start)
    if by_place:
        _choose(columns, by_place)
    else:
        # A header of no cells above the first row: what is below it tells the columns apart.
        assign_fields(Header(-1, [Row(0, [])], columns), table, [])
        _fill_gaps(columns, fields)
    return Header(0, [], columns)


def _by_place(fields: Sequence[Field], width: int, start: Field | None) -> list[Field | None]:
    if width == len(fields):
        return list(fields)
    first = fields.index(start) if start in fields else len(fields)
    return list(fields[first : first + width]) if width <= len(fields) - first else []


def _fill_gaps(columns: list[Column], fields: Sequence[Field]) -> None:
    """A column of which nothing is known takes the plan's next free field after its neighbour's."""
    taken = {column.field for column in columns}
    place = -1
    for column in columns:
        if column.field in fields:
            place = fields.index(column.field)
            continue
        free = [name for name in fields[place + 1 :] if name not in taken]
        if free:
            column.field, column.role = free[0], "main"
            taken.add(free[0])
            place = fields.index(free[0])


def _choose(columns: list[Column], chosen: Sequence[Field | None]) -> None:
    """Two columns for one field: the second adds its lines to the first."""
    met: set[Field] = set()
    for column, name in zip(columns, chosen, strict=True):
        column.field = name
        column.role = "unknown" if name is None else "extra" if name in met else "main"
        if name is not None:
            met.add(name)


def _leave_unprinted(columns: list[Column], fields: Sequence[Field]) -> None:
    """A field that the plan does not print would vanish from sight."""
    for column in columns:
        if column.field not in fields:
            column.field, column.role = None, "unknown"


def _is_header(row: Row, header: Header) -> bool:
    return header.is_repeated_by(row) or is_numbers(row)


def _columns(header: Header, body: list[Row]) -> list[PastedColumn]:
    return [
        PastedColumn(column.caption, column.field, _sample(column, body))
        for column in header.columns
    ]


def _sample(column: Column, body: list[Row]) -> str:
    """Cells over several columns, such as names of sections, are no sample of one."""
    middle, width = (column.left + column.right) / 2, column.right - column.left
    cells = (cell for row in body for cell in row.cells if cell.left < middle < cell.right)
    own = (cell.caption for cell in cells if cell.right - cell.left < 1.5 * width)
    return next((text for text in own if text), "")


def _rows(read: list[FieldRow], header: Header) -> list[PastedSection | PastedActivity]:
    """Sections and activities; a row that shares the title's cell adds its lines to the one above.

    Unlike in a file nothing is joined by guess: a copied table has no ends of pages.
    """
    rows: list[PastedSection | PastedActivity] = []
    for row, following in zip(read, [*read[1:], None], strict=True):
        last = rows[-1] if rows else None
        title = section_title(row, following, header)
        if title:
            rows.append(PastedSection(row.number, title))
        elif "title" in row.continued and isinstance(last, PastedActivity):
            _join(last, row)
        elif row.told:
            texts = {name: row.get(name) for name in FIELDS if row.get(name)}
            rows.append(PastedActivity(row.number, texts))
    return rows


def _join(activity: PastedActivity, row: FieldRow) -> None:
    for name in row.told:
        activity.texts[name] = as_lines(activity.texts.get(name, ""), row.get(name))
