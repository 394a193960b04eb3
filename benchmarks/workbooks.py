"""Reading and checking filled result forms: our fenced reader against openpyxl.

    python -m benchmarks.workbooks

Prints rows of a Markdown table. Trust the ratios of one run, not the milliseconds. openpyxl is
given its fastest mode and neither the look into the archive nor the child, so what our fence costs
stands on our side of the ratio.
"""

import datetime
import io
import statistics
import time
from collections.abc import Callable

from openpyxl import load_workbook

from accounts.files.archives import check_archive
from assessments.spreadsheets.child import read_sheets
from assessments.spreadsheets.findings import ReadResults
from assessments.spreadsheets.result_reader import check_results, read_results
from assessments.spreadsheets.workbook import Cell, CellDate, Row, Sheet, Workbook, workbook_of
from tests.assessments.workbooks import ENGLISH_8, filled, many_rows

SIZES = (60, 1_500)  # a parallel; the largest official form
ROUNDS = 9


def fenced(data: bytes) -> ReadResults:
    """What the portal does with an upload."""
    return read_results(data, ENGLISH_8)


def unfenced(data: bytes) -> ReadResults:
    """The same reader inside this process, for information: never done with an upload."""
    check_archive(data)
    return check_results(workbook_of(read_sheets(data)), ENGLISH_8)


def with_openpyxl(data: bytes) -> ReadResults:
    """The same checks over rows read by openpyxl."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = [
        Sheet(
            sheet.title,
            [
                Row(number, [_cell(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
                if any(value is not None for value in values)
            ],
            is_visible=sheet.sheet_state == "visible",
        )
        for sheet in book.worksheets
    ]
    book.close()
    return check_results(Workbook(sheets), ENGLISH_8)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        return CellDate(value.isoformat())
    return value if isinstance(value, str | bool | int | float) else str(value)


def milliseconds(read: Callable[[bytes], ReadResults], data: bytes) -> float:
    """The median of several rounds after one that is not counted."""
    read(data)
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        read(data)
        rounds.append((time.perf_counter() - started) * 1_000)
    return statistics.median(rounds)


def main() -> None:
    for size in SIZES:
        data = filled(many_rows(size))
        ours, inside, theirs = fenced(data), unfenced(data), with_openpyxl(data)
        assert ours == inside == theirs, "the two readers disagree"
        assert len(ours.accepted) == size, "the form was not read whole"
        mine, bare, other = (milliseconds(r, data) for r in (fenced, unfenced, with_openpyxl))
        print(
            f"| result form, {size} rows | {mine:.0f} ms in the child ({bare:.0f} ms inside) "
            f"| openpyxl {other:.0f} ms | {other / mine:.1f} ({other / bare:.1f} inside) |"
        )


if __name__ == "__main__":
    main()
