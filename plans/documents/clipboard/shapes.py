"""A copied table between the moment it is looked at and the moment it is taken."""

from typing import Any

from plans.documents.clipboard.grid import table_of
from plans.documents.clipboard.html_table import read_html
from plans.documents.clipboard.tabbed import read_tabbed
from plans.documents.docx_table import Cell, Table
from plans.documents.docx_text import Paragraph
from plans.errors import PlanFileError

MAX_CHARACTERS = 2_000_000  # of the HTML; a plan of 300 rows out of Word has about 900,000


def read_clipboard(*, html: str, text: str) -> Table:
    """The table of the HTML; where it has none, the text.

    Raises:
        PlanFileError: clipboard-too-large, clipboard-empty, too-many-rows, cell-too-long.
    """
    if max(len(html), len(text)) > MAX_CHARACTERS:
        raise PlanFileError(
            "clipboard-too-large",
            "Скопировано слишком много. Вставьте таблицу частями или загрузите её файлом.",
        )
    table = read_html(html) if "<table" in html.lower() else None
    if table is None or not table.rows:
        table = read_tabbed(text.replace("\x00", ""))
    if not table.rows:
        raise PlanFileError(
            "clipboard-empty",
            "Таблицы в скопированном нет. Выделите строки в Word или Excel, скопируйте их "
            "и вставьте сюда.",
        )
    return table


def table_as_json(table: Table) -> list[list[list[Any]]]:
    """Rows of cells, each its place, width, whether it continues or stands out, and its lines."""
    return [[_cell_as_json(cell) for cell in row.cells] for row in table.rows]


def _cell_as_json(cell: Cell) -> list[Any]:
    return [cell.start, cell.span, int(cell.continued), int(cell.stands_out), cell.text]


def table_from_json(data: list[list[list[Any]]]) -> Table:
    """The way back."""
    return table_of([[_cell_from_json(*cell) for cell in row] for row in data])


def _cell_from_json(start: int, span: int, continued: int, stands_out: int, text: str) -> Cell:
    lines = [Paragraph(line, bold=bool(stands_out)) for line in text.split("\n")]
    return Cell(lines, start, span, continued=bool(continued))
