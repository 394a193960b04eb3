"""Cells put into rows of one width, with the limits that every reader of tables keeps."""

from plans.documents.docx_table import MAX_CELL_CHARACTERS, MAX_COLUMNS, Cell, Row, Table
from plans.errors import PlanFileError

MAX_ROWS = 500  # a screenful to look through; longer plans come as files


def table_of(rows: list[list[Cell]]) -> Table:
    """A table of equally wide columns; empty rows are left out and not counted.

    Raises:
        PlanFileError: too-many-rows, cell-too-long.
    """
    filled = [cells[:MAX_COLUMNS] for cells in rows if not Row(0, cells).is_empty]
    told = [Row(number, cells) for number, cells in enumerate(filled, start=1)]
    if len(told) > MAX_ROWS:
        raise PlanFileError(
            "too-many-rows",
            f"Скопировано строк: {len(told)}, вставить можно не больше {MAX_ROWS} за раз. "
            "Вставьте таблицу частями или загрузите её файлом.",
        )
    width = max((cell.start + cell.span for row in told for cell in row.cells), default=1)
    for row in told:
        for cell in row.cells:
            _check_length(cell, row.number)
            cell.left = cell.start / width
            cell.right = (cell.start + cell.span) / width
    return Table(told)


def _check_length(cell: Cell, row: int) -> None:
    if sum(len(paragraph.text) for paragraph in cell.paragraphs) > MAX_CELL_CHARACTERS:
        raise PlanFileError(
            "cell-too-long",
            f"В строке {row} есть ячейка длиннее {MAX_CELL_CHARACTERS} знаков. "
            "Скопируйте только таблицу плана.",
        )
