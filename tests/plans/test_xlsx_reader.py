"""Plans that people keep in Excel."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from plans.documents.plan_files import read_plan_file
from plans.errors import PlanFileError
from plans.models import Plan
from tests.plans.docx_plans import CAPTIONS, FIRST, SECOND, THIRD, TITLE, activity, codes, titles


def book(*sheets):
    """The bytes of a workbook; each sheet is its rows, a dictionary of merged ranges may follow."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, (rows, *merged) in enumerate(sheets, start=1):
        sheet = workbook.create_sheet(f"Лист{number}")
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(*sheets):
    return read_plan_file(book(*sheets), name="план.xlsx")


def test_a_plan_of_excel_is_understood_like_one_of_word():
    rows = [[TITLE], [], CAPTIONS, ["Раздел 1. Подготовка"], FIRST, SECOND, ["Раздел 2"], THIRD]

    outline = read((rows, "A1:E1", "A4:E4", "A7:E7"))

    assert outline.title == TITLE
    assert [part.title for part in outline.sections] == ["Раздел 1. Подготовка", "Раздел 2"]
    assert [len(part.activities) for part in outline.sections] == [2, 1]
    assert outline.as_json()["sections"][0]["activities"][0] == activity(FIRST)
    assert codes(outline) == []


def test_the_sheet_with_the_captions_is_the_plan():
    outline = read(([["Памятка"], ["Заполнять до мая"]],), ([CAPTIONS, FIRST, SECOND],))

    assert titles(outline) == [FIRST[1], SECOND[1]]
    assert codes(outline) == ["sheet-ignored", "missing-title"]


def test_numbers_and_days_are_read_as_people_see_them():
    day = datetime.date(2025, 10, 15)

    outline = read(([CAPTIONS, [1, "Сверка", day, "Отдел", 0.9], [1.1, "Итог", "май", "", ""]],))

    assert [one.number for one in outline.activities] == ["1", "1.1"]
    assert outline.activities[0].deadline == "15.10.2025"
    assert outline.activities[0].result == "0.9"


def test_a_number_that_excel_made_a_day_of_is_told():
    outline = read(([CAPTIONS, [datetime.date(2026, 1, 1), *FIRST[1:]], SECOND],))

    warning = next(one for one in outline.warnings if one.code == "day-for-number")
    assert (warning.row, warning.table) == (2, 1)


def test_a_responsible_merged_over_rows_answers_for_each():
    rows = [CAPTIONS, [*FIRST[:3], "Отдел", "Акт"], [*SECOND[:3], None, "Список"], THIRD]

    outline = read((rows, "D2:D3"))

    assert [one.responsible for one in outline.activities] == ["Отдел", "Отдел", THIRD[3]]


def test_empty_columns_and_rows_do_not_matter():
    rows = [[None, *CAPTIONS[:2], None, *CAPTIONS[2:]], [], [None, *FIRST[:2], None, *FIRST[2:]]]

    outline = read((rows,))

    assert outline.as_json()["sections"][0]["activities"] == [activity(FIRST)]
    assert outline.columns == list(CAPTIONS)


def test_stamps_above_and_the_legend_below_are_no_rows_of_the_plan():
    rows = [
        [None, None, None, "УТВЕРЖДАЮ"],
        [None, None, None, "Начальник отдела"],
        [],
        [TITLE],
        [],
        CAPTIONS,
        FIRST,
        [],
        ["ОО – образовательная организация"],
        ["Исполнитель: отдел оценки, 2-00-00"],
    ]

    outline = read((rows, "A4:E4"))

    assert [stamp.lines for stamp in outline.stamps] == [["УТВЕРЖДАЮ", "Начальник отдела"]]
    assert outline.title == TITLE
    assert titles(outline) == [FIRST[1]]
    assert outline.footer == [rows[-2][0], rows[-1][0]]


def test_line_ends_inside_a_cell_stay_lines():
    outline = read(([CAPTIONS, [*FIRST[:2], "До 01.03.2026\nДо 15.03.2026", *FIRST[3:]]],))

    assert outline.activities[0].deadline == "До 01.03.2026\nДо 15.03.2026"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        pytest.param(
            book(([["Яблоки", "Груши"], [1, 2]],)), "a.xlsx", "no-activity-column", id="other"
        ),
        pytest.param(book(([],)), "a.xlsx", "no-table", id="empty"),
        pytest.param(book(([CAPTIONS],)), "a.xlsx", "no-activities", id="captions-only"),
        pytest.param(book(([CAPTIONS, *[FIRST] * 2100],)), "a.xlsx", "too-many-rows", id="long"),
        pytest.param(
            book(([CAPTIONS, ["1", "я" * 20_001]],)), "a.xlsx", "cell-too-long", id="cell"
        ),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "a.xls", "old-excel", id="old"),
        pytest.param(b"PK\x03\x04 nothing", "a.xlsx", "broken-file", id="broken"),
    ],
)
def test_what_cannot_be_read_as_a_plan_is_refused(content, name, code):
    with pytest.raises(PlanFileError) as refused:
        read_plan_file(content, name=name)

    assert refused.value.code == code


def test_a_cell_far_away_is_refused_before_it_takes_any_memory():
    workbook = Workbook()
    workbook.active["A1"], workbook.active["XFD1048576"] = "№", "Мероприятие"
    stream = io.BytesIO()
    workbook.save(stream)

    with pytest.raises(PlanFileError) as refused:
        read_plan_file(stream.getvalue(), name="план.xlsx")

    assert refused.value.code == "far-cells"


@pytest.mark.django_db
def test_the_command_reads_excel_and_saves_nothing_when_asked(tmp_path):
    path, out = tmp_path / "план.xlsx", io.StringIO()
    path.write_bytes(book(([CAPTIONS, FIRST, SECOND],)))

    call_command("import_plan", str(path), "--json", "--dry-run", stdout=out)

    read = json.loads(out.getvalue())
    assert read["name"] == "план"
    assert [row["title"] for row in read["sections"][0]["activities"]] == [FIRST[1], SECOND[1]]
    assert not Plan.objects.exists()
