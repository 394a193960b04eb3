"""Dates that are dates are read; everything else is left unknown."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import Reading, due_dates, read_deadline, reading_from_json, said

DAY = datetime.date
TERM = (DAY(2026, 9, 1), DAY(2027, 8, 31))


@pytest.mark.parametrize(
    ("wording", "readings"),
    [
        pytest.param("до 30.11.2026", [Reading("by", by=DAY(2026, 11, 30))], id="until a day"),
        pytest.param("01.04.27", [Reading("on", on=DAY(2027, 4, 1))], id="two-digit year"),
        pytest.param(
            "22 августа 2027года", [Reading("on", on=DAY(2027, 8, 22))], id="a blank is missing"
        ),
        pytest.param(
            "11.01.2027 – 30.09.2027",
            [Reading("within", start=DAY(2027, 1, 11), end=DAY(2027, 9, 30))],
            id="from day to day",
        ),
        pytest.param(
            "До 15.03.2027\nДо 01.03.2027",
            [Reading("by", by=DAY(2027, 3, 15)), Reading("by", by=DAY(2027, 3, 1))],
            id="two sub-items in their order",
        ),
        pytest.param("31.02.2027", [Reading("unknown")], id="a day that does not exist"),
        pytest.param("4-8 классы", [Reading("unknown")], id="grades are no dates"),
        pytest.param("по телефону 8-(385-95)-4-17-11", [Reading("unknown")], id="telephone"),
        pytest.param("В течение года", [Reading("unknown")], id="no date at all"),
        pytest.param("", [Reading("unknown")], id="nothing written"),
    ],
)
def test_a_wording_is_read_as(wording, readings):
    assert read_deadline(wording, *TERM) == readings


@given(st.text(alphabet="абвгдежзийклмно пр.-–—"))
def test_no_date_is_invented_where_no_digit_stands(text):
    assert due_dates(read_deadline(text, *TERM), *TERM) == []


@given(st.text())
def test_no_text_breaks_the_reader(text):
    readings = read_deadline(text, *TERM)

    assert readings
    assert [reading_from_json(reading.as_json()) for reading in readings] == readings


def test_the_editor_says_what_was_understood():
    assert said(read_deadline("до 30.11.2026", *TERM), *TERM) == "понято: до 30.11.2026"
    assert said(read_deadline("по мере сил", *TERM), *TERM) == "не понято — напоминаний не будет"
