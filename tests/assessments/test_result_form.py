"""The blank form that a school downloads."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from assessments.spreadsheets.result_form import make_form
from assessments.spreadsheets.result_reader import read_results
from assessments.spreadsheets.spec import MAX_ROWS, FormItem
from tests.assessments.workbooks import ENGLISH_8


def opened(spec=ENGLISH_8, codes=("80001", "80002")):
    return load_workbook(io.BytesIO(make_form(spec, list(codes))))


def lists_of(sheet):
    return {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}


def values_in(workbook, formula):
    sheet, cells = formula.replace("'", "").replace("$", "").split("!")
    return [cell.value for (cell,) in workbook[sheet][cells]]


def test_the_form_has_the_sheets_and_headings_of_2026():
    workbook = opened()

    assert workbook.sheetnames == ["Протокол", "Служебный", "Порядковый номер класса"]
    assert [cell.value for cell in workbook["Протокол"][1]] == [
        "Код участника",
        "Вариант",
        "1 (5б)",
        "2 (5б)",
        "3 (5б)",
        "4К1 (3б)",
        "4К2 (2б)",
        "4К3 (3б)",
        "4К4 (2б)",
        "Порядковый номер класса",
        "Отметка за предыдущий триместр/ четверть/полугодие",
        "Итого баллов",
    ]


def test_each_handed_out_code_has_a_row_with_a_total_that_counts_itself():
    protocol = opened(codes=["80001", "007"])["Протокол"]

    assert [protocol["A2"].value, protocol["A3"].value] == ["80001", "007"]
    assert protocol["L2"].value == "=SUM(C2:I2)"
    assert protocol["L3"].value == "=SUM(C3:I3)"
    assert protocol["L4"].value is None


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("B", [1, 2, "отсутствовал"]),
        ("C", [5, 4, 3, 2, 1, 0, "X", "не пройд."]),
        ("I", [2, 1, 0, "X", "не пройд."]),
        ("J", [1, 2]),
        ("K", [5, 4, 3, 2, "нет отметки"]),
    ],
    ids=["variant", "first item", "last item", "class", "mark"],
)
def test_each_column_offers_its_allowed_values_from_a_range(column, allowed):
    workbook = opened()

    rule = lists_of(workbook["Протокол"])[f"{column}2:{column}{MAX_ROWS + 1}"]

    assert rule.type == "list"
    assert rule.showErrorMessage is True
    assert values_in(workbook, rule.formula1) == allowed


def test_the_form_of_one_class_comes_with_its_ordinal_written():
    protocol = opened(replace(ENGLISH_8, own_ordinal=2))["Протокол"]

    assert [protocol["J2"].value, protocol["J3"].value] == [2, 2]
    assert protocol["J4"].value is None


def test_without_class_labels_the_ordinals_run_to_fifty():
    workbook = opened(replace(ENGLISH_8, class_labels=()))

    rule = lists_of(workbook["Протокол"])[f"J2:J{MAX_ROWS + 1}"]

    assert values_in(workbook, rule.formula1) == list(range(1, 51))


def test_a_work_with_a_hundred_items_keeps_its_lists_in_ranges():
    items = tuple(FormItem(f"{number}", 9) for number in range(1, 101))

    workbook = opened(replace(ENGLISH_8, items=items))

    rules = lists_of(workbook["Протокол"]).values()
    assert len(rules) == 103
    assert all("!" in rule.formula1 and len(rule.formula1) < 255 for rule in rules)


def test_the_headings_stay_in_sight_on_screen_and_on_paper():
    protocol = opened()["Протокол"]

    assert protocol.freeze_panes == "B2"
    assert protocol.print_title_rows == "$1:$1"
    assert protocol.page_setup.orientation == "landscape"
    assert "Школа на горе" in protocol.oddHeader.left.text


def test_names_that_begin_like_formulas_stay_text():
    spec = replace(ENGLISH_8, class_labels=("=1+1",), work_title="+cmd|' /C calc'!A0")

    workbook = opened(spec, codes=["=2+2"])

    formulas = [
        cell.coordinate
        for sheet in workbook
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.data_type == "f"
    ]
    assert formulas == ["L2"]


@pytest.mark.parametrize("spec", [ENGLISH_8, replace(ENGLISH_8, own_ordinal=1)])
def test_the_blank_form_is_read_as_ours_but_not_filled(spec):
    blank = make_form(spec, ["80001", "80002"])

    read = read_results(blank, spec)

    assert read.accepted == []
    assert [(fault.code, fault.row) for fault in read.refused] == [
        ("untouched_row", 2),
        ("untouched_row", 3),
    ]


def test_more_participants_than_the_official_form_holds_are_not_written():
    codes = [str(number) for number in range(MAX_ROWS + 1)]

    with pytest.raises(ValueError, match="at most 1500"):
        make_form(ENGLISH_8, codes)
