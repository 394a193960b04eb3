"""The schedule by day, school and subject: on the screen, on paper, in calendars."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import User
from assessments.models import Session
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 22)
NEXT_DAY = datetime.date(2026, 4, 23)


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def schools(editor):
    return [
        SchoolFactory(committee=editor.committee, short_name=name)
        for name in ("Гимназия Альфа", "Лицей Бета")
    ]


@pytest.fixture
def sessions(schools, procedure):
    """Both schools write mathematics on one day; the first writes Russian on the next."""
    russian = WorkFactory(subject=SubjectFactory(code="RU", abbreviation="РУ", name="Русский язык"))
    groups = [ClassGroupFactory(school=school, letter="А") for school in schools]
    made = [
        SessionFactory(class_group=group, procedure=procedure, held_on=DAY, lesson=2)
        for group in groups
    ]
    russian_session = SessionFactory(
        class_group=groups[0], procedure=procedure, work=russian, held_on=NEXT_DAY, room="204",
        starts_at=datetime.time(9, 0),
    )  # fmt: skip
    return [*made, russian_session]


def headings(client, **query):
    page = client.get(reverse("assessments:schedule"), query)
    return [(group.heading, len(group.sessions)) for group in page.context["groups"]]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param("day", [("22.04.2026, среда", 2), ("23.04.2026, четверг", 1)], id="day"),
        pytest.param("school", [("Гимназия Альфа", 2), ("Лицей Бета", 1)], id="school"),
        pytest.param(
            "subject", [("Математика, 5 класс", 2), ("Русский язык, 5 класс", 1)], id="subject"
        ),
        pytest.param("нечто", [("22.04.2026, среда", 2), ("23.04.2026, четверг", 1)], id="strange"),
    ],
)
def test_the_schedule_stands_in_groups(client, sessions, by, expected):
    assert headings(client, by=by) == expected


def test_the_schedule_is_narrowed(client, sessions, schools):
    maths = sessions[0].work.subject

    assert headings(client, school=schools[1].pk) == [("22.04.2026, среда", 1)]
    assert headings(client, subject=maths.pk) == [("22.04.2026, среда", 2)]
    assert headings(client, since="2026-04-23") == [("23.04.2026, четверг", 1)]
    assert headings(client, until="2026-04-22", grade=6) == []


def test_without_a_choice_the_newest_procedure_is_shown(client, editor, sessions):
    old = ProcedureFactory(
        committee=editor.committee, year=2025, starts_on=datetime.date(2025, 4, 20),
        ends_on=datetime.date(2025, 5, 20),
    )  # fmt: skip

    assert len(headings(client)) == 2
    assert headings(client, procedure=old.pk) == []
    assert len(headings(client, procedure="")) == 2


def test_a_deputy_sees_the_own_school_only(client, sessions, schools):
    client.force_login(make_deputy(schools[1]))

    assert headings(client) == [("22.04.2026, среда", 1)]


def test_the_printed_schedule_leaves_out_what_was_called_off(client, sessions, schools):
    Session.objects.filter(pk=sessions[1].pk).update(status="cancelled")

    page = client.get(reverse("assessments:schedule-print"), {"by": "school"})

    assert [group.heading for group in page.context["groups"]] == ["Гимназия Альфа"]
    assert "по школам, по состоянию на" in page.content.decode()


def events(client, **query):
    answer = client.get(reverse("assessments:schedule-ics"), query)
    assert answer["Content-Type"] == "text/calendar"
    return Calendar.from_ical(answer.getvalue()).walk("VEVENT")


def test_a_school_takes_its_sessions_into_a_calendar(client, sessions, schools):
    client.force_login(make_deputy(schools[0]))

    maths, russian = sorted(events(client), key=lambda event: str(event["summary"]))

    assert str(maths["summary"]) == "ВПР 2026: Математика, 5А"
    assert maths.decoded("dtstart") == DAY
    assert str(maths["description"]) == "2 урок"
    # 9:00 on the wall of the school, whatever the zone of the reader.
    assert hour_of(russian) == datetime.time(9, 0)
    assert russian.decoded("dtend") - russian.decoded("dtstart") == datetime.timedelta(minutes=45)
    assert str(russian["location"]) == "Гимназия Альфа, кабинет 204"


def hour_of(event):
    return timezone.localtime(event.decoded("dtstart")).time()


def test_the_committee_takes_one_entry_for_a_work_and_day(client, sessions):
    found = {str(event["summary"]): str(event["description"]) for event in events(client)}

    assert found == {
        "ВПР 2026: Математика, 5 класс, 2026": "Школ: 2, классов: 2",
        "ВПР 2026: Русский язык, 5 класс, 2026": "Школ: 1, классов: 1",
    }


def test_a_longer_schedule_costs_no_more_queries(
    client, sessions, schools, procedure, django_assert_max_num_queries
):
    for letter in "БВГДЕЖ":
        SessionFactory(
            class_group=ClassGroupFactory(school=schools[0], letter=letter),
            procedure=procedure, held_on=DAY,
        )  # fmt: skip

    with django_assert_max_num_queries(12):
        client.get(reverse("assessments:schedule"))
    with django_assert_max_num_queries(12):
        client.get(reverse("assessments:schedule-print"))
    with django_assert_max_num_queries(12):
        client.get(reverse("assessments:schedule-ics"))


# A calendar that follows by itself --------------------------------------------------------------


def subscribe(client):
    page = client.post(reverse("assessments:schedule-feed")).content.decode()
    return re.search(r"/schedule/subscription/[\w-]+\.ics", page)[0]


def subscribed(address):
    """As a telephone asks: nobody signs in."""
    found = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    return {str(one["summary"]): one.decoded("dtstart") for one in found}


def test_a_subscribed_calendar_follows_when_a_session_moves(client, sessions, schools, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: DAY)
    client.force_login(make_deputy(schools[0]))
    address = subscribe(client)
    before = subscribed(address)

    Session.objects.filter(pk=sessions[0].pk).update(held_on=datetime.date(2026, 4, 24))
    Session.objects.filter(pk=sessions[2].pk).update(status="cancelled")

    maths, russian = "ВПР 2026: Математика, 5А", "ВПР 2026: Русский язык, 5А"
    assert before[maths] == DAY
    assert russian in before
    assert subscribed(address) == {maths: datetime.date(2026, 4, 24)}


def test_the_committee_subscribes_to_works_and_days_of_all_schools(
    client, sessions, editor, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *given: DAY)

    found = subscribed(subscribe(client))

    assert found == {
        "ВПР 2026: Математика, 5 класс, 2026": DAY,
        "ВПР 2026: Русский язык, 5 класс, 2026": NEXT_DAY,
    }


def test_what_has_not_changed_is_not_sent_again(client, sessions):
    address = subscribe(client)
    etag = Client().get(address)["ETag"]

    again = Client().get(address, headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_an_address_closes_when_it_is_revoked_replaced_or_its_owner_is_blocked(client, editor):
    first, second = subscribe(client), subscribe(client)
    replaced = [Client().get(address).status_code for address in (first, second)]
    User.objects.filter(pk=editor.pk).update(is_active=False)
    blocked = Client().get(second).status_code
    User.objects.filter(pk=editor.pk).update(is_active=True)

    client.post(reverse("assessments:schedule-feed-revoke"))

    assert replaced == [404, 200]
    assert blocked == 404
    assert Client().get(second).status_code == 404
    assert second not in client.get(reverse("assessments:schedule-feed")).content.decode()
