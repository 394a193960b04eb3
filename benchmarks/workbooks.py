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
from dataclasses import asdict

from openpyxl import load_workbook

from accounts.files.archives import check_archive
from accounts.files.workbook_child import read_sheets
from assessments.spreadsheets.findings import ReadResults
from assessments.spreadsheets.result_reader import check_results
from assessments.spreadsheets.workbook import (
    FORM,
    Cell,
    CellDate,
    Row,
    Sheet,
    Workbook,
    read_workbook,
    workbook_of,
)
from tests.assessments.workbooks import ENGLISH_8, filled, many_rows

SIZES = (60, 1_500)  # a parallel; the largest official form
ROUNDS = 11


def fenced(data: bytes) -> Workbook:
    """What the portal does with an upload: a look inside, then a child with limits."""
    return read_workbook(data)


def unfenced(data: bytes) -> Workbook:
    """The same reader inside this process, for information: never done with an upload."""
    check_archive(data)
    return workbook_of(read_sheets(data, asdict(FORM))["sheets"])


def with_openpyxl(data: bytes) -> Workbook:
    """The same rows read by openpyxl."""
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
    return Workbook(sheets)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        return CellDate(value.isoformat())
    return value if isinstance(value, str | bool | int | float) else str(value)


READERS: tuple[Callable[[bytes], Workbook], ...] = (fenced, unfenced, with_openpyxl)


def medians(data: bytes, then: Callable[[Workbook], object]) -> list[float]:
    """Milliseconds of each reader, taken in turn so that a busy machine troubles all alike."""
    rounds: list[list[float]] = [[] for _ in READERS]
    for _ in range(ROUNDS):
        for times, read in zip(rounds, READERS, strict=True):
            started = time.perf_counter()
            then(read(data))
            times.append((time.perf_counter() - started) * 1_000)
    return [statistics.median(times) for times in rounds]


def checked(workbook: Workbook) -> ReadResults:
    return check_results(workbook, ENGLISH_8)


def main() -> None:
    for size in SIZES:
        data = filled(many_rows(size))
        first, *others = (checked(read(data)) for read in READERS)
        assert all(other == first for other in others), "the readers disagree"
        assert len(first.accepted) == size, "the form was not read whole"
        for deed, then in (("read", bool), ("read and checked", checked)):
            mine, inside, theirs = medians(data, then)
            print(
                f"| result form, {size} rows, {deed} "
                f"| {mine:.0f} ms in the child ({inside:.0f} ms inside) "
                f"| openpyxl {theirs:.0f} ms | {theirs / mine:.1f} ({theirs / inside:.1f} inside) |"
            )


if __name__ == "__main__":
    main()
