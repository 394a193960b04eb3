"""Words and days as people read them."""

import datetime

from accounts.templatetags.portal import day

LATE_EVENING_IN_GREENWICH = datetime.datetime(2026, 11, 22, 22, 30, tzinfo=datetime.UTC)


def test_a_moment_is_shown_by_the_day_of_the_local_clock(settings):
    settings.TIME_ZONE = "Europe/Moscow"

    shown = day(LATE_EVENING_IN_GREENWICH)

    assert shown == "23.11.2026"


def test_a_day_is_shown_as_it_is():
    assert day(datetime.date(2027, 4, 15)) == "15.04.2027"
