"""Files that nobody should have sent, and sheets as large and as odd as they come."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.files.errors import FileRefused
from accounts.files.fence import FenceLimits
from assessments.spreadsheets.result_reader import check_results, read_results
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
    COLUMNS,
    ENGLISH_8,
    bare,
    filled,
    many_rows,
    read,
    row,
    saved,
)

pytestmark = pytest.mark.slow


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
