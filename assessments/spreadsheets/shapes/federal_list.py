"""The federal list of schools with signs: one flag for each work, Russian and maths of 4 and 5."""

import re

from assessments.spreadsheets.findings import Findings, Place, shown
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.records import ListedSchool, SchoolMention
from assessments.spreadsheets.shapes.tables import HEADING_ROWS
from assessments.spreadsheets.shapes.words import school_of, shown_whole
from assessments.spreadsheets.workbook import Cell, Row, Sheet, Workbook

CODE = "federal-list"
TITLE = "Федеральный список признаков необъективности"
WORK = re.compile(r"^(\d{1,2})\s*([А-ЯЁ]{2,4})$", re.IGNORECASE)
COUNT = "Количество маркеров"
YES = {"1", "да", "+"}
NO = {"", "0", "нет", "-", "–"}


def find_list(workbook: Workbook) -> tuple[Sheet, Row] | None:
    for sheet in workbook.sheets:
        for row in sheet.rows:
            if row.number > HEADING_ROWS:
                break
            words = {plain(cell) for cell in row.cells if isinstance(cell, str)}
            if {plain("Логин"), plain(COUNT)} <= words:
                return sheet, row
    return None


def read_list(sheet: Sheet, heading: Row, findings: Findings) -> list[ListedSchool]:
    """Every school once a year; a row that repeats another is noted and passed over."""
    named = {plain(cell): n for n, cell in enumerate(heading.cells) if isinstance(cell, str)}
    works = {
        n: f"{found.group(1)} {found.group(2).upper()}"
        for n, cell in enumerate(heading.cells)
        if (found := WORK.match(shown_whole(cell)))
    }
    listed: list[ListedSchool] = []
    met: dict[tuple[int | None, SchoolMention], ListedSchool] = {}
    for row in sheet.rows:
        if row.number <= heading.number or not any(shown(cell).strip() for cell in row.cells):
            continue
        entry = _entry(sheet, heading, row, named, works, findings)
        if entry is None:
            continue
        key = (entry.year, entry.school)
        before = met.setdefault(key, entry)
        if before is entry:
            listed.append(entry)
        elif before.works == entry.works:
            note = f"школа уже есть в строке {before.place.row}: строка пропущена"
            findings.mend(entry.place, "double_row", note)
        else:
            findings.fault(
                entry.place,
                "double_school",
                f"Эта школа уже есть в строке {before.place.row} с другими признаками.",
                "Оставьте одну из двух строк.",
                str(entry.school),
            )
    return listed


def _entry(
    sheet: Sheet,
    heading: Row,
    row: Row,
    named: dict[str, int],
    works: dict[int, str],
    findings: Findings,
) -> ListedSchool | None:
    login, name = named[plain("Логин")], named.get(plain("ОО"))
    mention = school_of(row.cell(login))
    words = shown_whole(row.cell(name)) if name is not None else ""
    school = SchoolMention(mention.login, words or mention.name)
    place = Place(sheet.name, row.number, login, shown(heading.cell(login)))
    flagged: list[str] = []
    before = len(findings.refused)
    for column, code in works.items():
        flag = _flag(row.cell(column))
        if flag is None:
            findings.fault(
                Place(sheet.name, row.number, column, shown(heading.cell(column))),
                "bad_flag",
                "Признак отмечают единицей или нулём.",
                "Впишите 1 или 0.",
                row.cell(column),
            )
        elif flag:
            flagged.append(code)
    _check_count(sheet, heading, row, named[plain(COUNT)], len(flagged), findings)
    if len(findings.refused) > before:
        return None
    return ListedSchool(place, _year(row, named), school, tuple(flagged))


def _flag(cell: Cell) -> bool | None:
    words = shown_whole(cell).casefold()
    if words in YES:
        return True
    return False if words in NO else None


def _check_count(
    sheet: Sheet, heading: Row, row: Row, column: int, counted: int, findings: Findings
) -> None:
    stated = row.cell(column)
    if isinstance(stated, str) and not stated.strip():
        return
    if shown(stated) != str(counted):
        findings.fault(
            Place(sheet.name, row.number, column, shown(heading.cell(column))),
            "count_differs",
            f"Признаков отмечено {counted}.",
            "Исправьте число или признаки.",
            stated,
        )


def _year(row: Row, named: dict[str, int]) -> int | None:
    column = named.get(plain("Год"))
    text = shown(row.cell(column)) if column is not None else ""
    return int(text) if text.isdecimal() else None
