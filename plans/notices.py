"""Letters about plans."""

import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Person
from accounts.notices import queue_letter
from accounts.templatetags.portal import count_of
from plans.deadlines.due import Letter
from plans.models import Approval, DecisionNotice, Digest, Plan

LONGEST_SUBJECT = 200


@transaction.atomic
def send_digest(*, person: Person, letter: Letter) -> bool:
    """Put a person's letter of the day into the outbox, once.

    The Digest row and the letter are one transaction, and the row is unique: of two schedulers one
    waits for the other here and then finds the letter written; one that dies in between leaves
    neither.

    Returns:
        False where the letter has already left, or there is nowhere to send it.
    """
    if not person.email:
        return False
    subject = subject_of(letter)
    try:
        with transaction.atomic():
            _mark(person, letter, subject)
    except IntegrityError:
        return False
    return queue_letter(to=person.email, subject=subject, text=text_of(letter))


def _mark(person: Person, letter: Letter, subject: str) -> None:
    keys = [(letter.day, Digest.Kind.MORNING)]
    if letter.summary:
        monday = letter.day - datetime.timedelta(days=letter.day.weekday())
        keys.append((monday, Digest.Kind.WEEKLY))
    for day, kind in keys:
        Digest.objects.create(
            person=person, day=day, kind=kind, subject=subject, entries=letter.entries
        )


def subject_of(letter: Letter) -> str:
    counts = (
        ("сегодня", len(letter.today)),
        ("просрочено", len(letter.overdue)),
        ("на контроле", len(letter.control)),
    )
    parts = [f"{words} {count}" for words, count in counts if count]
    told = ", ".join(parts) or _quieter(letter)
    start = "Итоги недели и план" if letter.summary else "План"
    return f"{start} на {letter.day:%d.%m.%Y}" + (f": {told}" if told else "")


def _quieter(letter: Letter) -> str:
    if letter.week:
        return count_of(len(letter.week), "срок,срока,сроков") + " в ближайшую неделю"
    if letter.later:
        return count_of(len(letter.later), "срок,срока,сроков") + " впереди"
    return f"ждёт вас {len(letter.waiting)}" if letter.waiting else ""


def text_of(letter: Letter) -> str:
    links = {
        "link": settings.PORTAL_URL + reverse("plans:my-dates"),
        "choice_link": settings.PORTAL_URL + reverse("plans:reminders"),
        "portal": settings.PORTAL_URL,
    }
    text = render_to_string("emails/digest.txt", {"letter": letter, **links})
    # Django takes rendered text for safe HTML. A letter is not: what people typed stands in it,
    # and on the page of the preview it must be escaped. A slice is a plain string.
    return text[:]


class Told(NamedTuple):
    """What a person is told of a decision on a plan, in words."""

    about: DecisionNotice.About
    subject: str
    words: str


@transaction.atomic
def tell_decision(
    *, person: Person, decision: Approval, told: Told, shown: Plan, by_letter: bool
) -> bool:
    """Tell one person of a decision, once: in the portal, and by letter where it is wanted.

    Called in the transaction of the decision, so that nothing is told of what did not happen.

    Args:
        shown: the plan to open; of amendments that were merged, the one they went into.

    Returns:
        False where it was told before.
    """
    subject = _shortened(f"{told.subject}: «{_line(decision.plan.title)}»")
    try:
        with transaction.atomic():
            DecisionNotice.objects.create(
                person=person,
                decision=decision,
                about=told.about,
                subject=subject,
                by_letter=by_letter and bool(person.email),
            )
    except IntegrityError:
        return False
    if by_letter:
        context = {
            "person": person,
            "words": told.words,
            "title": _line(decision.plan.title),
            "comment": decision.comment,
            "link": settings.PORTAL_URL + shown.get_absolute_url(),
            "choice_link": settings.PORTAL_URL + reverse("plans:reminders"),
        }
        text = render_to_string("emails/plan_decision.txt", context)
        queue_letter(to=person.email, subject=subject, text=text)
    return True


def _line(text: str) -> str:
    return " ".join(text.split())


def _shortened(subject: str) -> str:
    """The end of a title may go, its closing quotation mark stays."""
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    return subject[: LONGEST_SUBJECT - 2].rstrip() + "…»"
