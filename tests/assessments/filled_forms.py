"""The form of a session as a deputy sends it back: downloaded, filled, saved by Excel."""

import io

from openpyxl import load_workbook

from assessments.services.result_forms import spec_of
from assessments.spreadsheets.result_form import make_form
from tests.assessments.workbooks import saved

VARIANT, FIRST_ITEM = 2, 3  # columns, counted from 1 as openpyxl does


def pupil(*scores, variant=1, mark=4):
    """One row after the code; scores are given for the first items, the others are 1."""
    return {"variant": variant, "scores": scores, "mark": mark}


ABSENT = {"variant": "отсутствовал", "scores": (), "mark": None}


def filled_form(session, pupils, *, first_code=50001, change=None):
    """The session's own form with a row for each pupil, as bytes of an XLSX."""
    spec = spec_of(session)
    codes = [str(first_code + n) for n in range(len(pupils))]
    workbook = load_workbook(io.BytesIO(make_form(spec, codes)))
    sheet = workbook["Протокол"]
    for row, each in enumerate(pupils, start=2):
        _fill(sheet, row, each, spec)
    if change is not None:
        change(sheet)
    return saved(workbook)


def _fill(sheet, row, each, spec):
    sheet.cell(row, VARIANT).value = each["variant"]
    if each["variant"] == "отсутствовал":
        return
    scores = [*each["scores"], *[1] * (len(spec.items) - len(each["scores"]))]
    for column, score in enumerate(scores, start=FIRST_ITEM):
        sheet.cell(row, column).value = score
    after = FIRST_ITEM + len(scores)
    sheet.cell(row, after).value = spec.own_ordinal
    sheet.cell(row, after + 1).value = each["mark"]
