"""The child that opens one workbook: `python -m schools.spreadsheets.child LIMITS`.

Reads the file from standard input and answers with the rows of its visible sheets as JSON, or
with the code of a refusal. Imports no Django, so that it starts fast.
"""

import io
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from accounts.files.fence_inside import answer, close_fence

MAX_SHEETS = 20
MAX_FILLED_ROWS = 5_100  # on one sheet: the limit of schools, and room for headings
MAX_COLUMNS = 100
MAX_TEXT = 1_000  # characters kept of one cell


def read_sheets(data: bytes) -> dict[str, object]:
    """`{"sheets": [[name, [[number, cells], …]], …]}` or `{"refused": code}`."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            meta.name
            for meta in workbook.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible
        ]
        sheets = [[name[:MAX_TEXT], _rows(workbook, name)] for name in names[:MAX_SHEETS]]
    except PasswordError:
        return {"refused": "password"}
    except OverflowError:
        return {"refused": "too_many_rows"}
    except (CalamineError, ValueError, OSError):
        return {"refused": "damaged"}
    return {"sheets": sheets}


def _rows(workbook: CalamineWorkbook, name: str) -> list[list[object]]:
    sheet = workbook.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start else 0
    rows: list[list[object]] = []
    # iter_rows begins at row 1, but at the leftmost filled column.
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if not any(cell != "" for cell in cells):
            continue
        if len(rows) == MAX_FILLED_ROWS or left + len(cells) > MAX_COLUMNS:
            raise OverflowError(name)
        rows.append([number, [""] * left + [_text(cell) for cell in cells]])
    return rows


def _text(cell: object) -> str:
    """A login made of digits is a number to Excel: 990001.0 is 990001."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)[:MAX_TEXT]


def main() -> None:
    close_fence(sys.argv[1])
    answer(read_sheets(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
