"""The reader never raises and never invents a date."""

import datetime
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import due_dates, read_wording, reading_from_json, said

DAY = datetime.date
TERM = (DAY(2026, 9, 1), DAY(2027, 8, 31))
# Words that stand beside dates and are none.
PLAIN_WORDS = """школа план приказ протокол совещание наблюдатель директор комитет район отчёт
результат список классы справка методист кабинет пункт телефон до к с по в не позднее раз после
перед проведения учебного рабочих дней число недели ВПР ГИА ОГЭ I II IV №"""
DATED_WORDS = """январь марта мая октябре ноябрь-декабрь 15 31 30 29 2027 27 2026/2027 учебного года
01.02.2027 31.02 15.03 «15» ежемесячно ежеквартально раз четверть квартал полугодие каждый месяц
пятницам конца начала декада до с по к числа следующего - – — , ; ( ) и рабочих дней после"""
PLAIN, DATED = PLAIN_WORDS.split(), DATED_WORDS.split()
NUMBERS = [str(number) for number in (1, 4, 8, 11, 15, 31, 2027, 385, 41711, 13331)]
SIGNS = ["-", "–", "—", ",", ";", "(", ")", "\n", "/", "«", "»"]


def test_ten_thousand_texts_without_words_of_dates_give_no_date():
    chance = random.Random(2026)

    for _ in range(10_000):
        pieces = chance.choices(PLAIN + NUMBERS + SIGNS, k=chance.randint(1, 14))
        text = chance.choice([" ", " ", ""]).join(pieces)
        read = read_wording(text, *TERM)

        assert due_dates(read.readings, *TERM) == [], text


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщьыэюя0123456789 -–—\n"))
def test_no_date_comes_out_of_letters_digits_and_dashes(text):
    assert due_dates(read_wording(text, *TERM).readings, *TERM) == []


@given(st.lists(st.sampled_from(PLAIN + DATED), max_size=14), st.sampled_from(["", " ", ", "]))
def test_no_heap_of_words_of_dates_breaks_the_reader(words, sign):
    read = read_wording(sign.join(words), *TERM)

    assert read.readings
    assert [reading_from_json(one.as_json()) for one in read.readings] == read.readings
    assert said(read.readings, *TERM)


@given(st.text(), st.dates(), st.dates())
def test_no_text_and_no_period_break_the_reader(text, first, last):
    read = read_wording(text, first, last)

    assert read.readings


@given(st.text(alphabet="ЁёАа -–\u00a0\u00ad\n1.мая«»", max_size=60))
def test_what_is_left_over_stands_in_the_wording(text):
    for piece in read_wording(text, *TERM).leftover:
        assert piece in text or "\u0301" in text


@pytest.mark.parametrize(
    "piece",
    ["до ", " ", "1-", "март ", "март-", "1, ", "по четвертой ", "каждого месяца ", "«а", "8 ("],
)
def test_a_long_wording_is_read_in_time(piece):
    started = time.process_time()
    read_wording(piece * 2000 + " март", *TERM)

    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"kind": "by"},
        {"kind": "by", "by": "завтра"},
        {"kind": "within", "start": "2027-03-01", "end": "2027-02-01"},
        {"kind": "each", "every": "fortnight"},
        {"kind": "each", "every": "month", "day": 40},
        {"kind": "event", "offset": -1, "unit": "day", "direction": "after"},
        {"kind": "event", "offset": 3, "unit": None, "direction": "after"},
        ["by"],
    ],
)
def test_what_makes_no_sense_in_the_database_is_a_question(kept):
    assert reading_from_json(kept).kind == "unknown"
