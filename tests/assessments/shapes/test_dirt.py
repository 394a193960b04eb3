"""The dirt of real files: harmless is mended and listed, the rest is refused at its place."""

import pytest

from assessments.models import Result
from assessments.scoring.scores import decode_scores
from tests.assessments.shapes import builders
from tests.assessments.shapes.builders import MATHS_4, RIVER, Pupil, absent

pytestmark = pytest.mark.django_db
FIRST_ROW = 10  # of pupils in Ф1: the block, the headings and the row of the school stand above
TASK_1, CODE, CLASS, VARIANT, TOTAL, JOURNAL = "G", "D", "E", "F", "V", "X"


def only(found):
    assert found.refused == []
    return Result.objects.get()


@pytest.mark.parametrize("spelling", ["x", "X ", "Х", "х", " Х ", "H", "Н"])
def test_every_spelling_of_not_attempted_is_an_x(bring, spelling):
    found = bring(builders.individual([Pupil(1, scores={1: spelling})]))

    assert decode_scores(only(found).scores)[0] == "X"
    assert [(m.place.letter, m.became) for m in found.mended] == [(TASK_1, "X")]


@pytest.mark.parametrize("spelling", ["не пройд", "Не пройд.", "не пройд. ", "не пройдено"])
def test_a_topic_not_taught_is_no_x(bring, spelling):
    found = bring(builders.individual([Pupil(1, scores={1: spelling})]))

    assert decode_scores(only(found).scores)[0] == "не пройд."


MENDED = {
    "letters for figures in a code": (Pupil(1, code="4ООО1"), "lookalikes", CODE),
    "a Latin letter for a figure": (Pupil(1, code="4OO01"), "lookalikes", CODE),
    "blanks around a code": (Pupil(1, code=" 40001 "), "spaces", CODE),
    "a score typed as text": (Pupil(1, scores={1: "1"}, total=15), "text_number", TASK_1),
    "a variant that nobody noted": (Pupil(1, variant=0), "no_variant", VARIANT),
    "a variant typed as text": (Pupil(1, variant="2"), "text_number", VARIANT),
    "«Отсутствовал» with a capital": (absent(1, variant="Отсутствовал "), "spelling", VARIANT),
    "«Нет отметки» with a capital": (Pupil(1, mark="Нет отметки"), "spelling", JOURNAL),
    "a total of zero, as handed out": (Pupil(1, total=0), "total_counted", TOTAL),
}


@pytest.mark.parametrize(("pupil", "code", "column"), MENDED.values(), ids=MENDED)
def test_this_is_mended_and_listed(bring, pupil, code, column):
    found = bring(builders.individual([pupil]))

    assert only(found).code == "40001"
    assert [(m.code, m.place.row, m.place.letter) for m in found.mended] == [
        (code, FIRST_ROW, column)
    ]


UNNOTICED = {
    "a total that is a formula without a value": Pupil(1, total="=SUM(G10:U10)"),
    "a code that is a number": Pupil(1, code=40001),
    "a class without its number": Pupil(1, label="А"),
    "a class in quotes": Pupil(1, label="4 «А»"),
    "a class with a Latin letter": Pupil(1, label="4A"),
    "no mark in the journal, as the form words it": Pupil(1, mark="нет отметки"),
}


@pytest.mark.parametrize("pupil", UNNOTICED.values(), ids=UNNOTICED)
def test_this_needs_no_mending_at_all(bring, pupil):
    found = bring(builders.individual([pupil]))

    assert only(found).session.class_group.label == "4А"
    assert found.mended == []


@pytest.mark.parametrize("label", ["НЕТ", "нет", None, "4"])
def test_a_class_without_a_letter_is_the_whole_parallel(bring, label):
    found = bring(builders.individual([Pupil(1, label=label)]))

    assert only(found).session.class_group.label == "4"


REFUSED = {
    "more points than the task has": (Pupil(1, scores={1: 2}), "over_max", TASK_1),
    "points below zero": (Pupil(1, scores={1: -1}), "negative", TASK_1),
    "half a point": (Pupil(1, scores={1: 0.5}, total=14), "bad_score", TASK_1),
    "an empty score": (Pupil(1, scores={1: None}), "no_score", TASK_1),
    "a formula without a value": (Pupil(1, scores={1: "=1"}), "no_score", TASK_1),
    "a score that is a date": (
        Pupil(1, scores={1: builders.as_date("1.2")}), "date", TASK_1,
    ),
    "a sum that does not match": (Pupil(1, total=14), "total_differs", TOTAL),
    "a sum above the maximum": (Pupil(1, total=39), "total_over_max", TOTAL),
    "points of an absent pupil": (
        absent(1, scores={1: 1}), "absent_with_scores", TASK_1,
    ),
    "a name in the place of a code": (Pupil(1, code="Иванова Анна"), "bad_code", CODE),
    "no code": (Pupil(1, code=None), "no_code", CODE),
    "a mark of one": (Pupil(1, mark=1), "bad_mark", JOURNAL),
    "a sex in the place of a mark": (Pupil(1, mark="ж"), "shifted_row", JOURNAL),
    "a class of another grade": (Pupil(1, label="7Б"), "bad_class", CLASS),
    "a number of another grade for a class": (Pupil(1, label="11"), "bad_class", CLASS),
    "a code handed out and nothing more": (
        absent(1, variant=None), "untouched_row", VARIANT,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("pupil", "code", "column"), REFUSED.values(), ids=REFUSED)
def test_this_is_refused_at_its_place_with_a_remedy(bring, pupil, code, column):
    found = bring(builders.individual([pupil]))

    assert [(f.code, f.row, f.column) for f in found.refused] == [(code, FIRST_ROW, column)]
    assert all(fault.reason and fault.remedy for fault in found.refused)
    assert not Result.objects.exists()


def test_an_absent_pupil_has_neither_points_nor_a_total(bring):
    found = bring(builders.individual([absent(1)]))

    result = only(found)
    assert (result.absent, result.total, bytes(result.scores)) == (True, None, b"")
    assert found.mended == []


def test_a_sex_in_any_spelling_is_passed_over(bring):
    spellings = ["м", "ж", "М", "Ж", "д", None]
    pupils = [Pupil(number, sex=sex) for number, sex in enumerate(spellings, start=1)]

    found = bring(builders.export_2021(pupils))

    assert (found.accepted, found.mended, found.refused) == (len(spellings), [], [])


def test_the_name_of_a_child_is_never_repeated(bring):
    found = bring(builders.individual([Pupil(1, code="Иванова Анна")]))

    assert "Иванова" not in str(found.as_json())


def test_a_row_copied_twice_counts_once(bring):
    found = bring(builders.individual([Pupil(1), Pupil(1)]))

    assert only(found).code == "40001"
    assert [(m.code, m.place.row) for m in found.mended] == [("double_row", FIRST_ROW + 1)]


def test_one_code_with_two_results_is_refused(bring):
    found = bring(builders.individual([Pupil(1), Pupil(1, scores={1: 0})]))

    assert [(f.code, f.row, f.column) for f in found.refused] == [
        ("double_code", FIRST_ROW + 1, CODE)
    ]


def test_one_code_in_two_schools_is_two_participants(bring):
    found = bring(builders.individual([Pupil(1), Pupil(1, school=RIVER)]))

    assert (found.accepted, found.refused) == (2, [])


def test_phantom_rows_and_headings_of_the_next_page_are_passed_over(bring):
    sheets = builders.export_2021([Pupil(1)])
    rows = sheets["Лист1"]
    rows += [[None] * 5, ["  "], [*[None] * 8, 0], list(rows[0])]

    found = bring(sheets)

    assert only(found).code == "40001"
    assert [mend.code for mend in found.mended] == ["repeated_headings"]


def test_a_login_with_russian_letters_or_of_earlier_years_is_the_same_school(bring):
    pupils = [Pupil(1), Pupil(2)]
    sheets = builders.export_2021(pupils)
    sheets["Лист1"][2][0] = "еdu990001"

    found = bring(sheets)

    assert (found.accepted, found.schools, found.refused) == (2, 1, [])
    assert [mend.became for mend in found.mended] == ["логин edu990001"]


def test_columns_are_found_wherever_they_stand_and_that_is_said(bring):
    sheets = builders.export_2021([Pupil(1)])
    sheets["Лист1"] = [[*row[1:], row[0]] for row in (full(each) for each in sheets["Лист1"])]

    found = bring(sheets)

    assert only(found).total == 15
    assert [mend.code for mend in found.mended] == ["moved_columns"]
    assert "логин школы" in found.mended[0].became


def test_a_missing_column_is_named_once_and_not_for_every_row(bring):
    sheets = builders.export_2021([Pupil(1), Pupil(2)])
    sheets["Лист1"] = [row[:6] + row[7:] for row in sheets["Лист1"]]

    found = bring(sheets)

    assert [(f.code, f.row) for f in found.refused] == [("no_column", 1)]


def test_a_task_whose_code_became_a_date_is_known_again(bring):
    sheets = builders.individual([Pupil(1)])
    headings = next(iter(sheets.values()))[7]
    headings[headings.index("9.1 (1б)")] = builders.as_date("9.1")

    found = bring(sheets)

    assert only(found).total == 15
    assert [(m.code, m.place.letter) for m in found.mended] == [("date_code", "Q")]


@pytest.mark.parametrize("spelling", ["9(1) (1б)", "9.1(1б)", "9,1 (1 б)"])
def test_a_task_is_known_by_each_years_spelling_of_its_code(bring, spelling):
    items = builders.heads(MATHS_4)
    sheets = builders.export_2022([Pupil(1)])
    headings = sheets["Протокол"][0]
    headings[headings.index("9.1 (1б)")] = spelling

    found = bring(sheets)

    assert only(found).total == len(items)


def test_merged_cells_among_pupils_are_refused(bring):
    def merge(workbook):
        workbook.active.merge_cells("G10:H10")

    found = bring(builders.individual([Pupil(1)]), change=merge)

    assert ("merged_cells", FIRST_ROW, TASK_1) in [(f.code, f.row, f.column) for f in found.refused]


def test_a_merged_title_harms_nobody(bring):
    def merge(workbook):
        workbook.active.merge_cells("A1:X1")
        workbook.active.merge_cells("A9:B9")

    found = bring(builders.individual([Pupil(1)]), change=merge)

    assert only(found).total == 15


def test_a_hidden_row_and_a_hidden_column_are_read_and_that_is_said(bring):
    def hide(workbook):
        sheet = workbook.worksheets[0]
        sheet.row_dimensions[FIRST_ROW + 1].hidden = True
        sheet.column_dimensions[TASK_1].hidden = True

    found = bring(builders.individual([Pupil(1), Pupil(2)]), change=hide)

    assert Result.objects.count() == 2
    assert [(mend.code, mend.place.row, mend.place.letter) for mend in found.mended] == [
        ("hidden_column", FIRST_ROW - 2, TASK_1),
        ("hidden_row", FIRST_ROW + 1, ""),
    ]


def test_a_hidden_sheet_is_read_and_that_is_said(bring):
    def hide(workbook):
        workbook.create_sheet("Для справки")
        workbook.worksheets[0].sheet_state = "hidden"

    found = bring(builders.individual([Pupil(1)]), change=hide)

    assert only(found).total == 15
    assert [mend.code for mend in found.mended] == ["hidden_sheet"]


@pytest.mark.parametrize("words", ["ФИО", "Фамилия участника"])
def test_a_column_of_names_is_refused_as_a_whole(bring, words):
    sheets = builders.export_2021([Pupil(1)])
    rows = [full(row) for row in sheets["Лист1"]]
    sheets["Лист1"] = [[*rows[0], words], *[[*row, "кто-то"] for row in rows[1:]]]

    found = bring(sheets)

    assert [fault.code for fault in found.refused] == ["personal_data"]


def full(row):
    """As long as the headings, so that a column can be put behind the last."""
    return [*row, *[None] * (27 - len(row))]
