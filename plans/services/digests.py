"""Letters about plans: one a day to a person, at their hour, by the committee's calendar."""

import datetime
import logging
from typing import NamedTuple

from django.db import transaction

from accounts.models import Committee, Person, User
from plans import notices
from plans.deadlines.due import Due, WeekSummary
from plans.deadlines.horizons import Reminding
from plans.models import Digest, ReminderChoice
from plans.reports import letters
from plans.reports.due import due_by_person
from plans.reports.reminding import reminding_of

logger = logging.getLogger(__name__)
KIND = Digest.Kind
END_OF_DAY = 23  # an hour by which everybody's hour has come


class Sent(NamedTuple):
    """What one run did."""

    letters: int = 0
    weekly: int = 0  # of these letters, how many held the summary of the week
    failed: int = 0
    quiet: int = 0  # committees with a day off

    def plus(self, other: "Sent") -> "Sent":
        return Sent(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Round(NamedTuple):
    """One committee's round on one day: what is the same for all its readers."""

    reminding: Reminding
    due: dict[Person, Due]
    choices: dict[int, ReminderChoice]
    accounts: dict[int, User]
    summary: WeekSummary | None
    heads: frozenset[int]  # people the summary of the week is still owed to


def send_digests(*, today: datetime.date, hour: int = END_OF_DAY) -> Sent:
    """Queue the letter of this day for everybody whose hour has come and who got none yet.

    Computed now, so that what is done or given to somebody else is not told of. Several schedulers
    may run this at once: `notices.send_digest` lets one of them write to a person. A letter that
    cannot be written does not hold up the others and is tried again by the next run.
    """
    sent = Sent()
    for committee_id in Committee.objects.order_by("pk").values_list("pk", flat=True):
        reminding = reminding_of(committee_id, today)
        if reminding.is_quiet:
            sent = sent.plus(Sent(quiet=1))
        else:
            sent = sent.plus(_send_round(committee_id, reminding, hour))
    return sent


def _send_round(committee_id: int, reminding: Reminding, hour: int) -> Sent:
    due = due_by_person(committee_id, reminding)
    active = User.objects.filter(is_active=True, person__committee_id=committee_id)
    accounts = {user.person: user for user in active.select_related("person") if user.person}
    people = due.keys() | accounts.keys()
    got = _people_with(KIND.MORNING, reminding.today)
    choices = ReminderChoice.objects.filter(person__committee_id=committee_id)
    chosen = {choice.person_id: choice for choice in choices}
    ready = [
        person
        for person in sorted(people, key=lambda one: one.pk)
        if person.email and person.pk not in got and _hour_has_come(person, chosen, hour)
    ]
    heads = _heads_owed(accounts, ready, reminding.today)
    summary = letters.week_summary(committee_id, reminding.today) if heads else None
    by_person = {person.pk: user for person, user in accounts.items()}
    this = Round(reminding, due, chosen, by_person, summary, heads)
    sent = Sent()
    for person in ready:
        sent = sent.plus(_write(person, this))
    return sent


def _people_with(kind: Digest.Kind, day: datetime.date) -> set[int]:
    return set(Digest.objects.filter(day=day, kind=kind).values_list("person_id", flat=True))


def _hour_has_come(person: Person, chosen: dict[int, ReminderChoice], hour: int) -> bool:
    choice = chosen.get(person.pk) or letters.usual_choice(person)
    return not choice.is_off and choice.hour <= hour


def _heads_owed(
    accounts: dict[Person, User], ready: list[Person], today: datetime.date
) -> frozenset[int]:
    """Heads who have not read of this week yet: on its first working day, or later if missed."""
    heads = {
        person.pk for person in ready if person in accounts and accounts[person].is_committee_head
    }
    got = _people_with(KIND.WEEKLY, letters.monday_of(today)) if heads else set()
    return frozenset(heads - got)


def _write(person: Person, this: Round) -> Sent:
    """One person's letter; what goes wrong with it stays theirs."""
    try:
        with transaction.atomic():
            return _write_or_fail(person, this)
    except Exception as failure:  # whatever it is, the others get theirs
        # Its words may hold somebody's name or address, its kind does not.
        logger.warning(
            "letter to person %s on %s not written: %s",
            person.pk, this.reminding.today, type(failure).__name__,
        )  # fmt: skip
        return Sent(failed=1)


def _write_or_fail(person: Person, this: Round) -> Sent:
    today = this.reminding.today
    choice = this.choices.get(person.pk) or letters.usual_choice(person)
    whole = letters.make_letter(
        this.due.get(person, Due()),
        letters.waiting_of(this.accounts.get(person.pk), today),
        today,
        this.summary if person.pk in this.heads else None,
    )
    letter = letters.only_chosen(whole, choice.kinds)
    if not letter.is_worth_sending or not notices.send_digest(person=person, letter=letter):
        return Sent()
    return Sent(letters=1, weekly=int(letter.summary is not None))
