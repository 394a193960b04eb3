"""Whose form is it: compares the stamp of the portal on «Служебный» with the session."""

from assessments.spreadsheets import headings
from assessments.spreadsheets.findings import Findings, Place, shown
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.spec import FormSpec
from assessments.spreadsheets.strangers import GET_BLANK
from assessments.spreadsheets.workbook import Sheet, Workbook


def check_stamp(workbook: Workbook, spec: FormSpec, findings: Findings) -> bool:
    """False when the form belongs to another school, year, work or session.

    A form without the stamp is the one of ФИС ОКО itself, or was copied: it is known by its
    headings only, and that is noted.
    """
    name, stamp = _find_stamp(workbook)
    if not stamp:
        findings.mend(Place(), "no_stamp", "форма без отметки портала, узнана по заголовкам")
        return True
    is_last_year = stamp.get(plain(headings.STAMP_YEAR)) == str(spec.year - 1)
    of_year = "Это форма прошлого года." if is_last_year else "Это форма другого года."
    expected = (
        (headings.STAMP_SCHOOL, spec.school_login, "other_school", "Это форма другой школы."),
        (headings.STAMP_YEAR, spec.year, "other_year", of_year),
        (headings.STAMP_GRADE, spec.grade, "other_work", "Это форма для другого класса."),
        (headings.STAMP_SUBJECT, spec.subject, "other_work", "Это форма по другому предмету."),
        (headings.STAMP_SESSION, spec.session_id, "other_session", "Это форма другой сессии."),
    )
    differing = [
        (key, code, sentence)
        for key, ours, code, sentence in expected
        if plain(stamp.get(plain(key), "")) != plain(str(ours))
    ]
    # Another school or work is another session too: the plainest reason is enough.
    telling = [entry for entry in differing if entry[1] != "other_session"] or differing
    for key, code, sentence in telling:
        findings.fault(Place(name), code, sentence, GET_BLANK, stamp.get(plain(key), ""))
    return not differing


def _find_stamp(workbook: Workbook) -> tuple[str, dict[str, str]]:
    """The sheet and the stamp as name → value, both as plain text; empty when there is none."""
    for sheet in workbook.sheets:
        for row in sheet.rows[:1]:
            for column, cell in enumerate(row.cells):
                if isinstance(cell, str) and plain(cell) == plain(headings.STAMP):
                    return sheet.name, _pairs(sheet, column)
    return "", {}


def _pairs(sheet: Sheet, column: int) -> dict[str, str]:
    rows = [(shown(row.cell(column)), shown(row.cell(column + 1))) for row in sheet.rows]
    return {plain(name): value for name, value in rows if name}
