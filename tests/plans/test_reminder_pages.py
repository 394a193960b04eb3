"""«Мои сроки», «Мои напоминания», «Напоминания комитета»."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from plans import notices
from plans.models import CalendarDay, Digest, PlanSettings, ReminderChoice
from plans.reports import letters
from plans.reports.reminding import reminding_of
from plans.services import digests
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.reminding import DAY, approved_section, due, text_to

pytestmark = pytest.mark.django_db
EVERYTHING = list(ReminderChoice.About.values)


@pytest.fixture
def section():
    return approved_section()


@pytest.fixture
def user(client, section):
    """Signed in on a working day, whatever the calendar says of today."""
    account = UserFactory(committee=section.plan.committee)
    CalendarDay.objects.create(
        committee=section.plan.committee, day=timezone.localdate(), is_working=True
    )
    client.force_login(account)
    return account


def page(client, name):
    return client.get(reverse(f"plans:{name}")).content.decode()


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_everybody_has_their_dates_and_reminders(client, section, role):
    client.force_login(UserFactory(role=role, committee=section.plan.committee))

    answers = [client.get(reverse(f"plans:{name}")) for name in ("my-dates", "reminders")]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_an_account_without_a_person_is_told_whom_to_ask(client, section):
    client.force_login(UserFactory(person=None, committee=section.plan.committee))

    for name in ("my-dates", "reminders"):
        assert "Попросите администратора" in page(client, name)
    client.post(reverse("plans:feed-create"))
    assert "Попросите администратора" in page(client, "reminders")


def test_the_page_and_the_letter_say_the_same(client, section, user):
    today = timezone.localdate()
    for days in (-3, 0, 2):
        due(section, today + days * DAY, user.person, title=f"Дело {days}")
    due(section, today + 90 * DAY, user.person, title="Дело нескоро")

    digests.send_digests(today=today)
    shown, sent = page(client, "my-dates"), text_to(user.person)

    titles = [f"Дело {days}" for days in (-3, 0, 2)]
    assert all(title in shown and title in sent for title in titles)
    assert "Дело нескоро" not in shown + sent


def test_a_line_leads_to_where_it_is_marked(client, section, user):
    occurrence = due(section, timezone.localdate(), user.person)

    shown = page(client, "my-dates")

    address = reverse("plans:occurrence-detail", args=[occurrence.pk])
    assert f'href="{address}"' in shown
    assert client.get(address).status_code == 200


def test_a_deputy_sees_the_dates_of_their_own_school(client, section):
    today = timezone.localdate()
    own, other = (SchoolFactory(committee=section.plan.committee) for _ in range(2))
    client.force_login(make_deputy(own))
    due(section, today, school=own, title="Дело своей школы")
    due(section, today, school=other, title="Дело соседней школы")

    shown = page(client, "my-dates")

    assert "Дело своей школы" in shown
    assert "Дело соседней школы" not in shown


def test_the_preview_is_the_very_letter_that_leaves(client, section, user):
    due(section, timezone.localdate(), user.person, title="Сверка <5А> & «отчёт»")
    preview = page(client, "reminders")

    digests.send_digests(today=timezone.localdate())

    assert "Сверка &lt;5А&gt; &amp; «отчёт»" in preview
    reminding = reminding_of(section.plan.committee_id, timezone.localdate())
    assert notices.text_of(letters.letter_of(user.person, reminding)) == text_to(user.person)


def test_a_choice_is_saved_and_followed(client, section, user):
    due(section, timezone.localdate(), user.person)

    answer = client.post(reverse("plans:reminders"), {"hour": "17", "kinds": ["today"]})

    [choice] = ReminderChoice.objects.all()
    assert answer.status_code == 302
    assert (choice.person, choice.hour, choice.kinds) == (user.person, 17, ["today"])
    today = timezone.localdate()
    assert [digests.send_digests(today=today, hour=hour).letters for hour in (16, 17)] == [0, 1]


def test_letters_switched_off_need_no_kinds_but_letters_about_nothing_are_refused(client, user):
    off = client.post(reverse("plans:reminders"), {"hour": "8", "is_off": "on"})
    nothing = client.post(reverse("plans:reminders"), {"hour": "8"})
    strange = client.post(reverse("plans:reminders"), {"hour": "24", "kinds": ["weather"]})

    assert (off.status_code, nothing.status_code, strange.status_code) == (302, 422, 422)
    assert ReminderChoice.objects.get().is_off


def test_the_summary_of_the_week_is_offered_to_heads_only(client, section, user):
    offered = 'value="weekly"'
    as_editor = page(client, "reminders")
    client.force_login(UserFactory(role=Role.HEAD, committee=section.plan.committee))
    as_head = page(client, "reminders")

    assert offered not in as_editor
    assert offered in as_head


def test_the_log_shows_what_was_sent_to_oneself_and_to_nobody_else(client, user):
    day = datetime.date(2026, 11, 23)
    stranger = PersonFactory(committee=user.committee)
    for person, subject in ((user.person, "Письмо мне"), (stranger, "Письмо другому")):
        Digest.objects.create(person=person, day=day, subject=subject, entries=2)

    shown = page(client, "reminders")

    assert "Письмо мне" in shown
    assert "Письмо другому" not in shown


def test_the_committee_says_how_far_ahead_it_reminds(client, user):
    kinds = ("on", "by", "within", "each", "event", "schedule", "throughout")
    given = {f"horizon_{kind}": str(days) for days, kind in enumerate(kinds)}

    answer = client.post(reverse("plans:reminder-settings"), given | {"escalate_after": "12"})

    own = PlanSettings.objects.get(committee=user.committee)
    assert answer.status_code == 302
    assert own.horizons == {kind: days for days, kind in enumerate(kinds)}
    assert (own.escalate_after, own.changed_by) == (12, user)
    assert own.moving == PlanSettings.Moving.PRECEDING


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"horizon_by": "61"}, id="too far"),
        pytest.param({"horizon_by": "-1"}, id="backwards"),
        pytest.param({"escalate_after": "0"}, id="at once"),
        pytest.param({"horizon_each": "скоро"}, id="no number"),
    ],
)
def test_horizons_without_sense_are_refused(client, user, wrong):
    kinds = ("on", "by", "within", "each", "event", "schedule", "throughout")
    given = {f"horizon_{kind}": "7" for kind in kinds} | {"escalate_after": "5"} | wrong

    answer = client.post(reverse("plans:reminder-settings"), given)

    assert answer.status_code == 422
    assert not PlanSettings.objects.exists()
