"""«Сравнение отметок с отметками по журналу»: columns since 2024, rows in 2021."""

from assessments.spreadsheets.findings import Findings, shown
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.records import SampleRow
from assessments.spreadsheets.shapes.report_tables import (
    ReportShape,
    ReportTable,
    whose_by_title,
)
from assessments.spreadsheets.shapes.tables import DOWNLOAD_AGAIN
from assessments.spreadsheets.shapes.words import shown_whole
from assessments.spreadsheets.workbook import Row

LOWER, SAME, HIGHER = 0, 1, 2
BEGINNINGS = {plain("Понизили"): LOWER, plain("Подтвердили"): SAME, plain("Повысили"): HIGHER}
WHOLE = plain("Всего")
ROUNDING = 1.0  # percent


def _index(text: str) -> int | None:
    words = plain(text)
    return next((index for word, index in BEGINNINGS.items() if words.startswith(word)), None)


def _columns(row: Row) -> dict[int, int]:
    """The three columns of percents; those of counts follow from the number of participants."""
    found: dict[int, int] = {}
    for column, cell in enumerate(row.cells):
        if isinstance(cell, str) and "%" in cell and (index := _index(cell)) is not None:
            found.setdefault(index, column)
    return dict(sorted(found.items())) if len(found) == 3 else {}


def _percent_column(row: Row) -> dict[int, int]:
    found = [n for n, cell in enumerate(row.cells) if isinstance(cell, str) and plain(cell) == "%"]
    return {0: found[0]} if found else {}


IN_COLUMNS = ReportShape(
    code="journal-comparison",
    title="Сравнение отметок с отметками по журналу",
    known_by=("Группы участников", "Понизили…"),
    values=_columns,
)

IN_ROWS = ReportShape(
    code="journal-comparison-2021",
    title="Сравнение отметок с отметками по журналу",
    known_by=("Группы участников", "Кол-во участников", "%"),
    values=_percent_column,
)


def read_rows(table: ReportTable, findings: Findings) -> list[SampleRow]:
    """The layout of 2021: a row names a group, four rows of it follow."""
    group_column = table.column(table.shape.group) or 0
    count_column = table.column(table.shape.participants) or 0
    percent = table.values[0]
    found: list[SampleRow] = []
    title, first, counts, shares = "", 0, {}, {}  # type: ignore[var-annotated]
    for row in table.sheet.rows:
        if row.number <= table.heading.number:
            continue
        text = shown_whole(row.cell(group_column))
        index = _index(text)
        if index is None and plain(text) != WHOLE:
            if text:
                title, first, counts, shares = text, row.number, {}, {}
            continue
        count, share = row.cell(count_column), row.cell(percent)
        if not isinstance(count, float) or (index is not None and not isinstance(share, float)):
            findings.fault(
                table.place(row.number, count_column),
                "bad_count",
                "Это не число участников.",
                DOWNLOAD_AGAIN,
                count,
            )
            continue
        if index is not None:
            counts[index], shares[index] = int(count), float(share)  # type: ignore[arg-type]
            continue
        sample = _closed(table, title, first or row.number, int(count), counts, shares, findings)
        if sample is not None:
            found.append(sample)
    return found


def _closed(
    table: ReportTable,
    title: str,
    first: int,
    participants: int,
    counts: dict[int, int],
    shares: dict[int, float],
    findings: Findings,
) -> SampleRow | None:
    place = table.place(first, table.column(table.shape.group) or 0)
    if set(shares) != {LOWER, SAME, HIGHER} or sum(counts.values()) != participants:
        findings.fault(
            place,
            "shares_differ",
            f"Понизили, подтвердили и повысили вместе — {sum(counts.values())}, "
            f"а всего — {participants}.",
            DOWNLOAD_AGAIN,
            shown(title),
        )
        return None
    whose = whose_by_title(title or table.shape.title)
    values = tuple(shares[index] for index in (LOWER, SAME, HIGHER))
    return SampleRow(place, whose.level, whose.title, whose.school, None, participants, values)
