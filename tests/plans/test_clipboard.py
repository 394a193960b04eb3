"""Copied tables: what is read out of the clipboard of Word, Excel and others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.documents.clipboard import (
    PastedActivity,
    PastedSection,
    read_clipboard,
    read_html,
    read_pasted,
    read_tabbed,
    table_as_json,
    table_from_json,
)
from plans.documents.outline import FIELDS
from plans.errors import PlanFileError
from tests.plans.copied import EXCEL_TEXT, WORD_HTML, WORD_ROWS, WORD_SECTION


def texts_of(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def html_of(*rows):
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def activities(pasted):
    return [row.texts for row in pasted.rows if isinstance(row, PastedActivity)]


def test_a_table_of_word_comes_with_its_paragraphs_lists_and_merged_cells():
    table = read_clipboard(html=WORD_HTML, text="")

    pasted = read_pasted(table, FIELDS)

    assert [column.field for column in pasted.columns] == list(FIELDS[:4])
    assert pasted.rows[0] == PastedSection(2, WORD_SECTION)
    assert activities(pasted) == WORD_ROWS


def test_a_range_of_excel_keeps_line_ends_and_quotes_of_a_cell():
    table = read_clipboard(html="", text=EXCEL_TEXT)

    assert texts_of(table) == [
        ["1", "Собрать вопросы", "до 01.12.2026", "Методисты", "Список вопросов"],
        ["2", "Провести встречу\nс директорами", "май", "Громов П. А.", 'Протокол "Встреча"'],
    ]


def test_a_quote_inside_a_plain_cell_is_just_a_quote():
    table = read_tabbed('"Школа" города\tдо мая\nеё "актив"\tиюнь')

    assert texts_of(table) == [['"Школа" города', "до мая"], ['её "актив"', "июнь"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>один</p><p>&nbsp;</p><p>два</p>", "один\nдва"),
        ("много   пробелов\n и\u00a0строк", "много пробелов и строк"),
        ("раз<br>два<br><br>три", "раз\nдва\nтри"),
        ("<ol start=3><li>третий<li>четвёртый</ol>", "3. третий\n4. четвёртый"),
        ("<ul><li>а<ul><li>б</ul></ul>", "– а\n– б"),
        ("<script>alert(1)</script><style>p{}</style>видно", "видно"),
        ("до <!-- не видно -->мая", "до мая"),
        ("<table><tr><td>в</td><td>ней</td></tr><tr><td>ещё</td></tr></table>", "в ней\nещё"),
        ("пере\u00adнос", "перенос"),
        ("&lt;b&gt; &amp;", "<b> &"),
    ],
    ids=[
        "paragraphs", "blanks", "breaks", "numbered list", "nested bullets", "scripts", "comments",
        "a table inside", "soft hyphens", "entities",
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_seen(cell, text):
    assert texts_of(read_html(html_of([cell, "x"])))[0][0] == text


@pytest.mark.parametrize(
    ("fields", "start", "width", "expected"),
    [
        (FIELDS, None, 5, list(FIELDS)),
        (FIELDS, "deadline", 2, ["deadline", "responsible"]),
        (("title", "result"), None, 2, ["title", "result"]),
    ],
    ids=["as many as the plan has", "from the cell in hand", "in the order of the plan"],
)
def test_columns_without_captions_go_by_their_place(fields, start, width, expected):
    table = read_tabbed("\t".join(f"текст {place}" for place in range(width)))

    pasted = read_pasted(table, fields, start=start)

    assert [column.field for column in pasted.columns] == expected


def test_columns_without_captions_and_place_go_by_what_stands_in_them():
    table = read_tabbed(
        "1\tОбучить наблюдателей всех школ\tдо 01.12.2026\tМетодисты\n"
        "2\tСобрать вопросы учителей\tежеквартально\tГромов П. А."
    )

    pasted = read_pasted(table, FIELDS)

    assert [column.field for column in pasted.columns] == [
        "number", "title", "deadline", "responsible",
    ]  # fmt: skip


def test_a_person_says_where_columns_go_and_which_stay():
    table = read_tabbed("встреча\tпротокол\tлишнее\tсправка")

    pasted = read_pasted(table, FIELDS, chosen=["title", "result", None, "result"])

    assert activities(pasted) == [{"title": "встреча", "result": "протокол\nсправка"}]


def test_a_column_that_the_plan_does_not_print_stays_behind():
    table = read_html(html_of(["Мероприятие", "Срок"], ["Встреча", "май"]))

    pasted = read_pasted(table, ["title", "result"])

    assert activities(pasted) == [{"title": "Встреча"}]


def test_rows_of_a_copied_table_are_never_joined_by_guess():
    """In a file a row in lower case without a number may be the rest of the one above."""
    table = read_tabbed("собрать вопросы и\tмай\nпровести встречу\tиюнь")

    pasted = read_pasted(table, ["title", "deadline"])

    assert len(activities(pasted)) == 2


def test_the_table_kept_in_the_page_means_the_same_as_the_copied_one():
    table = read_clipboard(html=WORD_HTML, text="")

    again = table_from_json(table_as_json(table))

    assert read_pasted(again, FIELDS) == read_pasted(table, FIELDS)


@pytest.mark.parametrize(
    ("html", "text", "code"),
    [
        ("", " \n ", "clipboard-empty"),
        ("<table></table>", "", "clipboard-empty"),
        ("<table><tr><td>" + "а" * 2_000_001, "", "clipboard-too-large"),
        ("", "а\tб\n" * 501, "too-many-rows"),
        (html_of(["а" * 20_001]), "", "cell-too-long"),
    ],
    ids=["nothing", "an empty table", "too large", "too many rows", "too long a cell"],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(html, text, code):
    with pytest.raises(PlanFileError) as refused:
        read_clipboard(html=html, text=text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>" * 3_000,
        "<div>" * 50_000 + "<table><tr><td>x",
        "<table><tr>" + "<td colspan=999999 rowspan=-7>x" * 300,
        "<table><tr><td rowspan=99999999999999999999>x</table>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><table><tr><td>&a;</td></tr></table>',
        "<table><tr><td>\x00\x0b\ufffe</td></tr></table>",
    ],
    ids=["nested tables", "deep blocks", "wide cells", "tall cells", "entities", "controls"],
)
def test_hostile_html_is_a_table_or_a_refusal_and_nothing_else(html):
    try:
        table = read_clipboard(html=html, text="запасной\tтекст")
    except PlanFileError:
        return

    assert len(table.rows) < 501
    assert "root:" not in str(texts_of(table))


MARKUP = st.lists(
    st.sampled_from(
        ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<td colspan=2>", "<td rowspan=2>",
         "</td>", "<p>", "<br>", "<o:p>&nbsp;</o:p>", "<![if !x]>", "<!--", "-->", "слово",
         "\t", "\n", '"', "<span style='mso-list:Ignore'>1.</span>", "&#0;", "<ul><li>"]
    ), max_size=60,
).map("".join)  # fmt: skip


@given(MARKUP, MARKUP)
def test_whatever_is_copied_is_read_or_refused(html, text):
    try:
        table = read_clipboard(html=f"<table>{html}", text=text)
    except PlanFileError:
        return

    pasted = read_pasted(table, FIELDS)

    assert len(pasted.rows) <= len(table.rows)
