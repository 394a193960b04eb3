"""Cells parted by tabs, as spreadsheets copy them."""

import re

from plans.documents.clipboard.grid import table_of
from plans.documents.docx_table import Cell, Table
from plans.documents.docx_text import Paragraph

# A cell in quotes may hold tabs and line ends, a quote in it is doubled; a quote inside a plain
# cell is just a quote, which is why the csv module does not do.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')


def read_tabbed(text: str) -> Table:
    """Rows of a copied range; a text without tabs is one column, a row a line.

    Raises:
        PlanFileError: too-many-rows, cell-too-long.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    rows: list[list[Cell]] = [[]]
    position = 0
    while True:
        match = _CELL.match(text, position)
        assert match is not None  # noqa: S101 - the second branch takes even nothing
        quoted, plain = match.groups()
        said = quoted.replace('""', '"') if quoted is not None else plain
        rows[-1].append(Cell([Paragraph(said)], start=len(rows[-1])))
        position = match.end() + 1
        if match.end() >= len(text):
            return table_of(rows)
        if text[match.end()] == "\n":
            rows.append([])
