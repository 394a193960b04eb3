"""How people want to be reminded, how the committee reminds, and calendars of one's own."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.urls import reverse

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import Person, User
from accounts.services import feeds
from plans import permissions
from plans.models import CalendarFeed, PlanSettings, ReminderChoice


@transaction.atomic
def choose_reminders(*, hour: int, kinds: Sequence[str], is_off: bool, by: User) -> ReminderChoice:
    """Say when one's own letter comes and what stands in it.

    Raises:
        RuleViolation: no-person.
    """
    person = _own_person(by)
    choice, _ = ReminderChoice.objects.update_or_create(
        person=person, defaults={"hour": hour, "kinds": list(kinds), "is_off": is_off}
    )
    record_event(action="reminders-chosen", target=choice, by=by, off=is_off)
    return choice


@transaction.atomic
def set_committee_reminders(
    *, horizons: Mapping[str, int], escalate_after: int, by: User
) -> PlanSettings:
    """Say how many days ahead the committee reminds, and when the controller is told.

    Raises:
        NotAllowed: `by` does not work for the committee.
    """
    permissions.check_can_set_reminders(by)
    settings, _ = PlanSettings.objects.update_or_create(
        committee_id=by.committee_id,
        defaults={
            "horizons": dict(horizons),
            "escalate_after": escalate_after,
            "changed_by": by,
        },
    )
    record_event(
        action="reminder-settings-changed", target=settings, by=by,
        horizons=dict(horizons), escalate_after=escalate_after,
    )  # fmt: skip
    return settings


def make_feed(*, by: User, now: datetime.datetime) -> str:
    """A new private address of one's own calendar; the one before stops working.

    Returns the token, which nobody will be able to read again.

    Raises:
        RuleViolation: no-person.
    """
    _own_person(by)
    return feeds.make_feed(CalendarFeed, by=by, now=now)


def revoke_feed(*, by: User, now: datetime.datetime) -> bool:
    """Stop the address of one's own calendar. Returns False where there was none."""
    return feeds.revoke_feed(CalendarFeed, by=by, now=now)


def find_feed(token: str) -> CalendarFeed | None:
    """The calendar behind a token, while it stands and its owner may enter the portal."""
    return feeds.find_feed(CalendarFeed, token)


def feed_path(token: str) -> str:
    return reverse("plans:calendar-feed", args=[token])


def _own_person(by: User) -> Person:
    if by.person is None:
        raise RuleViolation(
            "no-person",
            "К вашей учётной записи не привязан человек, напоминать некому. "
            "Попросите администратора указать его.",
        )
    return by.person
