"""Morning letters: what is due today, in the coming week, and what is overdue."""

import datetime

from plans import notices
from plans.models import Digest
from plans.reports.due import due_by_person


def send_morning_digests(*, today: datetime.date) -> int:
    """Queue the digest of this day for everybody who has something to read and got none yet.

    Two schedulers may run this at once: `notices.send_digest` lets one of them write to a person.
    Returns how many letters left now.
    """
    got = set(Digest.objects.filter(day=today).values_list("person_id", flat=True))
    waiting = due_by_person(today)
    return sum(
        notices.send_digest(person=person, day=today, lines=lines)
        for person, lines in waiting.items()
        if person.pk not in got
    )
