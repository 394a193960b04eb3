"""Due dates of readings, days that are not worked, what the editor says."""

import datetime

import pytest

from plans.deadlines import (
    Reading,
    SchoolQuarters,
    WorkingDays,
    due_dates,
    read_deadline,
    said,
    spans,
)

DAY = datetime.date
TERM = (DAY(2026, 9, 1), DAY(2027, 8, 31))


def dates(text, **more):
    return [f"{day:%d.%m.%y}" for day in due_dates(read_deadline(text, *TERM), *TERM, **more)]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("ежеквартально", ["30.09.26", "31.12.26", "31.03.27", "30.06.27"]),
        ("раз в четверть", ["27.10.26", "29.12.26", "23.03.27", "26.05.27"]),
        ("раз в полугодие", ["31.12.26", "30.06.27"]),
        ("ежегодно", ["31.12.26"]),
        (
            "до 10 числа месяца, следующего за отчётным кварталом",
            ["10.10.26", "10.01.27", "10.04.27", "10.07.27"],
        ),
        ("ежемесячно с октября по декабрь", ["31.10.26", "30.11.26", "31.12.26"]),
        ("ежемесячно до 30 числа с января по март", ["30.01.27", "28.02.27", "30.03.27"]),
        ("по понедельникам сентября", ["07.09.26", "14.09.26", "21.09.26", "28.09.26"]),
        ("до 20.05.2025", ["20.05.25"]),
        ("постоянно", []),
        ("после получения результатов", []),
    ],
)
def test_a_reading_falls_due_inside_the_plan(wording, expected):
    assert dates(wording) == expected


def test_a_month_has_twelve_dates_with_keys_that_stay():
    found = spans(Reading("each", every="month", day=5), *TERM)

    assert len(found) == 12
    assert found[0] == ("2026-09", DAY(2026, 9, 5))
    assert len({span.key for span in found}) == 12


@pytest.mark.parametrize(
    ("every", "key"),
    [("week", "2026-W36"), ("quarter", "2026-Q3"), ("school_quarter", "2026-C1"), ("year", "2026")],
)
def test_spans_are_named(every, key):
    assert spans(Reading("each", every=every), *TERM)[0].key == key


def test_school_quarters_end_when_the_committee_says():
    moved = SchoolQuarters({(2026, 1): DAY(2026, 10, 24)})

    assert dates("раз в четверть", quarters=moved)[0] == "24.10.26"
    assert read_deadline("2 четверть", *TERM, moved) == [
        Reading("within", start=DAY(2026, 10, 25), end=DAY(2026, 12, 29))
    ]


# Saturday 01.05.2027 is a holiday with Monday 03.05 off; Saturday 20.02 works for Monday 22.02.
CALENDAR = WorkingDays.of(
    non_working=[DAY(2027, 2, 22), DAY(2027, 2, 23), DAY(2027, 5, 1), DAY(2027, 5, 3)],
    worked=[DAY(2027, 2, 20)],
    overrides={DAY(2027, 3, 1): False},
)


@pytest.mark.parametrize(
    ("day", "rule", "moved"),
    [
        pytest.param(DAY(2027, 5, 3), "preceding", DAY(2027, 4, 30), id="back over the weekend"),
        pytest.param(DAY(2027, 5, 1), "next", DAY(2027, 5, 4), id="on past the Monday off"),
        pytest.param(DAY(2027, 5, 1), "none", DAY(2027, 5, 1), id="stays"),
        pytest.param(DAY(2027, 2, 20), "preceding", DAY(2027, 2, 20), id="a Saturday that works"),
        pytest.param(DAY(2027, 3, 1), "next", DAY(2027, 3, 2), id="the committee's own day off"),
    ],
)
def test_a_due_date_moves_by_the_rule(day, rule, moved):
    assert CALENDAR.move(day, rule) == moved


@pytest.mark.parametrize(
    ("offset", "unit", "direction", "expected"),
    [
        pytest.param(0, None, "on", DAY(2027, 2, 19), id="the day itself"),
        pytest.param(15, "day", "after", DAY(2027, 3, 6), id="calendar days"),
        pytest.param(1, "working_day", "after", DAY(2027, 2, 20), id="the worked Saturday counts"),
        pytest.param(3, "working_day", "after", DAY(2027, 2, 25), id="holidays do not count"),
        pytest.param(5, "day", "before", DAY(2027, 2, 14), id="days before"),
        pytest.param(5, "working_day", "before", DAY(2027, 2, 12), id="a week of work before"),
    ],
)
def test_days_are_counted_from_an_event(offset, unit, direction, expected):
    assert CALENDAR.count(DAY(2027, 2, 19), offset, unit, direction) == expected


def test_a_calendar_without_working_days_moves_nothing():
    never = WorkingDays(frozenset(DAY(2027, 1, 1) + datetime.timedelta(n) for n in range(365)))

    assert never.move(DAY(2027, 6, 1), "next") == DAY(2027, 6, 1)
    assert never.count(DAY(2027, 6, 1), 3, "working_day", "after") == DAY(2027, 6, 4)


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("октябрь", "понято: октябрь 2026 → до 31.10.2026"),
        ("до 30.11.2026", "понято: до 30.11.2026"),
        ("30.11.2026", "понято: 30.11.2026"),
        ("октябрь – февраль", "понято: октябрь 2026 – февраль 2027 → до 28.02.2027"),
        ("I квартал", "понято: I квартал 2027 → до 31.03.2027"),
        ("1-15 марта", "понято: с 01.03.2027 по 15.03.2027 → до 15.03.2027"),
        (
            "ежемесячно",
            "понято: ежемесячно → 30.09.2026, 31.10.2026, 30.11.2026 и ещё 9",
        ),
        ("по пятницам", "понято: по пятницам → 04.09.2026, 11.09.2026, 18.09.2026 и ещё 49"),
        (
            "до 01.10.2026, до 01.11.2026, до 01.12.2026, до 01.01.2027",
            "понято: до 01.10.2026; до 01.11.2026; до 01.12.2026 и ещё 1",
        ),
        (
            "в течение 3 рабочих дней после приказа",
            "понято: в течение 3 рабочих дней после события → ожидает события",
        ),
        (
            "не позднее 1 рабочего дня до проведения",
            "понято: не позднее чем за 1 рабочий день до события → ожидает события",
        ),
        ("за 3 дня до ВПР", "понято: не позднее чем за 3 дня до события → ожидает события"),
        ("по мере надобности", "понято: по событию → ожидает события"),
        ("по графику", "понято: по графику → ожидает графика"),
        ("постоянно", "понято: весь период плана → без даты, спросим в конце периода"),
        ("к лету", "не понято — укажите дату или событие"),
        (
            "до 30.11.2026, до 31.11.2026",
            "понято: до 30.11.2026; остальное не понято — укажите дату или событие",
        ),
    ],
)
def test_the_editor_says_what_was_understood(wording, expected):
    assert said(read_deadline(wording, *TERM), *TERM) == expected
