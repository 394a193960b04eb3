"""A filled form of results: what is taken, what is put right, what is sent back and why."""

import datetime
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.files.errors import FileRefused
from accounts.files.fence import FenceLimits
from assessments.spreadsheets.result_reader import check_results, read_results
from assessments.spreadsheets.spec import FormItem, Unscored
from assessments.spreadsheets.workbook import (
    CellDate,
    Row,
    Sheet,
    Workbook,
    read_in_child,
    read_workbook,
)
from tests.accounts import hostile_files as hostile
from tests.assessments.workbooks import (
    CODE,
    COLUMNS,
    ENGLISH_8,
    MARK,
    ORDINAL,
    TOTAL,
    VARIANT,
    absent_row,
    bare,
    filled,
    many_rows,
    row,
    saved,
)

X, NOT_TAUGHT = Unscored.NOT_ATTEMPTED, Unscored.NOT_TAUGHT


def read(rows, spec=ENGLISH_8, change=None, **kwargs):
    return read_results(filled(rows, spec, change), spec, **kwargs)


def codes_of(found):
    return [entry.code for entry in found]


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


def test_a_code_met_twice_names_the_first_row():
    found = read([row("80001"), row("80002"), row("80001")])

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


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (hostile.far_cells_xlsx, "far_cells"),
        (hostile.masked_far_cells_xlsx, "too_heavy"),
        (hostile.bomb_xlsx, "bomb"),
        (hostile.lying_xlsx, "damaged"),
        (hostile.doctype_xlsx, "forbidden_xml"),
        (hostile.macro_xlsx, "macros"),
        (hostile.encrypted_xlsx, "password"),
        (hostile.old_xls, "old_office"),
        (lambda: filled([row()])[:-300], "damaged"),
        (lambda: b"", "empty"),
        (lambda: bare({f"Лист{n}": [[1]] for n in range(30)}), "too_many_sheets"),
        (lambda: bare({"Протокол": [[n] for n in range(6_000)]}), "too_many_rows"),
        (lambda: hostile.xlsx_with(**{"xl/workbook.xml": b"<nothing/>"}), "damaged"),
        (lambda: hostile.xlsx_with(**{"xl/workbook.xml": b"<a><b></a>"}), "damaged"),
    ],
    ids=[
        "far cells", "masked far cells", "bomb", "lying sizes", "entities", "macros", "password",
        "old xls", "cut", "nothing", "30 sheets", "6000 rows", "no sheets", "broken xml",
    ],
)  # fmt: skip
def test_a_hostile_file_comes_back_as_one_fault_of_the_whole_file(make, code):
    found = read_results(make(), ENGLISH_8)

    assert found.accepted == []
    assert [(fault.code, fault.sheet, fault.row) for fault in found.refused] == [(code, "", 0)]
    assert found.refused[0].remedy


def test_the_child_alone_survives_what_the_look_inside_would_have_stopped():
    with pytest.raises(FileRefused) as caught:
        read_in_child(hostile.far_cells_xlsx())

    assert caught.value.code == "too_heavy"


def test_a_child_out_of_time_is_a_refusal():
    with pytest.raises(FileRefused) as caught:
        read_in_child(hostile.honest_xlsx(), FenceLimits(wall=0))

    assert caught.value.code == "too_heavy"


def test_cells_keep_their_place_when_the_table_begins_far_from_the_corner():
    workbook = read_workbook(hostile.honest_xlsx({"C4": "a", "D6": 2}))

    (sheet,) = workbook.sheets
    assert [(found.number, found.cells) for found in sheet.rows] == [
        (4, ["", "", "a", ""]),
        (6, ["", "", "", 2.0]),
    ]


ANY_CELL = st.one_of(
    st.sampled_from(["X", "х", "не пройд.", "отсутствовал", "нет отметки", "", " ", "8А", True]),
    st.integers(-1, 7).map(float),
    st.floats(),
    st.text(max_size=8),
    st.dates().map(lambda date: CellDate(date.isoformat())),
)


@settings(deadline=None)  # the machine is shared
@given(st.lists(st.lists(ANY_CELL, max_size=14), max_size=4))
def test_whatever_stands_in_the_cells_each_row_is_taken_or_explained(rows):
    numbered = [Row(number, cells) for number, cells in enumerate(rows, start=2)]

    found = check_results(Workbook([Sheet("Протокол", [Row(1, COLUMNS), *numbered])]), ENGLISH_8)

    assert found.refused == sorted(found.refused, key=lambda fault: fault.place)
    assert all(fault.reason and fault.remedy and fault.code for fault in found.refused)
    for participant in found.accepted:
        whole = [score for score in participant.scores if isinstance(score, int)]
        assert participant.absent or participant.total == sum(whole) <= ENGLISH_8.max_score
        assert len(participant.scores) == (0 if participant.absent else 7)


def test_the_largest_official_form_is_read_whole():
    rows = many_rows(1_500)

    found = read(rows)

    assert found.refused == []
    assert len(found.accepted) == 1_500
    assert {participant.absent for participant in found.accepted} == {True, False}


def test_a_form_saved_again_by_another_program_is_still_ours():
    again = load_workbook(io.BytesIO(filled([row()])))

    found = read_results(saved(again), ENGLISH_8)

    assert found.refused == []
    assert found.mended == []
