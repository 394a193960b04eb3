"""What Word does inside cells, and the numbers that it does not write down."""

from plans.documents.docx_reader import read_plan
from tests.plans.docx_plans import (
    CAPTIONS,
    FIRST,
    SECOND,
    THIRD,
    TITLE,
    activity,
    cell,
    codes,
    document,
    number_list,
    paragraph,
    plan,
    row,
    run,
    table,
    titles,
)


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


def test_a_section_row_keeps_the_automatic_number_of_its_own_cell():
    section = row(numbered_cell(), cell("Кадры", span=4))

    outline = read_plan(plan(section, FIRST, lists=[number_list("%1.", style="upperRoman")]))

    assert [one.title for one in outline.sections] == ["I. Кадры"]


def test_an_automatic_number_of_an_unknown_kind_is_left_empty_and_told():
    rows = [row(numbered_cell(), *values[1:]) for values in (FIRST, SECOND)]

    outline = read_plan(plan(*rows, THIRD, lists=[number_list("%1.", style="chineseCounting")]))

    assert [one.number for one in outline.activities] == ["", "", "3"]
    assert codes(outline) == ["auto-number", "auto-number"]


# Lists inside cells ------------------------------------------------------------------------------


def items(*texts, level=0, list_id=78):
    return "".join(paragraph(text, numbered=(list_id, level)) for text in texts)


def test_the_numbers_of_a_list_inside_a_cell_are_part_of_its_text():
    steps = paragraph("Провести:") + items("опрос") + items("разбор", level=1) + items("сверку")
    numbers = number_list("%1)", "%1.%2)", list_id=78)

    outline = read_plan(plan(row("1", cell(inner=steps), *FIRST[2:]), lists=[numbers]))

    assert outline.activities[0].title == "Провести:\n1) опрос\n1.1) разбор\n2) сверку"
    assert codes(outline) == []


def test_the_signs_of_a_list_inside_a_cell_become_dashes():
    signs = number_list("\uf0b7", list_id=78, style="bullet")
    result = cell(inner=items("протокол", "справка"))

    outline = read_plan(plan(row(*FIRST[:4], result), lists=[signs]))

    assert outline.activities[0].result == "– протокол\n– справка"


def test_list_numbers_that_cannot_be_worked_out_are_told():
    odd = number_list("%1.", list_id=78, style="chineseCounting")
    result = cell(inner=items("протокол", "справка"))

    outline = read_plan(plan(row(*FIRST[:4], result), lists=[odd]))

    assert outline.activities[0].result == "протокол\nсправка"
    assert codes(outline) == ["list-numbers"]


def test_a_number_that_word_gives_to_the_wording_itself_is_the_number_of_the_row():
    rows = [row("", cell(inner=items(values[1])), *values[2:]) for values in (FIRST, SECOND, THIRD)]

    outline = read_plan(plan(*rows, lists=[number_list("%1.", list_id=78)]))

    assert [one.number for one in outline.activities] == ["1.", "2.", "3."]
    assert titles(outline) == [FIRST[1], SECOND[1], THIRD[1]]


# Rows that share cells, rows without numbers ----------------------------------------------------


def test_two_activities_under_one_merged_number_both_carry_it():
    first = row(cell("2.3", merge="restart"), *FIRST[1:])
    second = row(cell(merge="continue"), *SECOND[1:])

    outline = read_plan(plan(first, second, ("2.4", *THIRD[1:])))

    assert [one.number for one in outline.activities] == ["2.3", "2.3", "2.4"]
    assert titles(outline) == [FIRST[1], SECOND[1], THIRD[1]]


def test_a_responsible_merged_over_a_section_row_goes_on_below_it():
    first = row(*FIRST[:3], cell("Отдел оценки", merge="restart"), FIRST[4])
    section = row(cell("Раздел 2. Проверка", span=3), cell(merge="continue"), "")
    second = row(*SECOND[:3], cell(merge="continue"), SECOND[4])

    outline = read_plan(plan(first, section, second))

    assert [one.title for one in outline.sections] == ["", "Раздел 2. Проверка"]
    assert [one.responsible for one in outline.activities] == ["Отдел оценки"] * 2


def test_rows_of_a_plan_whose_number_cells_are_all_empty_stay_apart():
    rows = [("", values[1], "", *values[3:]) for values in (FIRST, SECOND, THIRD)]

    outline = read_plan(plan(*rows))

    assert titles(outline) == [FIRST[1], SECOND[1], THIRD[1]]
    assert codes(outline) == ["missing-number"]


def test_a_row_that_ends_early_keeps_its_columns():
    short = row(*FIRST[:3], look='<w:gridAfter w:val="2"/>')

    outline = read_plan(plan(short, SECOND))

    assert outline.as_json()["sections"][0]["activities"][0] == activity((*FIRST[:3], "", ""))


def test_a_table_within_a_table_within_a_cell_says_a_merged_text_once():
    merged = table(
        row(cell("4 класс", merge="restart"), "русский"),
        row(cell(merge="continue"), "математика"),
        grid=2,
    )
    deeper = table(row(cell(inner=merged + paragraph()), "май"), grid=2)

    outline = read_plan(plan(row(*FIRST[:4], cell(inner=deeper + paragraph()))))

    assert outline.activities[0].result == "4 класс русский математика май"
