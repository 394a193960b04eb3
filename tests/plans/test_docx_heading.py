"""What stands above the table: stamps, the order, the title."""

import datetime

import pytest

from plans.documents.docx_reader import read_plan
from tests.plans.docx_plans import (
    CAPTIONS,
    FIRST,
    TITLE,
    codes,
    document,
    heading_row,
    paragraph,
    plan,
    table,
    text_box,
    titles,
)


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
