"""Ties the columns of tasks to the tasks of the work that the table turned out to be of."""

from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.headings import plain_code
from assessments.spreadsheets.shapes.columns import HeadingItem
from assessments.spreadsheets.shapes.matching import used_positions
from assessments.spreadsheets.shapes.tables import DOWNLOAD_AGAIN, Table
from assessments.spreadsheets.spec import FormItem
from assessments.spreadsheets.workbook import Row

Bound = list[tuple[FormItem, int]]  # in the order of the work's items, with the column of each


def bind_items(table: Table, items: tuple[FormItem, ...], findings: Findings) -> Bound | None:
    """Every item with its column; None when columns are missing, foreign or of another maximum."""
    before = len(findings.refused)
    if any(each.codes[0].startswith("#") for each in table.items.values()):
        columns = used_positions(table)
        _check_leftovers(table, columns, findings)
        bound = list(zip(items, columns, strict=True))
    else:
        bound = _bind_coded(table, items, findings)
    return bound if len(findings.refused) == before else None


def _bind_coded(table: Table, items: tuple[FormItem, ...], findings: Findings) -> Bound:
    ours = {plain_code(item.code): item for item in items}
    plainly = {each.codes[0] for each in table.items.values() if not each.was_date}
    column_of: dict[str, int] = {}
    for column, stated in table.items.items():
        place = table.place(table.heading.number, column)
        code = next(
            (c for c in stated.codes if c in ours and c not in plainly - {stated.codes[0]}), None
        )
        if code is None:
            findings.fault(
                place, "foreign_item", "В этой работе нет такого задания.", DOWNLOAD_AGAIN
            )
            continue
        column_of.setdefault(code, column)
        _check_stated(place, stated, ours[code], findings)
    for code, item in ours.items():
        if code not in column_of:
            place = Place(table.sheet.name, table.heading.number)
            reason = f"Нет столбца «{item.heading}»."
            findings.fault(place, "no_column", reason, DOWNLOAD_AGAIN)
    order = [column_of[code] for code in ours if code in column_of]
    if order != sorted(order):
        place = Place(table.sheet.name, table.heading.number, order[0])
        findings.mend(place, "moved_columns", "задания переставлены, прочитаны по заголовкам")
    return [(item, column_of[code]) for code, item in ours.items() if code in column_of]


def _check_stated(place: Place, stated: HeadingItem, item: FormItem, findings: Findings) -> None:
    if stated.was_date:
        findings.mend(place, "date_code", f"задание {item.code}: Excel принял номер за дату")
    if stated.max_points not in (None, item.max_points):
        reason = f"За это задание в работе не более {item.max_points} б."
        findings.fault(place, "other_max", reason, DOWNLOAD_AGAIN)


def _check_leftovers(table: Table, columns: list[int], findings: Findings) -> None:
    """A point beyond the last task: the row has moved to the right."""
    beyond = [column for column in table.items if column not in columns]
    for row in table.rows() if beyond else []:
        for column in beyond:
            if not _blank(row, column):
                findings.fault(
                    table.place(row.number, column),
                    "foreign_item",
                    "В этой работе нет такого задания.",
                    "Проверьте, не сдвинута ли строка, и очистите клетку.",
                    row.cell(column),
                )


def _blank(row: Row, column: int) -> bool:
    cell = row.cell(column)
    return isinstance(cell, str) and not cell.strip()
