"""The child that opens one workbook: `python -m assessments.spreadsheets.child LIMITS`.

Reads the file from standard input and answers with the filled rows of every sheet as JSON, or
with the code of a refusal. Imports no Django, so that it starts in a few hundredths of a second.
"""

import datetime
import io
import sys

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from accounts.files.fence_inside import answer, close_fence

MAX_SHEETS = 20
MAX_FILLED_ROWS = 5_000  # on one sheet
MAX_COLUMNS = 300
MAX_TEXT = 200  # characters kept of one cell; nothing in the form is longer


def read_sheets(data: bytes) -> dict[str, object]:
    """`{"sheets": [...]}` with each sheet's name, visibility, rows and merged ranges, or
    `{"refused": code}`. Rows carry their number as Excel shows it; empty rows are left out.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(workbook.sheet_names) > MAX_SHEETS:
            return {"refused": "too_many_sheets"}
        sheets = [
            _sheet(workbook.get_sheet_by_name(meta.name), meta.visible == SheetVisibleEnum.Visible)
            for meta in workbook.sheets_metadata
        ]
    except PasswordError:
        return {"refused": "password"}
    except OverflowError:
        return {"refused": "too_many_rows"}
    except (CalamineError, ValueError, OSError):
        return {"refused": "damaged"}
    return {"sheets": sheets}


def _sheet(sheet: CalamineSheet, is_visible: bool) -> dict[str, object]:
    left = sheet.start[1] if sheet.start else 0
    rows: list[list[object]] = []
    # iter_rows begins at row 1, but at the leftmost filled column.
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if not any(cell != "" for cell in cells):
            continue
        if len(rows) == MAX_FILLED_ROWS or left + len(cells) > MAX_COLUMNS:
            raise OverflowError(sheet.name)
        rows.append([number, [""] * left + [_plain_cell(cell) for cell in cells]])
    return {
        "name": sheet.name[:MAX_TEXT],
        "visible": is_visible,
        "rows": rows,
        "merged": (sheet.merged_cell_ranges or [])[:MAX_FILLED_ROWS],
    }


def _plain_cell(cell: object) -> object:
    """JSON knows no dates; a date keeps its kind, because in a score it is a fault."""
    if isinstance(cell, str):
        return cell[:MAX_TEXT]
    if isinstance(cell, datetime.date | datetime.time):
        return {"date": cell.isoformat()}
    if isinstance(cell, datetime.timedelta):
        return {"date": str(cell)}
    return cell


def main() -> None:
    close_fence(sys.argv[1])
    answer(read_sheets(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
