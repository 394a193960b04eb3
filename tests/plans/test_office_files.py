"""A plan leaves for Word and Excel and comes back the same."""

import io

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from plans.documents.docx_reader import read_plan
from plans.documents.office import plan_as_docx, plan_as_xlsx
from plans.documents.outline import OutlineActivity, OutlineSection, PlanOutline
from plans.documents.plan_files import read_plan_file
from tests.plans.docx_plans import codes
from tests.plans.invented import full_plan, plan
from tests.plans.test_docx_reader import plans_with_truth

pytestmark = pytest.mark.slow

KINDS = [
    pytest.param(plan_as_docx, "docx", id="word"),
    pytest.param(plan_as_xlsx, "xlsx", id="excel"),
]


def word(outline, **options):
    return Document(io.BytesIO(plan_as_docx(outline, **options)))


def sheet(outline, **options):
    return load_workbook(io.BytesIO(plan_as_xlsx(outline, **options))).active


def said(outline):
    data = outline.as_json()
    return {name: data[name] for name in data if name not in ("name", "warnings")}


@pytest.mark.parametrize(("write", "kind"), KINDS)
@pytest.mark.parametrize(("source", "name", "truth"), list(plans_with_truth()))
def test_what_was_exported_is_read_back_word_for_word(write, kind, source, name, truth):
    exported = write(read_plan(source, name=name))

    again = read_plan_file(exported, name=f"план.{kind}")

    assert said(again) == {key: truth[key] for key in truth if key != "name"}
    assert codes(again) == []


@pytest.mark.parametrize(("write", "kind"), KINDS)
def test_a_plan_with_everything_comes_back(write, kind):
    outline = full_plan()
    outline.order = None  # named by no stamp, so no file can tell of it

    again = read_plan_file(write(outline), name=f"план.{kind}")

    assert said(again) == said(outline)


@pytest.mark.parametrize(("write", "kind"), KINDS)
def test_the_columns_keep_their_captions_and_order(write, kind):
    outline = plan(
        columns=["Мероприятие", "Сроки реализации", "Результат", "Исполнители"],
        fields=["title", "deadline", "result", "responsible"],
    )

    again = read_plan_file(write(outline), name=f"план.{kind}")

    assert again.columns == outline.columns
    assert again.fields == outline.fields


@pytest.mark.parametrize(("write", "kind"), KINDS)
def test_a_character_that_no_file_can_hold_is_left_out(write, kind):
    outline = plan(OutlineSection("Раздел 1\x0b", [OutlineActivity("1", "Сбор\x00 работ", "май")]))

    again = read_plan_file(write(outline), name=f"план.{kind}")

    assert [one.title for one in again.activities] == ["Сбор работ"]


def test_the_word_file_is_a_landscape_page_with_the_captions_on_each(tmp_path):
    document = word(full_plan(), mark="ПРОЕКТ")

    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    header = document.tables[-1].rows[0]._tr
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert section.first_page_header.paragraphs[0].text == "ПРОЕКТ"


def test_a_section_of_the_word_file_is_one_cell_over_the_whole_width():
    table = word(full_plan()).tables[-1]

    spans = [
        tc.grid_span
        for row in table.rows
        for tc in row._tr.tc_lst
        if "Раздел" in tc.xpath("string(.)")
    ]

    assert spans == [5, 5]


def test_no_cell_of_the_excel_file_is_a_formula_or_a_link():
    hostile = ["=1+1", "+7 (000) 00", "-5 классы", "@SUM(A1)", "https://example.org"]
    rows = [OutlineActivity(str(n), text, text, text, text) for n, text in enumerate(hostile)]

    cells = [
        cell for row in sheet(plan(OutlineSection("=Раздел", rows))).iter_rows() for cell in row
    ]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_captions_of_the_excel_file_stay_in_sight_and_come_on_each_page():
    found = sheet(full_plan())

    row = next(cells[0].row for cells in found.iter_rows() if cells[0].value == "№ п/п")
    assert found.freeze_panes == f"A{row + 1}"
    assert found.print_title_rows == f"${row}:${row}"
    assert found.page_setup.orientation == "landscape"


def test_a_number_like_1_1_stays_text_in_excel():
    outline = plan(
        OutlineSection("", [OutlineActivity("1.1", "Сбор"), OutlineActivity("1.10", "Итог")])
    )

    again = read_plan_file(plan_as_xlsx(outline), name="план.xlsx")

    assert [one.number for one in again.activities] == ["1.1", "1.10"]


def test_a_plan_without_rows_is_still_a_file():
    empty = PlanOutline(title="План", sections=[])

    assert word(empty).tables[-1].rows[0].cells[1].text == "Мероприятие"
    assert sheet(empty)["B3"].value == "Мероприятие"
