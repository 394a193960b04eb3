"""Wordings and readings of last year's plan, a year later."""

import datetime

import pytest

from plans.deadlines import Reading
from plans.deadlines.shifting import shifted_reading, shifted_wording
from plans.documents.blank_stamp import BLANK_ORDER, blank_stamp
from plans.documents.stamps import NO_DATE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("на 2025/2026 учебный год", "на 2026/2027 учебный год"),
        ("2025-2026 уч. год", "2026-2027 уч. год"),
        ("2025 – 26 учебный год", "2026 – 27 учебный год"),
        ("до 15.03.2026", "до 15.03.2027"),
        ("01.04.26", "01.04.27"),
        ("20.04.2026 – 15.05.2026", "20.04.2027 – 15.05.2027"),
        ("Октябрь 2025 года - февраль 2026 года", "Октябрь 2026 года - февраль 2027 года"),
        ("Октябрь 2025года", "Октябрь 2026года"),
        ("до 29.02.2024", "до 28.02.2025"),
        ("ВПР-2026", "ВПР-2027"),
        ("До 05.02.2026\nи по мере появления", "До 05.02.2027\nи по мере появления"),
        ("в течение 2025-2028 годов", "в течение 2026-2029 годов"),
        ("Апрель, 4-8 классы", "Апрель, 4-8 классы"),
        ("по приказу от 30.08.2025 № 534", "по приказу от 30.08.2025 № 534"),
        ("приказ № 2025", "приказ № 2025"),
        ("тел. 8-(000)20-25-26", "тел. 8-(000)20-25-26"),
        ("пункт 2.2025", "пункт 2.2025"),
        ("до 45.13.2026", "до 45.13.2026"),
        ("", ""),
    ],
)
def test_a_wording_of_last_year_is_proposed_for_this_one(before, after):
    assert shifted_wording(before, 1) == after


def test_a_wording_may_skip_years():
    assert shifted_wording("2022/23, до 01.09.2022", 3) == "2025/26, до 01.09.2025"


def test_the_dates_of_a_reading_move_and_the_rest_stays():
    within = Reading("within", start=datetime.date(2024, 2, 29), end=datetime.date(2024, 5, 31))
    monthly = Reading("each", every="month", day=10)

    moved = shifted_reading(within, 1)

    assert (moved.start, moved.end) == (datetime.date(2025, 2, 28), datetime.date(2025, 5, 31))
    assert shifted_reading(monthly, 1) == monthly


@pytest.mark.parametrize(
    ("stamp", "blank"),
    [
        ("Утверждён\nприказом\nот 08.09.2025 № 61", f"Утверждён\nприказом\n{BLANK_ORDER}"),
        ("к приказу от «5» сентября 2025 г. № 41-о", f"к приказу {BLANK_ORDER}"),
        ("УТВЕРЖДАЮ\n«27» сентября 2025 г.", f"УТВЕРЖДАЮ\n{NO_DATE}"),
        ("УТВЕРЖДАЮ\nНачальник отдела № 2", "УТВЕРЖДАЮ\nНачальник отдела № 2"),
    ],
)  # fmt: skip
def test_the_stamp_of_a_new_plan_waits_for_its_own_order(stamp, blank):
    assert blank_stamp(stamp) == blank
