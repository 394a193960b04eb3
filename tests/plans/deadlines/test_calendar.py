"""The committee's calendar: quarters, days off, where due dates move."""

import datetime

import pytest

from accounts.models import Role
from plans.models import CalendarDay, SchoolQuarter
from plans.reports.working_days import moving_of, quarters_of, working_days_of
from tests.factories.accounts import UserFactory
from tests.plans.desk import address, page

pytestmark = pytest.mark.django_db
DAY = datetime.date
YEAR = (DAY(2026, 9, 1), DAY(2027, 8, 31))


def send(client, route, /, **fields):
    return client.post(address(route), fields)


def quarters(**changed):
    usual = {"q1": "2026-10-27", "q2": "2026-12-29", "q3": "2027-03-23", "q4": "2027-05-26"}
    return {"school_year": 2026, **usual, **changed}


def test_public_holidays_and_transfers_are_known(editor):
    days = working_days_of(editor.committee_id, *YEAR)

    assert not days.is_working(DAY(2026, 11, 4))
    assert not days.is_working(DAY(2027, 1, 8))
    assert days.is_working(DAY(2026, 11, 5))


def test_the_committee_says_otherwise_of_a_day(client, editor):
    response = send(client, "calendar-day", day="2026-11-05", is_working="no", name="День района")

    assert response.status_code == 302
    assert not working_days_of(editor.committee_id, *YEAR).is_working(DAY(2026, 11, 5))
    assert "День района" in page(client.get(address("calendar-settings") + "?year=2026"))


def test_a_day_goes_back_to_the_common_calendar(client, editor):
    send(client, "calendar-day", day="2026-11-04", is_working="yes")
    own = CalendarDay.objects.get()

    client.post(address("calendar-day-remove", own.pk))

    assert not CalendarDay.objects.exists()
    assert not working_days_of(editor.committee_id, *YEAR).is_working(DAY(2026, 11, 4))


def test_quarters_end_when_the_committee_says(client, editor):
    response = send(client, "calendar-quarters", **quarters(q1="2026-10-24"))

    assert response.status_code == 302
    assert quarters_of(editor.committee_id).end(2026, 1) == DAY(2026, 10, 24)
    assert SchoolQuarter.objects.count() == 1  # the usual days are not kept


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"q2": "2026-10-01"}, "четверти идут одна за другой"),
        ({"q4": "2028-05-26"}, "заканчивается между"),
        ({"q3": ""}, "III четверть"),
    ],
)
def test_quarters_out_of_order_are_refused(client, editor, changed, complaint):
    response = send(client, "calendar-quarters", **quarters(**changed))

    assert response.status_code == 422
    assert complaint in page(response)
    assert not SchoolQuarter.objects.exists()


def test_the_rule_of_moving_names_its_source(client, editor):
    before = moving_of(editor.committee_id)

    refused = send(client, "calendar-moving", moving="next", moving_source=" ")
    saved = send(client, "calendar-moving", moving="next", moving_source="Регламент, п. 4")

    assert (before, refused.status_code, saved.status_code) == ("preceding", 422, 302)
    assert moving_of(editor.committee_id) == "next"
    assert "Регламент, п. 4" in page(client.get(address("calendar-settings")))


def test_a_head_reads_the_calendar_and_changes_nothing(client, editor):
    client.force_login(UserFactory(role=Role.HEAD, committee=editor.committee))

    shown = page(client.get(address("calendar-settings")))
    refused = send(client, "calendar-day", day="2026-11-05", is_working="no")

    assert "правило исполнительской дисциплины" in shown
    assert "Записать день" not in shown
    assert refused.status_code == 403


@pytest.mark.parametrize("year", ["1", "абвг", "9999", "²²²²"])
def test_any_year_in_the_address_shows_the_page(client, editor, year):
    assert client.get(address("calendar-settings"), {"year": year}).status_code == 200


def test_the_page_takes_as_many_queries_with_more_days(
    client, editor, django_assert_max_num_queries
):
    for number in range(1, 20):
        CalendarDay.objects.create(committee=editor.committee, day=DAY(2026, 6, number))

    with django_assert_max_num_queries(12):
        client.get(address("calendar-settings") + "?year=2026")
