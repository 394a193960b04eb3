"""Letters about plans."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Person
from accounts.notices import queue_letter
from accounts.templatetags.portal import count_of
from plans.deadlines.due import WEEK, DueLine
from plans.models import Digest


@transaction.atomic
def send_digest(*, person: Person, day: datetime.date, lines: Sequence[DueLine]) -> bool:
    """Put a person's letter of the day into the outbox, once.

    The Digest row and the letter are one transaction, and the row is unique: of two schedulers one
    waits for the other here and then finds the letter written.

    Returns:
        False where the letter has already left, or there is nothing to say.
    """
    if not lines or not person.email:
        return False
    try:
        with transaction.atomic():
            Digest.objects.create(person=person, day=day, entries=len(lines))
    except IntegrityError:
        return False
    return queue_letter(to=person.email, subject=_subject(lines, day), text=_text(lines, day))


def _subject(lines: Sequence[DueLine], day: datetime.date) -> str:
    today = sum(line.due_on == day for line in lines)
    overdue = sum(line.due_on < day for line in lines)
    parts = [f"сегодня {today}"] if today else []
    parts += [f"просрочено {overdue}"] if overdue else []
    return f"План на {day:%d.%m.%Y}: " + (", ".join(parts) or _coming(len(lines)))


def _coming(count: int) -> str:
    return count_of(count, "срок,срока,сроков") + " в ближайшую неделю"


def _text(lines: Sequence[DueLine], day: datetime.date) -> str:
    context = {
        "day": day,
        "today": [line for line in lines if line.due_on == day],
        "week": [line for line in lines if day < line.due_on <= day + WEEK],
        "overdue": [line for line in lines if line.due_on < day],
        "link": settings.PORTAL_URL + reverse("plans:occurrence-list"),
    }
    return render_to_string("emails/digest.txt", context)
