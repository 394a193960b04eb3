"""A filled form as a table: where its columns are, whose form it is, what is no form at all."""

from dataclasses import replace

import pytest

from assessments.spreadsheets.result_reader import read_results
from assessments.spreadsheets.spec import FormItem
from tests.assessments.workbooks import (
    COLUMNS,
    ENGLISH_8,
    ORDINAL,
    bare,
    codes_of,
    filled,
    read,
    row,
)


def test_columns_are_found_by_their_headings_wherever_they_stand():
    def move(workbook):
        sheet = workbook["Протокол"]
        sheet.move_range("A1:A3", cols=13)

    found = read([row("80001"), row("80002")], change=move)

    assert found.refused == []
    assert [participant.code for participant in found.accepted] == ["80001", "80002"]
    assert codes_of(found.mended) == ["moved_columns"]


def test_headings_are_known_with_latin_letters_and_loose_spaces():
    def respell(workbook):
        sheet = workbook["Протокол"]
        sheet["A1"], sheet["F1"], sheet["G1"] = "KOД  участника ", "4K1(3б)", "4к2 ( 2 б )"
        sheet["K1"] = "Отметка за предыдущую четверть"

    found = read([row()], change=respell)

    assert found.refused == []
    assert found.accepted[0].scores == [5, 4, 3, 3, 2, 1, 0]


def test_a_table_under_a_title_is_found():
    found = read([row()], change=lambda workbook: workbook["Протокол"].insert_rows(1, 2))

    assert found.accepted[0].row == 4


def set_heading(cell, text):
    def change(workbook):
        workbook["Протокол"][cell] = text

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda workbook: workbook["Протокол"].delete_cols(3), "no_column"),
        (lambda workbook: workbook["Протокол"].delete_cols(2), "no_column"),
        (set_heading("C1", "1 (4б)"), "other_max"),
        (set_heading("M1", "5 (2б)"), "foreign_item"),
        (set_heading("M1", "Вариант"), "double_column"),
        (set_heading("M1", "Фамилия, имя"), "personal_data"),
    ],
    ids=["item lost", "variant lost", "other maximum", "foreign item", "twice", "names"],
)
def test_a_spoilt_heading_is_sent_back(change, code):
    found = read([row()], change=change)

    assert code in codes_of(found.refused)
    assert {fault.row for fault in found.refused if fault.code == code} == {1}


def test_a_column_of_the_schools_own_is_passed_over_and_listed():
    found = read([row()], change=set_heading("N1", "Комментарий"))

    assert found.refused == []
    assert [(mend.code, mend.value) for mend in found.mended] == [("extra_column", "Комментарий")]


def test_merged_cells_in_the_table_are_sent_back():
    def merge(workbook):
        workbook["Протокол"].merge_cells("J2:J3")

    found = read([row("80001"), row("80002")], change=merge)

    assert [(f.code, f.row, f.column) for f in found.refused] == [
        ("merged_cells", 2, "J"),
        ("no_ordinal", 3, "J"),
    ]


def test_merged_cells_beside_the_table_do_no_harm():
    found = read([row()], change=lambda workbook: workbook["Протокол"].merge_cells("R2:S9"))

    assert found.refused == []


def test_hidden_rows_and_columns_are_read_and_that_is_said():
    def hide(workbook):
        sheet = workbook["Протокол"]
        sheet.row_dimensions[3].hidden = True
        # Empty: nobody reads it, and nothing is to be told.
        sheet.row_dimensions[40].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["Z"].hidden = True

    found = read([row("80001"), row("80002")], change=hide)

    assert [each.code for each in found.accepted] == ["80001", "80002"]
    assert [(mend.code, mend.place.row, mend.place.letter) for mend in found.mended] == [
        ("hidden_column", 1, "C"),
        ("hidden_row", 3, ""),
    ]


def test_a_hidden_protocol_is_read_and_that_is_said():
    def hide(workbook):
        workbook["Протокол"].sheet_state = "hidden"
        workbook.active = 1

    found = read([row()], change=hide)

    assert len(found.accepted) == 1
    assert codes_of(found.mended) == ["hidden_sheet"]


def test_results_on_a_second_sheet_are_not_lost_in_silence():
    def copy(workbook):
        workbook.copy_worksheet(workbook["Протокол"])

    found = read([row()], change=copy)

    assert codes_of(found.refused) == ["second_protocol"]


def test_a_form_of_the_federal_system_without_our_stamp_is_known_by_its_headings():
    form = bare({"Протокол": [COLUMNS, row()], "Служебный": [["Вариант"], [1]]})

    found = read_results(form, ENGLISH_8)

    assert len(found.accepted) == 1
    assert codes_of(found.mended) == ["no_stamp"]


@pytest.mark.parametrize(
    ("difference", "codes"),
    [
        ({"session_id": 16}, ["other_session"]),
        ({"school_login": "edu990002", "session_id": 16}, ["other_school"]),
        ({"school_login": "edu990002"}, ["other_school"]),
        ({"year": 2025, "session_id": 3}, ["other_year"]),
        ({"subject": "Немецкий язык", "session_id": 3}, ["other_work"]),
        ({"grade": 7, "year": 2025}, ["other_work", "other_year"]),
    ],
    ids=["session", "school", "school alone", "year", "subject", "grade and year"],
)
def test_the_form_of_another_session_is_recognised(difference, codes):
    theirs = filled([row()], replace(ENGLISH_8, **difference))

    found = read_results(theirs, ENGLISH_8)

    assert found.accepted == []
    assert sorted(codes_of(found.refused)) == codes


def test_the_form_of_another_work_without_a_stamp_is_recognised():
    headings = ["Код участника", "Вариант", *(f"{n} (1б)" for n in range(1, 12)), "Итого баллов"]

    found = read_results(bare({"Протокол": [headings]}), ENGLISH_8)

    assert codes_of(found.refused) == ["other_work"]


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["логин школы", "балл за 1", "балл за 2"], "2021"),
        (["groups", "user", "a-1-grade"], "2020"),
        (["Пользователь", "Код региона", "Регион"], "ФИС ОКО"),
        (["Группы участников", "Кол-во ОО"], "Аналитика"),
        (["Год", "Логин", "Количество маркеров"], "признаков"),
        (["Фамилия", "Класс"], "Код участника"),
    ],
)
def test_a_file_that_is_no_form_is_named(headings, words):
    found = read_results(bare({"Лист1": [headings, ["1", "2"]]}), ENGLISH_8)

    assert codes_of(found.refused) == ["not_a_form"]
    assert words in found.refused[0].reason


def test_an_empty_workbook_and_an_empty_table_are_told_apart():
    empty_book = read_results(bare({"Лист1": []}), ENGLISH_8)
    empty_table = read([])

    assert codes_of(empty_book.refused) == ["not_a_form"]
    assert codes_of(empty_table.refused) == ["no_rows"]


def test_codes_of_items_with_brackets_and_points_are_one():
    spec = replace(ENGLISH_8, items=(FormItem("5.1", 1), FormItem("5.2", 1)))
    headings = ["Код участника", "Вариант", "5(1) (1б)", "5,2 (1б)", *COLUMNS[ORDINAL:]]

    found = read_results(bare({"Протокол": [headings, ["50001", 1, 1, 0, 1, 4, 1]]}), spec)

    assert found.refused == []
    assert found.accepted[0].scores == [1, 0]
