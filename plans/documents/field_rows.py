"""A row of the table with its cells sorted into the plan's fields."""

from dataclasses import dataclass, field

from plans.documents.columns import Column, Header, cells_by_column
from plans.documents.docx_table import Cell, Row
from plans.documents.outline import FIELDS, Field


@dataclass
class FieldRow:
    """What a row says, field by field.

    `merged` is the text of a cell that runs over most of the columns, `section` the text of a
    column that names sections, `continued` the fields merged with the row above, `label` the
    automatic number in the number's cell (None: there is one, but it could not be worked out).
    """

    number: int
    table: int
    values: dict[Field, str] = field(default_factory=dict)
    merged: str = ""
    section: str = ""
    continued: set[Field] = field(default_factory=set)
    label: str | None = ""
    stands_out: bool = False
    squeezed: bool = False
    nested: bool = False
    listed: bool = False

    def get(self, name: Field) -> str:
        """The text of a field, empty where there is none."""
        return self.values.get(name, "")

    @property
    def told(self) -> list[Field]:
        """The fields with a text of their own in this row."""
        return [name for name in FIELDS if self.get(name) and name not in self.continued]


def read_fields(row: Row, header: Header, table: int) -> FieldRow:
    """Sorts the cells of a row."""
    placed = cells_by_column(row, header.columns)
    found = FieldRow(row.number, table)
    found.merged = _merged_text(placed)
    for cell, columns in placed:
        _add(found, cell, columns)
    if not found.get("number") and found.label == "":
        _take_number_of_title(found, placed)
    found.stands_out = any(cell.text for cell in row.cells) and all(
        cell.stands_out for cell in row.cells if cell.text
    )
    return found


def _merged_text(placed: list[tuple[Cell, list[Column]]]) -> str:
    """The text of a row that is one wide cell, with its number where that has a cell of its own."""
    width = sum(len(columns) for _, columns in placed)
    wide = [cell for cell, columns in placed if len(columns) >= max(2, width - 2)]
    told = [(cell, columns) for cell, columns in placed if cell.text and not cell.continued]
    if len(wide) != 1 or not wide[0].text or wide[0].continued:
        return ""
    others = [columns for cell, columns in told if cell is not wide[0]]
    if any(column.field != "number" for columns in others for column in columns):
        return ""
    own = [with_label(cell) for cell, _ in placed if not cell.continued]
    return " ".join(text for text in own if text)


def with_label(cell: Cell) -> str:
    """The text on one line, after the automatic number where there is one."""
    label = cell.paragraphs[0].label if cell.paragraphs else ""
    return f"{label or ''} {cell.caption}".strip()


def _add(found: FieldRow, cell: Cell, columns: list[Column]) -> None:
    """A cell over several columns goes to the first of them that is a field."""
    known = [column for column in columns if column.role != "unknown"]
    if not known:
        return
    column = known[0]
    found.nested |= cell.nested
    found.squeezed |= len(known) > 1 and bool(cell.text)
    if column.role == "section":
        found.section = cell.caption
    elif column.field is not None:
        _add_text(found, cell, column.field)


def _add_text(found: FieldRow, cell: Cell, name: Field) -> None:
    text = cell.listed_text
    if name == "number":
        text = cell.caption
        labels = [p.label for p in cell.paragraphs if p.label != ""]
        if not text and labels:
            found.label = labels[0]
            text = labels[0] or ""
    else:
        found.listed |= any(p.label is None and p.lines for p in cell.paragraphs)
    if cell.continued:
        found.continued.add(name)
    before = found.get(name)
    found.values[name] = f"{before}\n{text}" if before and text else before or text


def _take_number_of_title(found: FieldRow, placed: list[tuple[Cell, list[Column]]]) -> None:
    """Where no other number is written, the list number of the title is the activity's number."""
    for cell, columns in placed:
        if columns[0].field == "title" and columns[0].role == "main":
            labels = [p.label for p in cell.paragraphs if p.lines]
            if labels and labels[0] and not any(labels[1:]):
                found.values["number"] = labels[0]
                found.values["title"] = found.get("title").replace(cell.listed_text, cell.text, 1)
                found.listed = False
