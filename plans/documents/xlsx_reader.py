"""Reads a plan out of an .xlsx: the sheet with the captions, understood like a table of Word.

The file is opened by a child process behind the fence; what comes out are plain rows. Rows above
the captions are stamps, title and preamble, lone cells below the last activity are the footer.
"""

import re
from pathlib import Path

from accounts.files.archives import check_archive
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceLimits
from accounts.files.workbooks import WorkbookLimits, sheets_in_child
from plans.documents.columns import find_header
from plans.documents.docx_blocks import Block, layout_lines
from plans.documents.docx_reader import understand
from plans.documents.docx_table import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    check_length,
)
from plans.documents.heading import Line
from plans.documents.outline import OutlineWarning, PlanOutline
from plans.documents.xlsx_sheet import Sheet, sheet_of
from plans.errors import PlanFileError

# One character more than a cell may have, so that a longer one is seen and refused.
LIMITS = WorkbookLimits(
    rows=MAX_ROWS, columns=4 * MAX_COLUMNS, text=MAX_CELL_CHARACTERS + 1, hidden=False
)
FENCE = FenceLimits(memory=512 * 1024 * 1024, cpu=10, wall=20)
REFUSALS = {
    "password": "Файл закрыт паролем. Снимите пароль и загрузите снова.",
    "damaged": "Книга Excel повреждена. Откройте её у себя, сохраните заново и загрузите ещё раз.",
    "too_many_sheets": f"В книге больше {LIMITS.sheets} листов. Оставьте лист с планом.",
    "too_many_rows": f"На листе больше {LIMITS.rows} строк или {LIMITS.columns} столбцов. Удалите "
    "всё ниже и правее таблицы плана, сохраните и загрузите снова.",
    "too_heavy": "Книгу не удалось открыть: она слишком велика или устроена необычно. Скопируйте "
    "таблицу плана в новую книгу и загрузите её.",
}
_DAY = re.compile(r"\d\d\.\d\d\.\d{4}")


def read_xlsx_plan(data: bytes, *, name: str = "") -> PlanOutline:
    """Understands a plan written in Excel; `name` is the file's name, its stem the outline's.

    Raises:
        PlanFileError: the file cannot be opened safely (see `accounts.files.archives`), no-table,
            no-activity-column, no-activities, too-many-rows, cell-too-long.
    """
    outline = PlanOutline(name=Path(name).stem if name.lower().endswith(".xlsx") else name)
    sheets = [sheet_of(found, number) for number, found in enumerate(_sheets(data), start=1)]
    chosen = _with_captions([sheet for sheet in sheets if sheet.rows])
    for sheet in sheets:
        if sheet.rows and sheet is not chosen:
            message = f"Лист «{sheet.name}» не похож на план, он не перенесён."
            outline.warnings.append(OutlineWarning("sheet-ignored", message))
    understand(outline, _blocks(chosen))
    _tell_of_days_for_numbers(outline)
    return outline


def _sheets(data: bytes) -> list[dict[str, object]]:
    try:
        check_archive(data, kind="xlsx")
        return sheets_in_child(data, limits=LIMITS, fence=FENCE, refusals=REFUSALS)
    except FileRefused as refused:
        raise PlanFileError(refused.code.replace("_", "-"), refused.message) from refused


def _with_captions(sheets: list[Sheet]) -> Sheet:
    """The first sheet with captions as telling as any; a plan beside a sheet of notes is found."""
    if not sheets:
        raise PlanFileError("no-table", "В книге нет ни одной заполненной ячейки.")
    strengths = [header.strength if (header := find_header(s.table())) else 0 for s in sheets]
    enough = min(3, max(strengths))
    return next(s for s, strength in zip(sheets, strengths, strict=True) if strength >= enough)


def _blocks(sheet: Sheet) -> list[Block]:
    """Lines above, the table, lines below. Columns that only the heading uses are no columns."""
    header = find_header(sheet.table())
    if header is None:
        return [sheet.table()]
    first = header.rows[0].number
    below = _footer_rows(sheet, first)
    table = sheet.table([n for n in sheet.rows if n >= first and n not in below])
    for row in table.rows:
        check_length(row.cells, row.number)
    above = _lines(sheet, [number for number in sheet.rows if number < first])
    return [above, table, _lines(sheet, below)]


def _footer_rows(sheet: Sheet, first: int) -> list[int]:
    """The rows after the last one with two texts: after a blank row, or from the left edge."""
    numbers = [number for number in sheet.rows if number >= first]
    last = max((n for n in numbers if sheet.told(n) > 1), default=numbers[-1])
    rest = [number for number in numbers if number > last]
    if rest and (rest[0] > last + 1 or sheet.begins(rest[0]) == min(map(sheet.begins, numbers))):
        return rest
    return []


def _lines(sheet: Sheet, numbers: list[int]) -> list[Line]:
    """Line by line; a blank row parts the title from what stands above and below it."""
    runs: list[list[Row]] = []
    for row in sheet.table(numbers).rows:
        if not runs or row.number > runs[-1][-1].number + 1:
            runs.append([])
        runs[-1].append(row)
    return [
        Line(line.text, line.align, line.bold, line.place + index * MAX_COLUMNS**2)
        for index, run in enumerate(runs)
        for line in layout_lines(run)
    ]


def _tell_of_days_for_numbers(outline: PlanOutline) -> None:
    """Excel makes days of numbers like 1.1 unless the cell is kept as text."""
    for row in outline.activities:
        if _DAY.fullmatch(row.number):
            message = f"Строка {row.source_row}: вместо номера дата, её мог подставить Excel."
            outline.warnings.append(
                OutlineWarning("day-for-number", message, row.source_row, "", row.source_table)
            )
