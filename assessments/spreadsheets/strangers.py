"""Says which file came instead of the form, as a person would: whose, of which year, what."""

from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.registry import recognise
from assessments.spreadsheets.shapes.tables import HEADING_ROWS, Table
from assessments.spreadsheets.shapes.words import login_figures, school_of
from assessments.spreadsheets.spec import FormSpec
from assessments.spreadsheets.workbook import Workbook

GET_BLANK = "Скачайте чистую форму этой сессии на портале и перенесите в неё данные."
NOT_KNOWN = "В книге нет листа с заголовками «Код участника», «Вариант» и заданиями."
# Files that have lost half of their headings are still called by what is left.
STRANGERS = (
    ("Балл за 1", "Это выгрузка результатов 2021 года, а не форма сбора."),
    ("a-1-grade", "Это выгрузка результатов 2020 года, а не форма сбора."),
    ("Код региона", "Это выгрузка собранных протоколов из ФИС ОКО, а не форма сбора."),
    ("Группы участников", "Это отчёт из раздела «Аналитика» ФИС ОКО, а не форма сбора."),
)
LOOK_AT = 200  # rows are enough to see whose a file is


def note_stranger(workbook: Workbook, spec: FormSpec, findings: Findings) -> None:
    """One fault of the whole file, the plainest reason that can be given."""
    if not any(sheet.rows for sheet in workbook.sheets):
        findings.fault(Place(), "not_a_form", "Книга пуста.", GET_BLANK)
        return
    found = recognise(workbook, Findings())
    if found is None:
        findings.fault(Place(), "not_a_form", _by_what_is_left(workbook), GET_BLANK)
        return
    mention = found.table.mention if found.table else None
    year = (mention.year if mention else None) or (found.table and found.table.shape.year)
    reason = f"Это «{found.title}», а не форма сбора."
    if found.table is not None and _is_of_others(found.table, spec):
        reason = f"Это отчёт другой школы: «{found.title}»."
    elif year and year != spec.year:
        when = "прошлого года" if year == spec.year - 1 else f"{year} года"
        reason = f"Это файл {when}: «{found.title}»."
    findings.fault(Place(), "not_a_form", reason, GET_BLANK)


def _by_what_is_left(workbook: Workbook) -> str:
    rows = [row for sheet in workbook.sheets for row in sheet.rows[:HEADING_ROWS]]
    words = {plain(cell) for row in rows for cell in row.cells if isinstance(cell, str)}
    return next((said for mark, said in STRANGERS if plain(mark) in words), NOT_KNOWN)


def _is_of_others(table: Table, spec: FormSpec) -> bool:
    """It names schools, and ours is not among them."""
    columns = [table.columns.get(each) for each in (Column.LOGIN, Column.SCHOOL)]
    logins = {
        login_figures(school_of(row.cell(column)).login)
        for row in table.rows()[:LOOK_AT]
        for column in columns
        if column is not None
    } - {""}
    return bool(logins and spec.school_login) and login_figures(spec.school_login) not in logins
