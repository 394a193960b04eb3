"""The child that marks faults in a stranger's workbook and gives it back.

Imports no Django. The limits of the fence are all that holds a hostile file here.
"""

import base64
import io
import json
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Ошибки"
AUTHOR = "Портал объективности"
FILL = PatternFill("solid", start_color="FFD5D0", end_color="FFD5D0")
NO_FILL = PatternFill()
HEADINGS = ("№", "Лист", "Строка", "Столбец", "Стоит", "Что не так", "Как исправить")
WIDTHS = (6, 22, 9, 26, 22, 52, 64)  # in characters
WRAPPED = Alignment(wrap_text=True, vertical="top")
COMMENT_SIZE = (340, 130)  # width and height in points
# Where a sheet, a heading or a whole row is meant, the mark stands in the first column.
FIRST_COLUMN = "A"


def look(data: bytes, arguments: list[str]) -> dict[str, str]:
    """The workbook with its marks as base64, or a refusal.

    Args:
        data: the faults as JSON, then the workbook.
        arguments: the length of the JSON in bytes.
    """
    length = int(arguments[0])
    faults: list[dict[str, Any]] = json.loads(data[:length])
    try:
        workbook = load_workbook(io.BytesIO(data[length:]), keep_links=False)
    except Exception:
        # openpyxl raises nearly anything on a bent file, and the child has nothing else to do.
        return {"refused": "damaged"}
    _take_old_marks_off(workbook)
    for fault in faults:
        _mark(workbook, fault)
    _list_faults(workbook, faults)
    workbook.calculation.fullCalcOnLoad = True
    stream = io.BytesIO()
    workbook.save(stream)
    return {"workbook": base64.b64encode(stream.getvalue()).decode()}


def _take_old_marks_off(workbook: Workbook) -> None:
    """A copy that was mended and refused again must not show yesterday's faults."""
    for sheet in list(workbook.worksheets):
        if sheet.title == SHEET and sheet.cell(1, 1).value == HEADINGS[0]:
            workbook.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = NO_FILL


def _mark(workbook: Workbook, fault: dict[str, Any]) -> None:
    cell = _cell_of(workbook, fault)
    if cell is None:
        return
    said = f"{fault['reason']} {fault['remedy']}"
    if cell.comment is not None:
        # What people wrote there stays above what the portal says.
        said = f"{cell.comment.text}\n{said}"
    cell.comment = Comment(said, AUTHOR, width=COMMENT_SIZE[0], height=COMMENT_SIZE[1])
    cell.fill = FILL


def _cell_of(workbook: Workbook, fault: dict[str, Any]) -> Cell | None:
    if fault["sheet"] not in workbook.sheetnames or not fault["row"]:
        return None
    sheet = workbook[fault["sheet"]]
    if not isinstance(sheet, Worksheet):
        return None
    column = column_index_from_string(fault["column"] or FIRST_COLUMN)
    cell = sheet.cell(fault["row"], column)
    if isinstance(cell, MergedCell):
        cell = _corner(sheet, fault["row"], column)
    return cell if isinstance(cell, Cell) else None


def _corner(sheet: Worksheet, row: int, column: int) -> Cell | MergedCell:
    """Of merged cells only the first can carry a comment."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(row, column)


def _list_faults(workbook: Workbook, faults: list[dict[str, Any]]) -> None:
    sheet = workbook.create_sheet(_free_title(workbook), 0)
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        cell = _write(sheet, 1, column, heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for row, fault in enumerate(faults, start=2):
        column = fault["column"] + (f" «{fault['heading']}»" if fault.get("heading") else "")
        where = (fault["sheet"] or "весь файл", fault["row"] or "", column)
        words = (row - 1, *where, fault["value"], fault["reason"], fault["remedy"])
        for column_number, value in enumerate(words, start=1):
            _write(sheet, row, column_number, value)
        _link(workbook, sheet, row, fault)
    sheet.freeze_panes = "A2"
    sheet.sheet_view.tabSelected = True
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False
    workbook.active = 0


def _link(workbook: Workbook, sheet: Worksheet, row: int, fault: dict[str, Any]) -> None:
    """From the line of the list to the cell it is about."""
    if fault["sheet"] in workbook.sheetnames and fault["row"]:
        target = f"{fault['column'] or FIRST_COLUMN}{fault['row']}"
        cell = sheet.cell(row, 3)
        location = f"{quote_sheetname(fault['sheet'])}!{target}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
        cell.font = Font(color="0B57A4", underline="single")


def _write(sheet: Worksheet, row: int, column: int, value: str | int) -> Cell:
    """Text stays text: a value that begins with «=» must not become a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.alignment = WRAPPED
    return cell


def _free_title(workbook: Workbook) -> str:
    title, number = SHEET, 2
    while title in workbook.sheetnames:
        title, number = f"{SHEET} {number}", number + 1
    return title
