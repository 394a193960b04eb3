"""Rows that are no activities, and activities that a page cut in two."""

import pytest

from plans.documents.docx_reader import read_plan
from tests.plans.docx_plans import (
    CAPTIONS,
    FIRST,
    SECOND,
    THIRD,
    TITLE,
    cell,
    codes,
    document,
    heading_row,
    paragraph,
    plan,
    row,
    table,
    titles,
)


def test_a_header_repeated_in_mid_table_is_dropped():
    outline = read_plan(plan(FIRST, CAPTIONS, SECOND))

    assert titles(outline) == [FIRST[1], SECOND[1]]
    assert [(one.code, one.row) for one in outline.warnings] == [("dropped-header", 3)]


def test_a_row_of_column_numbers_is_no_activity():
    outline = read_plan(plan(("1", "2", "3", "4", "5"), FIRST, SECOND))

    assert titles(outline) == [FIRST[1], SECOND[1]]


@pytest.mark.parametrize(
    ("section", "title"),
    [
        pytest.param(heading_row("Работа с родителями"), "Работа с родителями", id="merged"),
        pytest.param(
            row("II.", cell("Работа с родителями", span=4)),
            "II. Работа с родителями",
            id="merged-after-the-number",
        ),
        pytest.param(
            row(cell("Раздел 2. Родители", span=4), ""), "Раздел 2. Родители", id="nearly-merged"
        ),
        pytest.param(("", "Задача 2 Родители", "", "", ""), "Задача 2 Родители", id="task"),
        pytest.param(("II. Родители", "", "", "", ""), "II. Родители", id="roman-in-first-cell"),
        pytest.param(("IV", "Родители", "", "", ""), "IV Родители", id="roman-number"),
        pytest.param(("", "2. Родители", "", "", ""), "2. Родители", id="decimal"),
        pytest.param(
            row("", cell("Родители", bold=True), "", "", ""), "Родители", id="bold-heading"
        ),
    ],
)
def test_a_section_row_is_known_by_its_shape_or_pattern(section, title):
    outline = read_plan(plan(FIRST, section, SECOND))

    assert [one.title for one in outline.sections] == ["", title]
    assert [len(one.activities) for one in outline.sections] == [1, 1]


def test_a_numbered_row_heads_a_section_when_what_follows_is_numbered_under_it():
    rows = [
        ("1.", "Кадры", "", "", ""),
        ("1.1.", *FIRST[1:]),
        ("1.2.", *SECOND[1:]),
        ("2.", "Проверка", "", "", ""),
        ("2.1.", *THIRD[1:]),
    ]

    outline = read_plan(plan(*rows))

    assert [(one.title, len(one.activities)) for one in outline.sections] == [
        ("1. Кадры", 2),
        ("2. Проверка", 1),
    ]


def test_a_numbered_row_without_deadline_stays_an_activity():
    outline = read_plan(plan(FIRST, ("2", "Направить письма в школы", "", "", ""), THIRD))

    assert titles(outline) == [FIRST[1], "Направить письма в школы", THIRD[1]]


def test_a_section_name_repeated_on_a_new_page_opens_no_second_section():
    rows = [heading_row("Раздел 1"), FIRST, CAPTIONS, heading_row("Раздел 1"), SECOND]

    outline = read_plan(plan(*rows))

    assert [(one.title, len(one.activities)) for one in outline.sections] == [("Раздел 1", 2)]


@pytest.mark.parametrize(
    ("rest", "name", "joined"),
    [
        pytest.param(
            ("", "", "", "и школы", ""), "responsible", "Методисты и школы", id="one-cell"
        ),
        pytest.param(
            ("", "для новых площадок", "", "", ""),
            "title",
            "Обучить наблюдателей для новых площадок",
            id="lower-case-title",
        ),
        pytest.param(
            ("2", "", "", "", "и допущенных"),
            "result",
            "Список обученных и допущенных",
            id="number-printed-again",
        ),
        pytest.param(
            ("", "", "", "", "Приказ"), "result", "Список обученных Приказ", id="next-word"
        ),
    ],
)
def test_a_row_cut_by_a_page_is_joined_again(rest, name, joined):
    outline = read_plan(plan(FIRST, SECOND, CAPTIONS, rest, THIRD))

    assert titles(outline)[0::2] == [FIRST[1], THIRD[1]]
    assert getattr(outline.activities[1], name) == joined
    assert ("joined-row", 5) in [(one.code, one.row) for one in outline.warnings]


def test_a_word_cut_by_a_hyphen_is_made_whole():
    cut = ("2", "Обучить наблю-", "Ноябрь 2025", "Методисты", "Список")

    outline = read_plan(plan(cut, CAPTIONS, ("", "дателей", "", "", ""), THIRD))

    assert titles(outline) == ["Обучить наблюдателей", THIRD[1]]


@pytest.mark.parametrize(
    ("whole", "rest", "joined"),
    [
        pytest.param("Отдел", "оценки, А.Б.", "Отдел оценки, А.Б.", id="mid-sentence"),
        pytest.param("Отдел, А.Б.", "Берёзкина", "Отдел, А.Б. Берёзкина", id="initials-first"),
        pytest.param("Берёзкина А.", "Б.", "Берёзкина А. Б.", id="between-initials"),
        pytest.param(
            "Берёзкина А. Б.", "Дубова В. Г.", "Берёзкина А. Б.\nДубова В. Г.", id="names"
        ),
        pytest.param("Школы;", "методисты", "Школы;\nметодисты", id="list"),
    ],
)
def test_halves_of_a_cell_become_one_text(whole, rest, joined):
    cut = (*SECOND[:3], whole, SECOND[4])

    outline = read_plan(plan(FIRST, cut, CAPTIONS, ("", "", "", rest, ""), THIRD))

    assert outline.activities[1].responsible == joined


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(("", "из школ", "2025 года", "", ""), id="deadline-cut-too"),
        pytest.param(("", "ОО города", "", "", ""), id="abbreviation-first"),
        pytest.param(("", "- из числа студентов", "", "", ""), id="list-item"),
    ],
)
def test_a_cut_row_is_known_even_without_a_page_header(rest):
    outline = read_plan(plan(FIRST, ("2", "Обучить людей", "Ноябрь", *SECOND[3:]), rest, THIRD))

    assert len(outline.activities) == 3
    assert outline.activities[1].title == f"Обучить людей {rest[1]}"


def test_sub_rows_with_deadlines_of_their_own_stay_activities():
    rows = [FIRST, ("", "совещание с завучами", "Март", "Отдел", ""), THIRD]

    outline = read_plan(plan(*rows))

    assert titles(outline) == [FIRST[1], "совещание с завучами", THIRD[1]]


def test_a_row_is_joined_without_a_repeated_header_too():
    outline = read_plan(plan(FIRST, SECOND, ("", "и их помощников", "", "", ""), THIRD))

    assert titles(outline) == [FIRST[1], "Обучить наблюдателей и их помощников", THIRD[1]]


def test_a_whole_row_that_only_lacks_its_number_is_an_activity():
    outline = read_plan(plan(FIRST, ("", *SECOND[1:]), THIRD))

    assert titles(outline) == [FIRST[1], SECOND[1], THIRD[1]]
    assert [(one.code, one.row) for one in outline.warnings] == [("missing-number", 3)]


def test_tables_that_go_on_one_another_are_one_plan():
    data = document(
        paragraph(TITLE, align="center"),
        table(CAPTIONS, FIRST),
        paragraph(),
        table(("", "и представителей школ", "", "", ""), SECOND, grid=7),
        paragraph(),
        table(CAPTIONS, THIRD),
    )

    outline = read_plan(data)

    assert titles(outline) == [f"{FIRST[1]} и представителей школ", SECOND[1], THIRD[1]]
    assert codes(outline).count("joined-table") == 2


def test_a_line_between_two_tables_names_a_section():
    data = document(
        paragraph(TITLE, align="center"),
        paragraph("Раздел 1. Кадры"),
        table(CAPTIONS, FIRST),
        paragraph("Раздел 2. Проверка"),
        table(CAPTIONS, SECOND, THIRD),
        paragraph("Исполнитель: отдел оценки"),
    )

    outline = read_plan(data)

    assert [(one.title, len(one.activities)) for one in outline.sections] == [
        ("Раздел 1. Кадры", 1),
        ("Раздел 2. Проверка", 2),
    ]
    assert outline.preamble == []
    assert outline.footer == ["Исполнитель: отдел оценки"]


def test_a_table_of_something_else_is_left_out_and_told():
    other = [(f"Школа {number}", str(number)) for number in range(1, 7)]
    data = document(
        paragraph(TITLE),
        table(CAPTIONS, FIRST),
        table(("Школа", "Число классов"), *other, grid=2),
    )

    outline = read_plan(data)

    assert titles(outline) == [FIRST[1]]
    assert codes(outline) == ["table-ignored"]


def test_a_signature_laid_out_as_a_table_is_part_of_the_footer():
    data = document(
        paragraph(TITLE), table(CAPTIONS, FIRST), table(("Начальник отдела", "подпись"), grid=2)
    )

    assert read_plan(data).footer == ["Начальник отдела подпись"]
