"""Result forms as schools send them: filled, dirty, and not forms at all."""

import io
import random

from openpyxl import Workbook, load_workbook

from assessments.spreadsheets.result_form import form_columns, make_form
from assessments.spreadsheets.result_reader import read_results
from assessments.spreadsheets.spec import FormItem, FormSpec

ENGLISH_8 = FormSpec(
    work_title="ВПР 2026. Английский язык, 8 класс",
    year=2026,
    subject="Английский язык",
    grade=8,
    items=(
        FormItem("1", 5),
        FormItem("2", 5),
        FormItem("3", 5),
        FormItem("4К1", 3),
        FormItem("4К2", 2),
        FormItem("4К3", 3),
        FormItem("4К4", 2),
    ),
    school_name="МБОУ «Школа на горе»",
    school_login="edu990001",
    session_id=15,
    class_labels=("8А", "8Б"),
)
COLUMNS = form_columns(ENGLISH_8)
CODE, VARIANT, ORDINAL, MARK, TOTAL = 0, 1, 9, 10, 11
FIRST_ITEM = 2


def row(code="80001", **changes):
    """One plain row; `col3="X"` changes a cell by the index of its column."""
    cells = [code, 1, 5, 4, 3, 3, 2, 1, 0, 1, 4, None]
    for name, value in changes.items():
        cells[int(name.removeprefix("col"))] = value
    return cells


def absent_row(code="80009"):
    return [code, "отсутствовал", *[None] * 10]


def filled(rows, spec=ENGLISH_8, change=None):
    """The blank form of the portal with these rows written into it."""
    workbook = load_workbook(io.BytesIO(make_form(spec, [])))
    for number, cells in enumerate(rows, start=2):
        for column, value in enumerate(cells, start=1):
            workbook["Протокол"].cell(number, column).value = value
    if change is not None:
        change(workbook)
    return saved(workbook)


def read(rows, spec=ENGLISH_8, change=None, **kwargs):
    return read_results(filled(rows, spec, change), spec, **kwargs)


def codes_of(found):
    return [entry.code for entry in found]


def bare(sheets):
    """A workbook of plain rows by sheet name, without any stamp."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    return saved(workbook)


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def many_rows(count, spec=ENGLISH_8, seed=2026):
    """Generated participants with all four states, as a big school would fill them."""
    chance = random.Random(seed)
    return [_generated(chance, spec, 80001 + number) for number in range(count)]


def _generated(chance, spec, code):
    if chance.random() < 0.08:
        return [str(code), "отсутствовал", *[None] * (len(spec.items) + 3)]
    scores = [_score(chance, item.max_points) for item in spec.items]
    total = sum(score for score in scores if isinstance(score, int))
    mark = chance.choice([5, 4, 4, 3, 3, 2, "нет отметки"])
    return [str(code), chance.choice([1, 2]), *scores, chance.choice([1, 2]), mark, total]


def _score(chance, max_points):
    luck = chance.random()
    if luck < 0.05:
        return "X"
    return "не пройд." if luck < 0.1 else chance.randint(0, max_points)
