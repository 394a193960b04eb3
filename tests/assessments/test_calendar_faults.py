"""The calendar of a procedure as plain values: sittings, faults, free days, the draw."""

import datetime

import pytest

from assessments.documents.calendar import (
    CalendarDraft,
    faults_of_calendar,
    free_day,
    sittings_of,
)
from assessments.scoring.draws import drawn_index

MONDAY, WEDNESDAY, THURSDAY, SATURDAY, SUNDAY = (
    datetime.date(2026, 4, day) for day in (20, 22, 23, 25, 26)
)
TERM = {"starts_on": MONDAY, "ends_on": datetime.date(2026, 5, 20)}
MATHS, RUSSIAN, HISTORY, BIOLOGY = 1, 2, 3, 4


def row(subject, work_id=None, **changes):
    plain = {
        "work_id": work_id or subject,
        "grade": 5,
        "subject_id": subject,
        "label": f"Предмет {subject}",
        "first_on": MONDAY,
        "last_on": SATURDAY,
        "held_on": WEDNESDAY,
    }
    return CalendarDraft(**{**plain, **changes})


def problems(*rows):
    return [fault.problem for fault in faults_of_calendar(rows, **TERM)]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        pytest.param({}, None, id="inside its window"),
        pytest.param({"last_on": datetime.date(2026, 4, 19)}, "раньше", id="ends before it begins"),
        pytest.param({"first_on": datetime.date(2026, 4, 19)}, "за срок", id="before the term"),
        pytest.param({"held_on": datetime.date(2026, 4, 27)}, "вне окна", id="day outside"),
        pytest.param(
            {"last_on": datetime.date(2026, 5, 2), "held_on": SUNDAY}, "воскресенье", id="Sunday"
        ),
    ],
)
def test_what_a_line_may_say(change, word):
    found = problems(row(MATHS, **change))

    assert (found == []) if word is None else (word in found[0])


def test_one_grade_writes_one_work_a_day_and_another_grade_its_own():
    found = problems(row(MATHS), row(RUSSIAN))

    assert len(found) == 1
    assert "Предмет 1" in found[0]
    assert problems(row(MATHS), row(RUSSIAN, grade=6)) == []
    assert problems(row(MATHS), row(RUSSIAN, held_on=THURSDAY)) == []


def test_levels_and_forms_of_one_subject_are_one_sitting_led_by_the_base_level():
    advanced = row(MATHS, 11, level="advanced")
    second = row(MATHS, 12, form=2)
    base = row(MATHS, 13)

    (sitting,) = sittings_of([advanced, second, base])

    assert [one.work_id for one in sitting.rows] == [13, 12, 11]
    assert problems(advanced, second, base) == []


def test_a_draw_has_two_works_on_one_day():
    history, biology = (row(each, group="Предмет 3") for each in (HISTORY, BIOLOGY))
    later = row(BIOLOGY, group="Предмет 3", held_on=THURSDAY)

    assert problems(history, biology) == []
    assert "одна работа" in problems(history)[0]
    assert "одно окно, один день" in problems(history, later)[0]
    assert "уже пишут другое: Предмет 1" in problems(history, biology, row(MATHS))[0]


@pytest.mark.parametrize(
    ("busy", "expected"),
    [
        pytest.param([], WEDNESDAY, id="the day itself"),
        pytest.param([WEDNESDAY], THURSDAY, id="the next day before the one before"),
        pytest.param([WEDNESDAY, THURSDAY], datetime.date(2026, 4, 21), id="the day before"),
        pytest.param([datetime.date(2026, 4, day) for day in range(20, 26)], None, id="none"),
    ],
)
def test_the_nearest_free_day_of_a_window(busy, expected):
    assert free_day(wanted=WEDNESDAY, first_on=MONDAY, last_on=SUNDAY, busy=busy) == expected


def test_a_draw_is_repeated_by_its_seed_and_fair_over_many_classes():
    names = [f"edu99{school:04} 5{letter}" for school in range(300) for letter in "АБ"]

    first = [drawn_index(seed="зерно", name=name, count=3) for name in names]
    again = [drawn_index(seed="зерно", name=name, count=3) for name in names]
    other = [drawn_index(seed="другое", name=name, count=3) for name in names]

    assert first == again
    assert first != other
    # 600 thirds: 200 each, five standard deviations of 11.5 aside.
    assert all(143 <= first.count(index) <= 257 for index in range(3))
    # Reckoned apart: SHA-256 of «зерно|edu990001 5А», as a number, leaves 0 of 3.
    assert drawn_index(seed="зерно", name="edu990001 5А", count=3) == 0
