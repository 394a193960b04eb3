"""A filled form of results, row by row: what is taken, put right, sent back and why."""

import datetime
from dataclasses import replace

import pytest

from assessments.spreadsheets.result_reader import read_results
from assessments.spreadsheets.spec import Unscored
from tests.assessments.workbooks import (
    CODE,
    COLUMNS,
    ENGLISH_8,
    MARK,
    ORDINAL,
    TOTAL,
    VARIANT,
    absent_row,
    codes_of,
    filled,
    read,
    row,
)

X, NOT_TAUGHT = Unscored.NOT_ATTEMPTED, Unscored.NOT_TAUGHT


def test_a_filled_form_is_taken_whole():
    form = filled([row("80001"), row("80002", col1=2, col2=0, col9=2, col10=2), absent_row()])

    found = read_results(form, ENGLISH_8)

    assert found.refused == []
    assert found.mended == []
    assert found.can_be_saved
    first, second, third = found.accepted
    assert (first.row, first.code, first.variant, first.absent) == (2, "80001", 1, False)
    assert first.scores == [5, 4, 3, 3, 2, 1, 0]
    assert (first.class_ordinal, first.journal_mark, first.total) == (1, 4, 18)
    assert (second.variant, second.total, second.class_ordinal, second.journal_mark) == (
        2,
        13,
        2,
        2,
    )
    assert (third.code, third.absent, third.variant, third.scores) == ("80009", True, None, [])
    assert third.total is None


def test_the_four_states_stay_apart():
    found = read([row(col2="X", col3="не пройд.", col4=0, col10="нет отметки"), absent_row()])

    present, absent = found.accepted
    assert present.scores == [X, NOT_TAUGHT, 0, 3, 2, 1, 0]
    assert present.total == 6
    assert present.journal_mark is None
    assert present.absent is False
    assert absent.absent is True
    assert found.mended == []


@pytest.mark.parametrize("spelling", ["x", "X ", " X", "Х", "х", "Х  ", "H", "Н"])
def test_each_spelling_of_x_is_put_right_and_listed(spelling):
    found = read([row(col2=spelling)])

    assert found.accepted[0].scores[0] is X
    assert [(m.code, m.value, m.became, str(m.place)) for m in found.mended] == [
        ("spelling", spelling, "X", "лист «Протокол», строка 2, столбец C «1 (5б)»")
    ]


@pytest.mark.parametrize("spelling", ["не пройд", "Не пройд.", "не  пройдено", "не пройд. "])
def test_each_spelling_of_not_taught_is_put_right_and_never_becomes_x(spelling):
    found = read([row(col2=spelling)])

    assert found.accepted[0].scores[0] is NOT_TAUGHT
    assert codes_of(found.mended) == ["spelling"]


@pytest.mark.parametrize(
    ("column", "typed", "attribute", "value"),
    [
        (2, "5", "scores", [5, 4, 3, 3, 2, 1, 0]),
        (2, "5,0", "scores", [5, 4, 3, 3, 2, 1, 0]),
        (VARIANT, " 2 ", "variant", 2),
        (ORDINAL, "2", "class_ordinal", 2),
        (ORDINAL, "8Б", "class_ordinal", 2),
        (ORDINAL, "8a", "class_ordinal", 1),
        (ORDINAL, "Б", "class_ordinal", 2),
        (MARK, "4", "journal_mark", 4),
        (MARK, "Нет отметки ", "journal_mark", None),
        (CODE, " 80001 ", "code", "80001"),
        (TOTAL, 0, "total", 18),
    ],
)
def test_small_slips_are_put_right_and_listed(column, typed, attribute, value):
    found = read([row(**{f"col{column}": typed})])

    assert found.refused == []
    assert getattr(found.accepted[0], attribute) == value
    assert [(mend.place.row, mend.place.column) for mend in found.mended] == [(2, column)]


def test_a_code_kept_as_a_number_is_the_same_code():
    found = read([row(80001)])

    assert found.accepted[0].code == "80001"
    assert found.mended == []


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        (CODE, None, "no_code"),
        (CODE, "Иванов Иван", "bad_code"),
        (CODE, "Иванов", "bad_code"),
        (CODE, datetime.date(2026, 4, 20), "bad_code"),
        (VARIANT, 3, "bad_variant"),
        (VARIANT, 0, "bad_variant"),
        (VARIANT, None, "no_variant"),
        (2, 6, "over_max"),
        (2, -1, "negative"),
        (2, 2.5, "bad_score"),
        (2, "пять", "bad_score"),
        (2, True, "bad_score"),
        (2, 1e300, "over_max"),
        (2, None, "no_score"),
        (2, "=A1", "no_score"),
        (2, datetime.date(2026, 2, 1), "date"),
        (2, datetime.time(1, 2), "date"),
        (ORDINAL, 3, "bad_ordinal"),
        (ORDINAL, "НЕТ", "bad_ordinal"),
        (ORDINAL, "11", "bad_ordinal"),
        (ORDINAL, None, "no_ordinal"),
        (MARK, "ж", "bad_mark"),
        (MARK, 1, "bad_mark"),
        (MARK, None, "no_mark"),
        (TOTAL, 19, "total_differs"),
        (TOTAL, 39, "total_differs"),
        (TOTAL, "восемнадцать", "total_differs"),
    ],
)
def test_a_cell_that_cannot_be_right_is_sent_back_with_its_place(column, typed, code):
    found = read([row(**{f"col{column}": typed}), row("80002")])

    assert [(f.code, f.sheet, f.row, f.heading) for f in found.refused] == [
        (code, "Протокол", 2, COLUMNS[column])
    ]
    assert found.refused[0].reason
    assert found.refused[0].remedy
    assert [participant.code for participant in found.accepted] == ["80002"]


@pytest.mark.parametrize("typed", [1, "8А"])
def test_a_participant_of_another_class_is_sent_to_the_session_of_that_class(typed):
    own = replace(ENGLISH_8, own_ordinal=2)

    found = read([row("80001", col9=typed), row("80002", col9=2)], own)

    assert [(fault.code, fault.row) for fault in found.refused] == [("other_class", 2)]
    assert [participant.code for participant in found.accepted] == ["80002"]


def test_a_name_typed_for_a_code_is_not_repeated():
    found = read([row("Иванов Иван")])

    assert found.refused[0].value == ""


def test_all_faults_come_at_once_in_the_order_of_the_sheet():
    rows = [row("80002", col10=1, col1=7), row("80001", col8=9, col2="?"), row("80001")]

    found = read(rows)

    assert not found.can_be_saved
    assert [(fault.row, fault.column, fault.code) for fault in found.refused] == [
        (2, "B", "bad_variant"),
        (2, "K", "bad_mark"),
        (3, "C", "bad_score"),
        (3, "I", "over_max"),
        (4, "A", "double_code"),
    ]


def test_a_row_copied_twice_counts_once_and_is_listed():
    found = read([row("80001"), row("80002"), row("80001")])

    assert [participant.row for participant in found.accepted] == [2, 3]
    assert found.refused == []
    assert [(mend.code, mend.place.row) for mend in found.mended] == [("double_row", 4)]
    assert "что 2" in found.mended[0].became


def test_one_code_with_two_results_names_the_first_row():
    found = read([row("80001"), row("80002"), row("80001", col2=0)])

    assert codes_of(found.refused) == ["double_code"]
    assert "строке 2" in found.refused[0].reason


def test_a_code_that_was_not_handed_out_is_sent_back():
    found = read([row("80001"), row("80002")], known_codes={"80001"})

    assert [(fault.code, fault.row) for fault in found.refused] == [("unknown_code", 3)]


def test_an_absent_participant_with_scores_is_a_contradiction():
    cells = absent_row("80001")
    cells[2], cells[TOTAL] = 3, 3

    found = read([cells])

    assert [(f.code, f.column) for f in found.refused] == [
        ("absent_with_scores", "C"),
        ("absent_with_scores", "L"),
    ]


def test_an_absent_participant_may_keep_class_and_mark_and_a_total_of_zero():
    cells = absent_row("80001")
    cells[ORDINAL], cells[MARK], cells[TOTAL] = 2, 3, 0

    found = read([cells])

    assert found.refused == []
    assert (found.accepted[0].class_ordinal, found.accepted[0].journal_mark) == (2, 3)
    assert found.accepted[0].total is None


def test_formulas_pulled_down_and_rows_of_blanks_are_no_participants():
    def pull_down(workbook):
        for number in range(3, 900):
            workbook["Протокол"].cell(number, 12).value = 0
        workbook["Протокол"].cell(1200, 1).value = "   "

    found = read([row()], change=pull_down)

    assert found.refused == []
    assert len(found.accepted) == 1


def test_helper_lists_beside_the_table_are_no_participants():
    def write_lists(workbook):
        for number in range(2, 60):
            workbook["Протокол"].cell(number, 16).value = number

    found = read([row()], change=write_lists)

    assert found.refused == []
    assert len(found.accepted) == 1


def test_headings_repeated_inside_the_table_are_passed_over():
    found = read([row("80001"), COLUMNS, row("80002")])

    assert [participant.row for participant in found.accepted] == [2, 4]
    assert codes_of(found.mended) == ["repeated_headings"]
