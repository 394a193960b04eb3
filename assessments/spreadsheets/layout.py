"""Finds the table in a workbook by its headings, and knows a stranger's workbook."""

from dataclasses import dataclass, field

from assessments.spreadsheets import headings
from assessments.spreadsheets.findings import Findings, Place, note_hidden_columns, shown
from assessments.spreadsheets.headings import PERSONAL, item_of, plain, plain_code
from assessments.spreadsheets.spec import FormSpec
from assessments.spreadsheets.strangers import GET_BLANK, note_stranger
from assessments.spreadsheets.workbook import Cell, Row, Sheet, Workbook

HEADING_ROWS = 10  # a title or two may have been put above the headings
WORDED = (headings.CODE, headings.VARIANT, headings.ORDINAL, headings.JOURNAL_MARK, headings.TOTAL)
# The period is worded in many ways: «за четверть», «за предыдущий триместр».
MARK_BEGINS = plain("Отметка за")
FOREIGN_TOTAL = plain("Первичный балл")


@dataclass(frozen=True)
class Layout:
    """Where each column of the form was found; a missing one is absent from the dictionaries."""

    sheet: Sheet
    heading_row: int
    worded: dict[str, int] = field(default_factory=dict)  # heading → column
    items: dict[str, int] = field(default_factory=dict)  # plain item code → column

    @property
    def columns(self) -> set[int]:
        return {*self.worded.values(), *self.items.values()}

    def rows(self) -> list[Row]:
        return [row for row in self.sheet.rows if row.number > self.heading_row]


def find_layout(workbook: Workbook, spec: FormSpec, findings: Findings) -> Layout | None:
    """The table, with everything odd about it noted; None when it is no form of this work."""
    tables = [(s, row) for s in workbook.sheets if (row := _heading_row(s)) is not None]
    if not tables:
        note_stranger(workbook, spec, findings)
        return None
    tables.sort(key=lambda table: plain(table[0].name) != plain(headings.PROTOCOL))
    sheet, heading = tables[0]
    for other, row in tables[1:]:
        _check_second_table(other, row, findings)
    layout = Layout(sheet, heading.number)
    maxima = _place_columns(layout, heading, findings)
    if not _is_this_work(maxima, spec):
        findings.fault(
            Place(sheet.name, heading.number),
            "other_work",
            "Задания в заголовках не те: это форма другой работы или прошлого года.",
            GET_BLANK,
        )
        return None
    _check_columns(layout, maxima, spec, findings)
    _check_shape(layout, findings)
    note_hidden_columns(findings, sheet, heading, layout.columns)
    return layout


def _heading_row(sheet: Sheet) -> Row | None:
    for row in sheet.rows:
        if row.number > HEADING_ROWS:
            return None
        words = [plain(cell) for cell in row.cells if isinstance(cell, str)]
        # Individual results have these headings too, and the sum under another name.
        if (
            plain(headings.CODE) in words
            and FOREIGN_TOTAL not in words
            and (plain(headings.VARIANT) in words or any(map(item_of, words)))
        ):
            return row
    return None


def _check_second_table(sheet: Sheet, heading: Row, findings: Findings) -> None:
    if any(row.number > heading.number for row in sheet.rows):
        findings.fault(
            Place(sheet.name),
            "second_protocol",
            "Ещё одна заполненная таблица результатов.",
            "Перенесите все строки на лист «Протокол», а этот лист удалите.",
        )


def _place_columns(layout: Layout, heading: Row, findings: Findings) -> dict[str, int]:
    """Fill the layout; return the maxima by item code, as the headings state them."""
    maxima: dict[str, int] = {}
    for column, cell in enumerate(heading.cells):
        place = Place(layout.sheet.name, heading.number, column, shown(cell))
        item = item_of(cell) if isinstance(cell, str) else None
        worded = _worded(cell)
        if item is not None:
            _put(layout.items, item[0], column, place, findings)
            maxima.setdefault(*item)
        elif worded is not None:
            _put(layout.worded, worded, column, place, findings)
        elif shown(cell).strip():
            _note_extra(place, cell, findings)
    return maxima


def _note_extra(place: Place, cell: Cell, findings: Findings) -> None:
    if not shown(cell).casefold().lstrip().startswith(PERSONAL):
        findings.mend(place, "extra_column", "столбец не читается", cell)
        return
    findings.fault(
        place,
        "personal_data",
        "Форма принимает только коды участников, без имён.",
        "Удалите столбец с фамилиями и именами и загрузите форму снова.",
    )


def _worded(cell: Cell) -> str | None:
    words = plain(cell) if isinstance(cell, str) else ""
    if words.startswith(MARK_BEGINS):
        return headings.JOURNAL_MARK
    return next((heading for heading in WORDED if plain(heading) == words), None)


def _put(columns: dict[str, int], key: str, column: int, place: Place, findings: Findings) -> None:
    if key not in columns:
        columns[key] = column
        return
    findings.fault(
        place,
        "double_column",
        "Такой столбец в таблице уже есть.",
        "Оставьте один из двух, второй удалите.",
    )


def _is_this_work(maxima: dict[str, int], spec: FormSpec) -> bool:
    """At least half of the items agree in code and maximum: then it is a spoilt form of ours."""
    ours = {plain_code(item.code): item.max_points for item in spec.items}
    agreeing = len(ours.items() & maxima.items())
    return 2 * agreeing >= max(len(ours), len(maxima))


def _check_columns(
    layout: Layout, maxima: dict[str, int], spec: FormSpec, findings: Findings
) -> None:
    ours = {plain_code(item.code): item for item in spec.items}
    top = layout.heading_row
    missing = [h for h in WORDED if h not in layout.worded]
    missing += [item.heading for code, item in ours.items() if code not in maxima]
    for heading in missing:
        findings.fault(
            Place(layout.sheet.name, top), "no_column", f"Нет столбца «{heading}».", GET_BLANK
        )
    for code, maximum in maxima.items():
        place = Place(layout.sheet.name, top, layout.items[code], f"{code} ({maximum}б)")
        if code not in ours:
            findings.fault(place, "foreign_item", "В этой работе нет такого задания.", GET_BLANK)
        elif maximum != ours[code].max_points:
            reason = f"За это задание в работе не более {ours[code].max_points} б."
            findings.fault(place, "other_max", reason, GET_BLANK)
    _note_moved(layout, list(ours), findings)


def _note_moved(layout: Layout, codes: list[str], findings: Findings) -> None:
    order = [layout.worded.get(headings.CODE), layout.worded.get(headings.VARIANT)]
    order += [layout.items.get(code) for code in codes]
    order += [layout.worded.get(heading) for heading in WORDED[2:]]
    found = [column for column in order if column is not None]
    if found != sorted(found):
        findings.mend(
            Place(layout.sheet.name, layout.heading_row),
            "moved_columns",
            "столбцы переставлены, прочитаны по заголовкам",
        )


def _check_shape(layout: Layout, findings: Findings) -> None:
    """Merged cells lose all values but one; a hidden sheet may be not the one meant."""
    sheet = layout.sheet
    if not sheet.is_visible:
        findings.mend(Place(sheet.name), "hidden_sheet", "лист скрыт, но прочитан")
    for (top, left), (bottom, right) in sheet.merged:
        if bottom + 1 > layout.heading_row and layout.columns & set(range(left, right + 1)):
            findings.fault(
                Place(sheet.name, max(top + 1, layout.heading_row), left),
                "merged_cells",
                "Объединённые клетки: значение осталось только в одной из них.",
                "Отмените объединение и заполните каждую клетку.",
            )
