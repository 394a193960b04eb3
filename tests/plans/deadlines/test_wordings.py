"""How wordings are read in a plan of the school year 2026/2027; one table for each kind."""

import datetime

import pytest

from plans.deadlines import Reading, read_deadline, read_wording

DAY = datetime.date
SCHOOL_YEAR = (DAY(2026, 9, 1), DAY(2027, 8, 31))
CALENDAR_YEAR = (DAY(2027, 1, 1), DAY(2027, 12, 31))
THREE_YEARS = (DAY(2026, 1, 1), DAY(2028, 12, 31))

UNKNOWN = Reading("unknown")
THROUGHOUT = Reading("throughout")
SCHEDULE = Reading("schedule")


def on(*day):
    return Reading("on", on=DAY(*day))


def by(*day):
    return Reading("by", by=DAY(*day))


def within(start, end):
    return Reading("within", start=DAY.fromisoformat(start), end=DAY.fromisoformat(end))


def month(year, number):
    following = DAY(year + number // 12, number % 12 + 1, 1)
    return Reading("within", start=DAY(year, number, 1), end=following - datetime.timedelta(days=1))


def each(every, day=None, **bounds):
    return Reading("each", every=every, day=day, **bounds)


def event(direction="on", offset=0, unit=None):
    return Reading("event", offset=offset, unit=unit, direction=direction)


DAYS = {
    "до 15 ноября": [by(2026, 11, 15)],
    "к 1 сентября": [by(2026, 9, 1)],
    "в срок до 1 мая": [by(2027, 5, 1)],
    "не позднее 20.03.2027 г.": [by(2027, 3, 20)],
    "Срок: до «15» марта 2027 г.": [by(2027, 3, 15)],
    "до15марта2027года": [by(2027, 3, 15)],
    "ДО 1-го НОЯБРЯ": [by(2026, 11, 1)],
    "до 15:00 20.03.2027": [by(2027, 3, 20)],
    "до 15.03": [by(2027, 3, 15)],
    "до 1 окт. 2026": [by(2026, 10, 1)],
    "15. 03. 2027": [on(2027, 3, 15)],
    "01.04.27": [on(2027, 4, 1)],
    "2027-03-15": [on(2027, 3, 15)],
    "10, 12 и 14 апреля 2027 года": [on(2027, 4, 10), on(2027, 4, 12), on(2027, 4, 14)],
    "до 10 и 20 апреля": [by(2027, 4, 10), by(2027, 4, 20)],
    "до 1 ноября, 1 февраля, 1 мая": [by(2026, 11, 1), by(2027, 2, 1), by(2027, 5, 1)],
    "До 15.03.2027\nДо 01.03.2027": [by(2027, 3, 15), by(2027, 3, 1)],
    "до 20.05.2025": [by(2025, 5, 20)],
    "до конца учебного года": [by(2027, 5, 31)],
    "к концу 2027/2028 учебного года": [by(2028, 5, 31)],
    "до конца 2026 года": [by(2026, 12, 31)],
    "до конца октября": [by(2026, 10, 31)],
    "не позднее мая": [by(2027, 5, 31)],
    "до конца III квартала 2027 года": [by(2027, 9, 30)],
    "до конца 1 четверти": [by(2026, 10, 27)],
}
STRETCHES = {
    "октябрь – февраль": [within("2026-10-01", "2027-02-28")],
    "с 1 по 15 марта": [within("2027-03-01", "2027-03-15")],
    "1-15 марта 2026 г.": [within("2026-03-01", "2026-03-15")],
    "01.02-15.03.2027": [within("2027-02-01", "2027-03-15")],
    "15-20.03.2027": [within("2027-03-15", "2027-03-20")],
    "с 15 декабря по 20 января": [within("2026-12-15", "2027-01-20")],
    "с 15 октября по декабрь": [within("2026-10-15", "2026-12-31")],
    "Октябрь 2026года- февраль 2027 года": [within("2026-10-01", "2027-02-28")],
    "Сентябрь -октябрь - ноябрь 2026": [within("2026-09-01", "2026-11-30")],
    "сентябрь, октябрь 2026 г.": [month(2026, 9), month(2026, 10)],
    "Ноябрь, март 2027": [month(2026, 11), month(2027, 3)],
    "Июнь, август 2024": [month(2024, 6), month(2024, 8)],
    "в марте и мае": [month(2027, 3), month(2027, 5)],
    "в течение апреля": [month(2027, 4)],
    "май 27 г.": [month(2027, 5)],
    "IV квартал": [within("2026-10-01", "2026-12-31")],
    "В 1 квартале 2027года": [within("2027-01-01", "2027-03-31")],
    "I – III кварталы 2027 г.": [within("2027-01-01", "2027-09-30")],
    "III квартал 2026 – I квартал 2027": [within("2026-07-01", "2027-03-31")],
    "2 четверть": [within("2026-10-28", "2026-12-29")],
    "I полугодие 2025/2026 учебного года": [within("2025-09-01", "2025-12-31")],
    "II полугодие 2026/27 уч. года": [within("2027-01-01", "2027-05-31")],
    "II полугодие 2027 года": [within("2027-07-01", "2027-12-31")],
    "2027 год": [within("2027-01-01", "2027-12-31")],
    "2026–2028 гг.": [within("2026-01-01", "2028-12-31")],
    "2026-2027 учебный год": [within("2026-09-01", "2027-05-31")],
    "первая декада марта": [within("2027-03-01", "2027-03-10")],
    "2-я половина мая 2027 г.": [within("2027-05-16", "2027-05-31")],
    "Март – 11 классы, апрель – 5-9 классы": [month(2027, 3), month(2027, 4)],
}
RECURRENCES = {
    "ежемесячно до 5 числа": [each("month", 5)],
    "до 25-го числа каждого месяца": [each("month", 25)],
    "ежемесячно, в первой декаде": [each("month", 10)],
    "еженедельно": [each("week")],
    "еженедельно по пятницам": [each("week", 5)],
    "по вторникам и четвергам": [each("week", 2), each("week", 4)],
    "раз в учебную четверть": [each("school_quarter")],
    "не реже 1 раза в квартал": [each("quarter")],
    "один раз в полугодие": [each("half_year")],
    "в конце каждой четверти": [each("school_quarter")],
    "до 10 числа месяца, следующего за отчётным кварталом": [each("quarter", 10)],
    "1 раз в год": [each("year")],
    "В течение года, ежемесячно": [each("month")],
    "В течение учебного года (не реже одного раза в четверть)": [each("school_quarter")],
    "ежемесячно с октября по май": [
        each("month", start=DAY(2026, 10, 1), end=DAY(2027, 5, 31)),
    ],
    "Ежегодно до 1 октября": [by(2026, 10, 1)],
    "2 раза в год: октябрь, апрель": [month(2026, 10), month(2027, 4)],
    "март 2027, далее ежеквартально": [month(2027, 3), each("quarter")],
}
WITHOUT_DATES = {
    "постоянно": [THROUGHOUT],
    "весь учебный год": [THROUGHOUT],
    "в течение 2026-2027 учебного года": [THROUGHOUT],
    "На постоянной основе": [THROUGHOUT],
    "В течение года по отдельному плану": [THROUGHOUT, SCHEDULE],
    "по дорожной карте": [SCHEDULE],
    "в установленные приказом сроки": [SCHEDULE],
    "в сроки проведения ВПР": [SCHEDULE],
    "Согласно графику, март 2027": [SCHEDULE, month(2027, 3)],
    "по плану работы методического центра до 15.03.2027": [SCHEDULE, by(2027, 3, 15)],
    "По мере необходимости, но не реже 1 раза в квартал": [event(), each("quarter")],
    "до 05.02.2027 и по мере появления новых сведений": [by(2027, 2, 5), event()],
    "не позднее 3 рабочих дней после получения": [event("after", 3, "working_day")],
    "за 5 дней до проведения": [event("before", 5, "day")],
    "в трёхдневный срок со дня издания приказа": [event("after", 3, "day")],
    "за неделю до начала": [event("before", 7, "day")],
    "на следующий рабочий день после экзамена": [event("after", 1, "working_day")],
    "в течение 3 (трёх) календарных дней": [event("after", 3, "day")],
    "перед проведением": [event("before")],
    "по итогам I полугодия": [event("after")],
    "в день проведения": [event()],
}
QUESTIONS = [
    "",
    "два раза в год",
    "29.02.2027",
    "до 31 ноября",
    "до 20.13.2027",
    "август – сентябрь",  # of two years, or of none
    "I полугодие",  # of the school year or of the calendar one
    "до конца года",
    "до конца месяца",
    "до мая",
    "май 27",
    "в начале сентября",
    "первая пятница месяца",
    "до 10 числа следующего месяца",
    "раз в две недели",
    "в течение месяца после проведения",
    "ежеквартально до 25 числа последнего месяца",
    "с 1 сентября",
    "после 15 марта",
    "отчёт за октябрь",
    "по согласованию",
    "весной",
    # Rule 4: no dates at all.
    "4-8 классы",
    "тел. 8 (38595) 4-17-11",
    "приказ от 25.07.2026 № 13-331",
    "п. 3.12",
    "ул. 8 Марта",
    "Мая Ивановна",
    "акция «Май – месяц мира»",
    "итоги ВПР 2027 года",
]
ALL = DAYS | STRETCHES | RECURRENCES | WITHOUT_DATES | {text: [UNKNOWN] for text in QUESTIONS}


@pytest.mark.parametrize(("wording", "readings"), ALL.items(), ids=list(ALL))
def test_a_wording_is_read_as(wording, readings):
    assert read_deadline(wording, *SCHOOL_YEAR) == readings


@pytest.mark.parametrize(
    ("wording", "readings"),
    [
        ("октябрь – февраль", [within("2027-10-01", "2028-02-29")]),
        ("к 1 сентября", [by(2027, 9, 1)]),
        ("август – сентябрь", [within("2027-08-01", "2027-09-30")]),
        ("I полугодие", [within("2027-01-01", "2027-06-30")]),
        ("до конца года", [by(2027, 12, 31)]),
        ("в течение 2027 года", [THROUGHOUT]),
    ],
)
def test_a_plan_of_a_calendar_year_gives_the_year(wording, readings):
    assert read_deadline(wording, *CALENDAR_YEAR) == readings


@pytest.mark.parametrize(
    ("wording", "readings"),
    [
        ("октябрь", [UNKNOWN]),
        ("до 15 ноября", [UNKNOWN]),
        ("ежегодно в октябре", [month(2026, 10), month(2027, 10), month(2028, 10)]),
        ("в течение 2027 года", [within("2027-01-01", "2027-12-31")]),
    ],
)
def test_a_plan_of_three_years_is_asked_which_one(wording, readings):
    assert read_deadline(wording, *THREE_YEARS) == readings


@pytest.mark.parametrize("wording", [*DAYS, *STRETCHES, *RECURRENCES, *WITHOUT_DATES])
def test_letter_case_dashes_and_blanks_change_nothing(wording):
    other = wording.upper().replace("-", "–").replace("Ё", "Е").replace(" ", "\u00a0 ")
    if "\n" not in wording:
        other = f"  {other} "

    assert read_deadline(other, *SCHOOL_YEAR) == read_deadline(wording, *SCHOOL_YEAR)


def test_words_around_a_date_are_left_over_as_written():
    read = read_wording("Совещания:\nЯнварь 2027,  отчёт — до 15.02.2027 (Иванова)", *SCHOOL_YEAR)

    assert read.readings == [month(2027, 1), by(2027, 2, 15)]
    assert read.leftover == ["Совещания", "отчёт", "Иванова"]


def test_a_sub_item_that_is_not_understood_keeps_its_place():
    readings = read_deadline("до 15.03.2027\nдо 31.04.2027\nдо 20.05.2027", *SCHOOL_YEAR)

    assert readings == [by(2027, 3, 15), UNKNOWN, by(2027, 5, 20)]
