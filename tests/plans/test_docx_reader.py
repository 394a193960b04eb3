"""Plans come as Word files in every shape; what is printed is what must be understood."""

import datetime
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from plans.documents.docx_reader import read_plan
from plans.documents.outline import PlanOutline
from plans.errors import PlanFileError
from tests.plans.docx_plans import (
    CAPTIONS,
    FIRST,
    SECOND,
    THIRD,
    TITLE,
    cell,
    document,
    heading_row,
    number_list,
    paragraph,
    plan,
    rezipped,
    row,
    run,
    table,
    text_box,
)

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHARED_DIR", REPOSITORY.parent / "shared")) / "plans"
FIELDS = ["number", "title", "deadline", "responsible", "result"]


def activity(values, names=FIELDS):
    return dict.fromkeys(FIELDS, "") | dict(zip(names, values, strict=True))


def titles(outline):
    return [one.title for one in outline.activities]


def codes(outline):
    return [warning.code for warning in outline.warnings]


# --- whole plans against their truth ---------------------------------------------------------


def own_plan_with_sections():
    """A plan with a stamp, an order, a preamble, sections, a page-cut row and a footer."""
    data = document(
        paragraph("Приложение № 1", align="right"),
        paragraph("к приказу отдела образования Ясногорья", align="right"),
        paragraph("от «5» сентября 2025 г. № 41-о", align="right"),
        paragraph("ПЛАН", align="center"),
        paragraph("мероприятий по объективности оценки", align="center"),
        paragraph("Цель: доверие к отметкам."),
        table(
            CAPTIONS,
            heading_row("Раздел 1. Подготовка"),
            FIRST,
            ("2", "Обучить наблюдателей из числа", "Ноябрь 2025", "Методисты", "Список"),
            CAPTIONS,
            ("", "родителей и студентов", "", "", "обученных"),
            heading_row("Раздел 2. Проверка"),
            row("1", cell("Перепроверить работы:", "-4 классы;", "-5 классы"), *THIRD[2:]),
        ),
        paragraph("ОО – образовательная организация."),
        paragraph("Исполнитель: отдел оценки, 2-00-00"),
    )
    truth = {
        "name": "own",
        "stamps": [
            {
                "kind": "approved",
                "lines": [
                    "Приложение № 1",
                    "к приказу отдела образования Ясногорья",
                    "от «5» сентября 2025 г. № 41-о",
                ],
            }
        ],
        "order": {"date": "2025-09-05", "number": "41-о"},
        "title": "ПЛАН мероприятий по объективности оценки",
        "preamble": ["Цель: доверие к отметкам."],
        "columns": list(CAPTIONS),
        "fields": FIELDS,
        "sections": [
            {
                "title": "Раздел 1. Подготовка",
                "activities": [
                    activity(FIRST),
                    activity(
                        (
                            "2",
                            "Обучить наблюдателей из числа родителей и студентов",
                            "Ноябрь 2025",
                            "Методисты",
                            "Список обученных",
                        )
                    ),
                ],
            },
            {
                "title": "Раздел 2. Проверка",
                "activities": [
                    activity(("1", "Перепроверить работы:\n-4 классы;\n-5 классы", *THIRD[2:]))
                ],
            },
        ],
        "footer": ["ОО – образовательная организация.", "Исполнитель: отдел оценки, 2-00-00"],
    }
    return data, truth


def own_plain_plan():
    """Two stamps in a layout table, no sections, no order, no number column."""
    captions = ("Содержание работы", "Исполнители", "Дата проведения", "Итог")
    data = document(
        table(
            ("СОГЛАСОВАНО", "УТВЕРЖДАЮ"),
            ("Председатель совета", "Начальник отдела образования"),
            grid=2,
        ),
        paragraph("Дорожная карта"),
        paragraph("повышения доверия к отметкам"),
        table(captions, ("Провести сверку отметок", "Школы", "Ежемесячно", "Отчёт"), grid=4),
    )
    truth = {
        "name": "own",
        "stamps": [
            {"kind": "agreed", "lines": ["СОГЛАСОВАНО", "Председатель совета"]},
            {"kind": "approved", "lines": ["УТВЕРЖДАЮ", "Начальник отдела образования"]},
        ],
        "title": "Дорожная карта повышения доверия к отметкам",
        "preamble": [],
        "columns": list(captions),
        "fields": ["title", "responsible", "deadline", "result"],
        "sections": [
            {
                "title": "",
                "activities": [
                    activity(
                        ("Провести сверку отметок", "Школы", "Ежемесячно", "Отчёт"),
                        ["title", "responsible", "deadline", "result"],
                    )
                ],
            }
        ],
        "footer": [],
    }
    return data, truth


def plans_with_truth():
    shared = sorted(SHARED.glob("*.docx")) if SHARED.is_dir() else []
    for path in shared:
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield pytest.param(path, "", truth, id=f"shared-{path.stem}")
    for build in (own_plan_with_sections, own_plain_plan):
        data, truth = build()
        yield pytest.param(data, "own.docx", truth, id=build.__name__)


@pytest.mark.parametrize(("source", "name", "truth"), list(plans_with_truth()))
def test_a_plan_is_understood_word_for_word(source, name, truth):
    outline = read_plan(source, name=name)

    understood = outline.as_json()
    del understood["warnings"]
    assert understood == truth
    assert list(understood) == list(truth)


def test_an_outline_survives_the_way_through_json():
    data, _ = own_plan_with_sections()
    outline = read_plan(data)

    again = PlanOutline.from_json(json.loads(json.dumps(outline.as_json())))

    assert again == outline


def test_a_stream_is_read_as_well_as_bytes():
    data = plan(FIRST)

    outline = read_plan(io.BytesIO(data), name="осень.docx")

    assert outline == read_plan(data, name="осень")
    assert outline.name == "осень"


# --- columns ---------------------------------------------------------------------------------


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


# --- rows that are no activities -------------------------------------------------------------


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


# --- rows cut by pages -----------------------------------------------------------------------


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


# --- what Word does inside cells -------------------------------------------------------------


def test_paragraphs_and_soft_line_ends_of_a_cell_stay_lines():
    deadline = cell("До 01.03.2026", "", "До 15.03.2026\nи\tпо мере готовности ")

    outline = read_plan(plan(row(*FIRST[:2], deadline, *FIRST[3:])))

    assert outline.activities[0].deadline == "До 01.03.2026\nДо 15.03.2026\nи по мере готовности"


def test_tracked_changes_are_read_as_accepted():
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>старый</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="1" w:author="a">{run("новый порядок")}</w:ins>'
    title = cell(inner=paragraph(inner=run("Принять ") + deleted + inserted))
    gone = row(*SECOND, look='<w:del w:id="3" w:author="a"/>')
    new = row(*THIRD, look='<w:ins w:id="4" w:author="a"/>')

    outline = read_plan(plan(row(FIRST[0], title, *FIRST[2:]), gone, new))

    assert titles(outline) == ["Принять новый порядок", THIRD[1]]


def test_a_paragraph_end_deleted_under_tracking_joins_its_lines():
    mark = '<w:rPr><w:del w:id="5" w:author="a"/></w:rPr>'
    title = cell(inner=paragraph("Обучить наблю", mark=mark) + paragraph("дателей"))

    outline = read_plan(plan(row("1", title, *FIRST[2:])))

    assert titles(outline) == ["Обучить наблюдателей"]


def test_content_controls_around_text_cells_and_rows_are_see_through():
    def control(inner, look=""):
        return f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    around_text = cell(inner=paragraph(inner=control(run("Отдел оценки"))))
    first = row(FIRST[0], control(cell(FIRST[1])), FIRST[2], around_text, FIRST[4])
    second = control(row(*SECOND))
    prompt = cell(inner=paragraph(inner=control(run("Введите текст"), "<w:showingPlcHdr/>")))
    third = row(*THIRD[:4], prompt)

    outline = read_plan(plan(first, second, third))

    assert outline.as_json()["sections"][0]["activities"] == [
        activity(FIRST),
        activity(SECOND),
        activity((*THIRD[:4], "")),
    ]


def test_links_count_and_hidden_text_does_not():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>черновик</w:t></w:r>"
    link = f"<w:hyperlink w:anchor='a'>{run('на сайте')}</w:hyperlink>"
    title = cell(inner=paragraph(inner=run("Разместить ") + hidden + link))

    outline = read_plan(plan(row("1", title, *FIRST[2:])))

    assert titles(outline) == ["Разместить на сайте"]


def test_a_cell_merged_downwards_speaks_for_each_of_its_rows():
    first = row(*FIRST[:3], cell("Отдел оценки", merge="restart"), FIRST[4])
    second = row(*SECOND[:3], cell(merge="continue"), SECOND[4])

    outline = read_plan(plan(first, second, THIRD))

    assert [one.responsible for one in outline.activities] == [
        "Отдел оценки",
        "Отдел оценки",
        THIRD[3],
    ]


def test_rows_that_share_a_merged_activity_are_one_activity():
    first = row(
        cell("1", merge="restart"), cell("Обучить", merge="restart"), "Май", "Школы", "Список"
    )
    second = row(cell(merge="continue"), cell(merge="continue"), "Июнь", "Отдел", "Список")

    outline = read_plan(plan(first, second, SECOND))

    assert titles(outline) == ["Обучить", SECOND[1]]
    assert outline.activities[0].deadline == "Май\nИюнь"
    assert outline.activities[0].responsible == "Школы\nОтдел"
    assert outline.activities[0].result == "Список"


def test_a_row_that_begins_further_right_keeps_its_columns():
    outline = read_plan(plan(row(*FIRST[1:], before=1), SECOND))

    assert outline.as_json()["sections"][0]["activities"][0] == activity(("", *FIRST[1:]))


def test_a_table_inside_a_cell_is_read_as_lines():
    inner = paragraph("Показатели:") + table(("доля школ", "90 %"), ("акты", "12"), grid=2)

    outline = read_plan(plan(row(*FIRST[:4], cell(inner=inner + paragraph()))))

    assert outline.activities[0].result == "Показатели:\nдоля школ 90 %\nакты 12"
    assert "nested-table" in codes(outline)


def test_a_plan_inside_a_frame_of_one_cell_is_found():
    inner = paragraph(TITLE, align="center") + table(CAPTIONS, FIRST) + paragraph()

    outline = read_plan(document(table(row(cell(inner=inner)), grid=1)))

    assert outline.title == TITLE
    assert titles(outline) == [FIRST[1]]


# --- automatic numbers -----------------------------------------------------------------------


def numbered_cell(level=0, text=""):
    return cell(inner=paragraph(text, numbered=(77, level)))


def test_automatic_numbers_are_worked_out():
    rows = [row(numbered_cell(), *values[1:]) for values in (FIRST, SECOND, THIRD)]

    outline = read_plan(plan(*rows, lists=[number_list("%1.")]))

    assert [one.number for one in outline.activities] == ["1.", "2.", "3."]
    assert codes(outline) == []


def test_automatic_numbers_of_sections_and_activities_count_together():
    section = [
        row(cell(span=5, inner=paragraph(text, numbered=(77, 0)))) for text in ("Кадры", "Проверка")
    ]
    one, two, three = (row(numbered_cell(1), *values[1:]) for values in (FIRST, SECOND, THIRD))

    data = plan(section[0], one, two, section[1], three, lists=[number_list("%1.", "%1.%2.")])
    outline = read_plan(data)

    assert [one.title for one in outline.sections] == ["1. Кадры", "2. Проверка"]
    assert [one.number for one in outline.activities] == ["1.1.", "1.2.", "2.1."]


def test_an_automatic_number_of_an_unknown_kind_is_left_empty_and_told():
    rows = [row(numbered_cell(), *values[1:]) for values in (FIRST, SECOND)]

    outline = read_plan(plan(*rows, THIRD, lists=[number_list("%1.", style="chineseCounting")]))

    assert [one.number for one in outline.activities] == ["", "", "3"]
    assert codes(outline) == ["auto-number", "auto-number"]


# --- above the table -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "date", "number"),
    [
        (["УТВЕРЖДЁН", "приказом отдела от 08.09.2025 № 61"], "2025-09-08", "61"),
        (
            ["Утверждена", "приказом отдела", "№ 12/3-од от 1 октября 2025 года"],
            "2025-10-01",
            "12/3-од",
        ),
        (["УТВЕРЖДЕНО распоряжением от «30» августа 2025 г. № 5"], "2025-08-30", "5"),
        (["Приложение", "к приказу отдела", "от 31.12.25 № 7"], "2025-12-31", "7"),
    ],
)
def test_the_order_is_read_from_the_stamp(lines, date, number):
    above = [*(paragraph(text, align="right") for text in lines), paragraph(TITLE, align="center")]

    outline = read_plan(plan(FIRST, above=above))

    assert [stamp.lines for stamp in outline.stamps] == [lines]
    assert datetime.date.fromisoformat(outline.order.date).isoformat() == date
    assert outline.order.number == number
    assert outline.title == TITLE


def test_a_date_that_no_calendar_has_is_left_empty_and_told():
    above = [paragraph("Утверждён приказом от 31.02.2025 № 4"), paragraph(TITLE, align="center")]

    outline = read_plan(plan(FIRST, above=above))

    assert (outline.order.date, outline.order.number) == ("", "4")
    assert codes(outline) == ["order-unclear"]


def test_stamps_in_text_boxes_are_read_once():
    boxes = text_box("СОГЛАСОВАНО", "Председатель совета") + text_box(
        "УТВЕРЖДАЮ", "Начальник отдела"
    )
    above = [paragraph(inner=boxes), paragraph(TITLE, align="center")]

    outline = read_plan(plan(FIRST, above=above))

    assert [(stamp.kind, stamp.lines) for stamp in outline.stamps] == [
        ("agreed", ["СОГЛАСОВАНО", "Председатель совета"]),
        ("approved", ["УТВЕРЖДАЮ", "Начальник отдела"]),
    ]
    assert outline.title == TITLE


def test_stamps_typed_side_by_side_with_tabs_are_two_stamps():
    above = [
        paragraph("СОГЛАСОВАНО\tУТВЕРЖДАЮ"),
        paragraph("Председатель совета\tНачальник отдела"),
        paragraph(TITLE, align="center"),
    ]

    outline = read_plan(plan(FIRST, above=above))

    assert [stamp.lines for stamp in outline.stamps] == [
        ["СОГЛАСОВАНО", "Председатель совета"],
        ["УТВЕРЖДАЮ", "Начальник отдела"],
    ]
    assert outline.title == TITLE


def test_title_and_stamp_inside_the_table_above_its_header_are_found():
    rows = [heading_row("УТВЕРЖДАЮ"), heading_row(TITLE), CAPTIONS, FIRST]

    outline = read_plan(document(table(*rows)))

    assert [stamp.lines for stamp in outline.stamps] == [["УТВЕРЖДАЮ"]]
    assert (outline.title, titles(outline)) == (TITLE, [FIRST[1]])


# --- files that are refused ------------------------------------------------------------------


def bomb():
    return rezipped(plan(FIRST), {"word/document.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})


def crowd():
    return rezipped(plan(FIRST), {f"word/media/{number}": b"" for number in range(2_100)})


def with_document(xml):
    return rezipped(plan(FIRST), {"word/document.xml": xml})


def nested(depth):
    inner = table(CAPTIONS, FIRST)
    for _ in range(depth - 1):
        inner = table(row(cell(inner=inner + paragraph())), grid=1)
    return inner


def spreadsheet():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("build", "code"),
    [
        pytest.param(lambda: b"", "empty-file", id="empty"),
        pytest.param(lambda: OLE + b"\0" * 512, "old-word", id="doc"),
        pytest.param(
            lambda: OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            id="password",
        ),
        pytest.param(lambda: b"{\\rtf1 plan}", "not-a-docx", id="rtf"),
        pytest.param(lambda: b"%PDF-1.7", "not-a-docx", id="pdf"),
        pytest.param(lambda: "План".encode(), "not-a-docx", id="text"),
        pytest.param(spreadsheet, "not-a-docx", id="another-archive"),
        pytest.param(lambda: plan(FIRST)[:9_000], "broken-file", id="truncated"),
        pytest.param(lambda: b"PK\x03\x04" + b"\0" * 100, "broken-file", id="only-a-signature"),
        pytest.param(lambda: with_document(b"<w:document"), "broken-file", id="broken-xml"),
        pytest.param(bomb, "unpacked-too-large", id="bomb"),
        pytest.param(crowd, "unpacked-too-large", id="too-many-members"),
        pytest.param(lambda: with_document(LAUGHS), "forbidden-xml", id="entities"),
        pytest.param(
            lambda: with_document(LAUGHS.decode().encode("utf-16")),
            "forbidden-xml",
            id="entities-utf-16",
        ),
        pytest.param(
            lambda: rezipped(plan(FIRST), {"word/numbering.xml": LAUGHS}),
            "forbidden-xml",
            id="entities-in-another-part",
        ),
        pytest.param(lambda: document(paragraph(TITLE)), "no-table", id="no-table"),
        pytest.param(
            lambda: document(table(("Школа", "Классы"), ("Лицей", "5"), grid=2)),
            "no-activity-column",
            id="another-table",
        ),
        pytest.param(lambda: document(nested(6)), "nested-too-deep", id="tables-in-tables"),
        pytest.param(lambda: plan(), "no-activities", id="only-a-header"),
        pytest.param(lambda: plan(*[FIRST] * 2_001), "too-many-rows", id="too-many-rows"),
        pytest.param(lambda: plan((*FIRST[:4], "а" * 20_001)), "cell-too-long", id="too-long-cell"),
    ],
)
def test_a_file_that_is_no_readable_plan_is_refused_with_a_reason(build, code):
    data = build()

    with pytest.raises(PlanFileError) as refused:
        read_plan(data)

    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_absurd_spans_do_not_blow_up():
    outline = read_plan(plan(row(cell("Раздел 1", span=999_999_999)), FIRST))

    assert [one.title for one in outline.sections] == ["Раздел 1"]


def test_the_strict_dialect_of_word_is_read_too():
    data = plan(FIRST)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    strict = xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    outline = read_plan(with_document(strict.encode()))

    assert titles(outline) == [FIRST[1]]
