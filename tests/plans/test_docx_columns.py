"""Columns come in any order and under other names."""

import pytest

from plans.documents.docx_reader import read_plan
from tests.plans.docx_plans import (
    CAPTIONS,
    FIELDS,
    FIRST,
    SECOND,
    THIRD,
    TITLE,
    cell,
    codes,
    document,
    paragraph,
    plan,
    row,
    table,
    titles,
)


@pytest.mark.parametrize(
    ("captions", "fields"),
    [
        pytest.param(
            ("Срок", "№ п/п", "Ответственный исполнитель", "Результат", "Мероприятие"),
            ["deadline", "number", "responsible", "result", "title"],
            id="another-order",
        ),
        pytest.param(
            ("№ п/ п", "Наименование мероприятия", "Сроки реализации", "Исполнители", "Показатель"),
            FIELDS,
            id="other-names",
        ),
        pytest.param(
            ("п/п", "Направления деятельности", "Дата проведения", "Кто отвечает", "Выход"),
            FIELDS,
            id="rarer-names",
        ),
        pytest.param(
            (
                "№",
                "Содержание деятельности",
                "Срок исполнения мероприятия",
                "Ответственные за исполнение мероприятий",
                "Планируемый результат реализации мероприятия",
            ),
            FIELDS,
            id="captions-that-name-each-other",
        ),
        pytest.param(
            ("№", "Меро- приятия", "Cрoки", "ОТВЕТСТВЕННЫЕ", "Ожидаемые  результаты:"),
            FIELDS,
            id="hyphens-latin-letters-capitals",
        ),
        pytest.param(
            ("№", "Мероприятие", "Срок", "Отвественные", "Резултат"), FIELDS, id="misprints"
        ),
    ],
)
def test_columns_are_found_by_their_captions(captions, fields):
    values = dict(zip(FIELDS, FIRST, strict=True))

    outline = read_plan(plan(tuple(values[name] for name in fields), captions=captions))

    assert outline.fields == fields
    assert outline.as_json()["sections"][0]["activities"] == [values]


def test_a_guessed_caption_is_told():
    outline = read_plan(plan(FIRST, captions=("№", "Мероприятие", "Срок", "Отвественные", "Итог")))

    guessed = [one for one in outline.warnings if one.code == "guessed-column"]
    assert [one.column for one in guessed] == ["Отвественные"]


def test_a_plan_without_a_number_column_is_legal():
    outline = read_plan(plan(FIRST[1:], SECOND[1:], captions=CAPTIONS[1:]))

    assert outline.fields == FIELDS[1:]
    assert titles(outline) == [FIRST[1], SECOND[1]]
    assert codes(outline) == []


def test_a_column_the_portal_does_not_know_is_left_out_and_told():
    outline = read_plan(plan((*FIRST, "выполнено"), captions=(*CAPTIONS, "Отметка о выполнении")))

    assert outline.columns == list(CAPTIONS)
    assert [(one.code, one.column) for one in outline.warnings] == [
        ("unknown-column", "Отметка о выполнении")
    ]


def test_a_column_without_caption_is_known_by_its_dates():
    captions = ("№", "Мероприятие", "", "Ответственные", "Ожидаемый результат")

    outline = read_plan(plan(FIRST, SECOND, captions=captions))

    assert [one.deadline for one in outline.activities] == [FIRST[2], SECOND[2]]
    assert "guessed-column" in codes(outline)


def test_a_second_column_for_the_same_field_adds_lines():
    captions = (*CAPTIONS[:4], "Соисполнители", CAPTIONS[4])

    outline = read_plan(plan((*FIRST[:4], "Школы", FIRST[4]), captions=captions))

    assert outline.activities[0].responsible == "Отдел оценки\nШколы"
    assert "extra-column" in codes(outline)


def test_a_column_left_of_the_activities_names_sections():
    captions = ("№", "Направление", *CAPTIONS[1:])
    first = row(FIRST[0], cell("Кадры", merge="restart"), *FIRST[1:])
    second = row(SECOND[0], cell(merge="continue"), *SECOND[1:])
    third = row(THIRD[0], "Проверка", *THIRD[1:])

    outline = read_plan(plan(first, second, third, captions=captions))

    assert [(one.title, len(one.activities)) for one in outline.sections] == [
        ("Кадры", 2),
        ("Проверка", 1),
    ]


def test_a_header_two_rows_high_is_one_header():
    upper = row(
        *(cell(text, merge="restart") for text in CAPTIONS[:2]),
        cell("Сроки", span=2),
        *(cell(text, merge="restart") for text in CAPTIONS[3:]),
    )
    under = cell(merge="continue")
    lower = row(under, under, "начало", "окончание", under, under)
    values = (*FIRST[:2], "01.10.2025", "15.10.2025", *FIRST[3:])

    outline = read_plan(document(paragraph(TITLE), table(upper, lower, values, grid=6)))

    assert outline.activities[0].deadline == "01.10.2025\n15.10.2025"
    assert outline.activities[0].result == FIRST[4]
