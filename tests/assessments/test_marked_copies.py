"""A refused form comes back as the deputy's own file, with the faulty cells marked."""

import datetime
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.comments import Comment

from accounts.files.errors import FileRefused
from assessments.models import Upload
from assessments.services import results
from assessments.spreadsheets.marking import mark_faults
from tests.accounts.hostile_files import bomb_xlsx, far_cells_xlsx
from tests.assessments.filled_forms import filled_form, pupil
from tests.assessments.workbooks import filled, row, saved
from tests.factories.assessments import SessionFactory
from tests.factories.schools import ClassGroupFactory, make_deputy

pytestmark = pytest.mark.slow

TODAY = datetime.date(2026, 5, 1)
SEVEN_OF_TWO = {
    "sheet": "Протокол", "row": 2, "column": "C", "heading": "1 (5б)", "value": "7",
    "reason": "Больше максимума: за задание 5 б.", "remedy": "Впишите целое число от 0 до 5.",
}  # fmt: skip


def marked(data, faults):
    return load_workbook(io.BytesIO(mark_faults(data, faults)))


def test_the_cell_is_filled_and_says_what_is_wrong_and_how_to_mend_it():
    workbook = marked(filled([row(col2=7)]), [SEVEN_OF_TWO])

    cell = workbook["Протокол"]["C2"]
    assert cell.value == 7
    assert cell.fill.start_color.rgb.endswith("FFD5D0")
    assert "Больше максимума" in cell.comment.text
    assert "Впишите целое число" in cell.comment.text
    assert workbook["Протокол"]["D2"].comment is None


def test_the_sheet_of_faults_comes_first_and_leads_to_each_cell():
    workbook = marked(filled([row(col2=7)]), [SEVEN_OF_TWO])

    sheet = workbook.worksheets[0]
    assert sheet.title == "Ошибки"
    assert [cell.value for cell in sheet[2]][:5] == [1, "Протокол", 2, "C «1 (5б)»", "7"]
    assert sheet.cell(2, 3).hyperlink.location == "'Протокол'!C2"


def test_values_formulas_and_lists_of_the_file_stay_as_they_are():
    def write(workbook):
        workbook["Протокол"]["L2"] = "=SUM(C2:I2)"

    data = filled([row(col2=7), row("80002")], change=write)

    before, after = load_workbook(io.BytesIO(data)), marked(data, [SEVEN_OF_TWO])

    for sheet in before.worksheets:
        cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
        assert cells == [[cell.value for cell in line] for line in after[sheet.title].iter_rows()]
    rules = after["Протокол"].data_validations.dataValidation
    assert len(rules) == len(before["Протокол"].data_validations.dataValidation)


def test_a_value_that_looks_like_a_formula_is_only_shown():
    fault = SEVEN_OF_TWO | {"value": '=HYPERLINK("http://example.org")'}

    sheet = marked(filled([row()]), [fault])["Ошибки"]

    assert sheet.cell(2, 5).data_type == "s"
    assert sheet.cell(2, 5).value == fault["value"]


def test_a_comment_of_a_person_stays_above_the_portals():
    def comment(workbook):
        workbook["Протокол"]["C2"].comment = Comment("Проверить с учителем", "завуч")

    workbook = marked(filled([row(col2=7)], change=comment), [SEVEN_OF_TWO])

    text = workbook["Протокол"]["C2"].comment.text
    assert text.startswith("Проверить с учителем")
    assert "Больше максимума" in text


def test_hundreds_of_faults_are_all_in_the_copy():
    long = {"reason": "Больше максимума. " * 10, "remedy": "Впишите целое число. " * 10}
    faults = [{**SEVEN_OF_TWO, **long, "row": number} for number in range(2, 502)]

    workbook = marked(filled([row(col2=7)]), faults)

    assert workbook["Ошибки"].max_row == 501
    assert workbook["Протокол"]["C501"].comment is not None


def test_marks_of_an_earlier_copy_go_when_the_copy_is_refused_again():
    once = mark_faults(filled([row(col2=7)]), [SEVEN_OF_TWO])
    other = SEVEN_OF_TWO | {"column": "D", "reason": "Балл меньше нуля."}

    workbook = marked(once, [other])

    assert workbook["Протокол"]["C2"].comment is None
    assert workbook["Протокол"]["D2"].comment is not None
    assert [name for name in workbook.sheetnames if name.startswith("Ошибки")] == ["Ошибки"]
    assert workbook["Ошибки"].max_row == 2


def test_a_sheet_of_that_name_that_is_the_schools_own_is_left_alone():
    def add(workbook):
        workbook.create_sheet("Ошибки")["A1"] = "свои заметки"

    workbook = marked(filled([row()], change=add), [SEVEN_OF_TWO])

    assert workbook["Ошибки"]["A1"].value == "свои заметки"
    assert workbook.worksheets[0].title == "Ошибки 2"


@pytest.mark.parametrize(
    ("sheet", "number", "column"),
    [("Другой лист", 2, "C"), ("", 0, ""), ("Протокол", 0, "")],
    ids=["a sheet that is gone", "the whole file", "a whole sheet"],
)
def test_a_fault_without_a_cell_is_listed_only(sheet, number, column):
    fault = SEVEN_OF_TWO | {"sheet": sheet, "row": number, "column": column}

    workbook = marked(filled([row()]), [fault])

    assert workbook["Ошибки"].max_row == 2
    assert all(c.comment is None for line in workbook["Протокол"].iter_rows() for c in line)


def test_a_fault_inside_merged_cells_is_marked_at_their_corner():
    def merge(workbook):
        workbook["Протокол"].merge_cells("B2:D2")

    workbook = marked(filled([row()], change=merge), [SEVEN_OF_TWO])

    assert workbook["Протокол"]["B2"].comment is not None


@pytest.mark.parametrize("make", [bomb_xlsx, far_cells_xlsx], ids=lambda make: make.__name__)
def test_a_hostile_file_is_never_opened_for_marking(make):
    with pytest.raises(FileRefused):
        mark_faults(make(), [SEVEN_OF_TWO])


@pytest.fixture
def session(db):
    return SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=2))


def refused_upload(session, by):
    data = filled_form(session, [pupil(9), pupil()])
    return results.receive_results(
        session_id=session.pk, data=data, filename="Форма 5А.xlsx", today=TODAY, by=by
    )


def test_the_deputy_takes_the_marked_copy_from_the_page_of_faults_and_mends_it(client, session):
    deputy = make_deputy(session.school)
    upload = refused_upload(session, deputy)
    client.force_login(deputy)
    address = reverse("assessments:upload-marked", args=[upload.pk])

    page = client.get(upload.get_absolute_url())
    response = client.get(address)
    workbook = load_workbook(io.BytesIO(response.getvalue()))
    workbook["Протокол"]["C2"] = 2
    again = results.receive_results(
        session_id=session.pk, data=saved(workbook), filename="Форма 5А.xlsx", today=TODAY,
        by=deputy,
    )  # fmt: skip

    assert address in page.content.decode()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert again.state == Upload.State.ACCEPTED, json.dumps(again.faults, ensure_ascii=False)
    assert again.participants == 2


def test_a_deputy_of_another_school_finds_no_copy(client, session):
    upload = refused_upload(session, make_deputy(session.school))
    client.force_login(make_deputy(ClassGroupFactory().school))

    response = client.get(reverse("assessments:upload-marked", args=[upload.pk]))

    assert response.status_code == 404


def test_an_accepted_file_has_nothing_to_mark(client, session):
    deputy = make_deputy(session.school)
    upload = results.receive_results(
        session_id=session.pk, data=filled_form(session, [pupil()]), filename="5А.xlsx",
        today=TODAY, by=deputy,
    )  # fmt: skip
    client.force_login(deputy)

    response = client.get(reverse("assessments:upload-marked", args=[upload.pk]), follow=True)

    assert response.redirect_chain[-1][0] == upload.get_absolute_url()
    assert "нечего отмечать" in response.content.decode()
