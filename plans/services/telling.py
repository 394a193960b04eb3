"""Letters about due dates that moved."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.notices import queue_letter
from plans.reports.concerned import Moved, lines_by_person


def tell_moved(moved: Mapping[int, Sequence[Moved]], *, why: str, by: User) -> int:
    """Write to everybody who does what moved: one letter a person for all plans.

    Called in the transaction of the decision: the outbox keeps the letters if, and only if, the
    decision stands, and each is written once, as the decision is made once.

    Args:
        moved: by plan, as `recompute_linked` gives it.
        by: who decided; they know already.

    Returns:
        How many letters.
    """
    everything = [one for of_plan in moved.values() for one in of_plan]
    if not everything:
        return 0
    letters = 0
    for person, lines in lines_by_person(everything).items():
        if person.pk == by.person_id:
            continue
        context = {
            "person": person,
            "why": why,
            "lines": lines,
            "link": settings.PORTAL_URL + reverse("plans:occurrence-list"),
        }
        text = render_to_string("emails/moved.txt", context)
        letters += queue_letter(to=person.email, subject=f"Изменились сроки. {why}", text=text)
    return letters
