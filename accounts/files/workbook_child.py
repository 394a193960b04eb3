"""What the child behind the fence does with a workbook. Imports no Django: the child has none."""

import datetime
import io
import json
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from accounts.files.hidden_inside import Hidden, hidden_parts

NOTHING = Hidden([], [])


def read_sheets(data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """`{"sheets": [...]}` with each sheet's name, visibility, rows and merged ranges, and what of
    it is hidden; or `{"refused": code}`. Rows carry their number as Excel shows it; empty rows are
    left out.

    Args:
        limits: a `WorkbookLimits` as a dictionary.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        wanted = [
            meta
            for meta in workbook.sheets_metadata
            if limits["hidden"] or meta.visible == SheetVisibleEnum.Visible
        ]
        if len(wanted) > limits["sheets"]:
            return {"refused": "too_many_sheets"}
        hidden = hidden_parts(io.BytesIO(data))
        sheets = [
            {
                "visible": meta.visible == SheetVisibleEnum.Visible,
                **_sheet(workbook.get_sheet_by_name(meta.name), limits),
                "hidden_rows": hidden.get(meta.name, NOTHING).rows,
                "hidden_columns": hidden.get(meta.name, NOTHING).columns,
            }
            for meta in wanted
        ]
    except PasswordError:
        return {"refused": "password"}
    except OverflowError:
        return {"refused": "too_many_rows"}
    except (CalamineError, ValueError, OSError):
        return {"refused": "damaged"}
    return {"sheets": sheets}


def _sheet(sheet: CalamineSheet, limits: dict[str, int]) -> dict[str, object]:
    left = sheet.start[1] if sheet.start else 0
    rows: list[list[object]] = []
    # iter_rows begins at row 1, but at the leftmost filled column.
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if not any(cell != "" for cell in cells):
            continue
        if len(rows) == limits["rows"] or left + len(cells) > limits["columns"]:
            raise OverflowError(sheet.name)
        rows.append([number, [""] * left + [_plain(cell, limits["text"]) for cell in cells]])
    return {
        "name": sheet.name[: limits["text"]],
        "rows": rows,
        "merged": (sheet.merged_cell_ranges or [])[: limits["rows"]],
    }


def _plain(cell: object, length: int) -> object:
    """JSON knows no dates; a date keeps its kind, because in a score it is a fault."""
    if isinstance(cell, str):
        return cell[:length]
    if isinstance(cell, datetime.date | datetime.time):
        return {"date": cell.isoformat()}
    if isinstance(cell, datetime.timedelta):
        return {"date": str(cell)}
    return cell


def look(data: bytes, arguments: list[str]) -> dict[str, Any]:
    """The filled rows of its sheets, or the code of a refusal. One argument: the limits as JSON."""
    return read_sheets(data, json.loads(arguments[0]))
