"""The private calendar: whoever holds the address reads one person's due dates, nothing else."""

import datetime
import hashlib
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import AuditEvent
from plans.models import CalendarFeed
from plans.services import reminders
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.reminding import DAY, approved_section, due, person_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def section():
    return approved_section()


@pytest.fixture
def user(section):
    return UserFactory(committee=section.plan.committee)


def fetched(client, token, **headers):
    return client.get(reverse("plans:calendar-feed", args=[token]), headers=headers)


def events_of(response):
    return [
        (str(event["summary"]), event["dtstart"].dt)
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    ]


def test_the_calendar_holds_ones_own_open_dates_however_far_ahead(client, section, user):
    today = timezone.localdate()
    due(section, today + 200 * DAY, user.person, number="3", title="Далёкое дело\nи подробности")
    due(section, today, person_of(section), title="Чужое дело")
    due(section, today, (user.person, "control"), title="Дело под контролем")
    done = due(section, today, user.person, title="Сделанное дело")
    done.state = "not-applicable"
    done.save()

    response = fetched(client, reminders.make_feed(by=user, now=NOW))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert events_of(response) == [("3 Далёкое дело", today + 200 * DAY)]


def test_a_deputy_sees_the_dates_of_their_school_only(client, section):
    today = timezone.localdate()
    committee = section.plan.committee
    own, other = (SchoolFactory(committee=committee, short_name=name) for name in "АБ")
    deputy = make_deputy(own)
    for school in (own, other):
        due(section, today, school=school, number="", title=f"Дело школы {school}")

    response = fetched(client, reminders.make_feed(by=deputy, now=NOW))

    assert events_of(response) == [("Дело школы А", today)]


def test_it_names_nobody(client, section, user):
    due(section, timezone.localdate(), user.person, title="Дело", responsible="Секретарёва")

    body = fetched(client, reminders.make_feed(by=user, now=NOW)).content.decode()

    for word in (user.person.last_name, user.person.email, user.username, "Секретарёва"):
        assert word not in body


def test_a_calendar_that_has_not_changed_is_not_sent_again(client, section, user):
    occurrence = due(section, timezone.localdate(), user.person)
    token = reminders.make_feed(by=user, now=NOW)
    first = fetched(client, token)

    unchanged = fetched(client, token, if_none_match=first["ETag"])
    occurrence.due_on += DAY
    occurrence.save()
    changed = fetched(client, token, if_none_match=first["ETag"])

    assert (first.status_code, unchanged.status_code, changed.status_code) == (200, 304, 200)
    assert unchanged.content == b""
    assert unchanged["ETag"] == first["ETag"] != changed["ETag"]


def test_an_event_keeps_its_name_when_its_day_moves(client, section, user):
    occurrence = due(section, timezone.localdate(), user.person)
    token = reminders.make_feed(by=user, now=NOW)
    before = Calendar.from_ical(fetched(client, token).content).walk("VEVENT")[0]["uid"]

    occurrence.due_on += 5 * DAY
    occurrence.save()

    after = Calendar.from_ical(fetched(client, token).content).walk("VEVENT")[0]["uid"]
    assert before == after


def test_only_the_newest_address_works_and_a_revoked_one_never(client, user):
    first = reminders.make_feed(by=user, now=NOW)
    second = reminders.make_feed(by=user, now=NOW)
    renewed = [fetched(client, token).status_code for token in (first, second)]

    reminders.revoke_feed(by=user, now=NOW)

    assert renewed == [404, 200]
    assert fetched(client, second).status_code == 404
    assert reminders.revoke_feed(by=user, now=NOW) is False


def test_the_address_closes_with_the_account(client, user):
    token = reminders.make_feed(by=user, now=NOW)

    user.is_active = False
    user.save()

    assert fetched(client, token).status_code == 404


def test_the_token_is_shown_once_and_kept_nowhere(client, user):
    client.force_login(user)

    page = client.post(reverse("plans:feed-create")).content.decode()

    [feed] = CalendarFeed.objects.all()
    token = re.search(r"/calendar/([\w-]+)\.ics", page)[1]
    assert feed.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in client.get(reverse("plans:reminders")).content.decode()
    assert not any(token in str(event.details) for event in AuditEvent.objects.all())


def test_a_wrong_token_tells_nothing(client, user):
    reminders.make_feed(by=user, now=NOW)

    [feed] = CalendarFeed.objects.all()
    for wrong in ("x", feed.token_sha256, "а" * 300):
        assert fetched(client, wrong).status_code == 404


def test_many_dates_take_as_many_queries_as_few(
    client, section, user, django_assert_num_queries, django_assert_max_num_queries
):
    token = reminders.make_feed(by=user, now=NOW)
    today = timezone.localdate()
    for number in range(40):
        due(section, today + datetime.timedelta(days=number), user.person)

    with django_assert_max_num_queries(8):
        response = fetched(client, token)

    assert len(events_of(response)) == 40
