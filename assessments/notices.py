"""Letters to schools. Each waits in the outbox until the mail server takes it."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Role, User
from accounts.notices import queue_letter
from assessments.models import Procedure, Session
from schools.models import Post, School

LISTED = 30  # sessions in a letter; the page lists the rest


def queue_collection_reminder(
    procedure: Procedure, school: School, sessions: Sequence[Session], today: datetime.date
) -> int:
    """Ask a school for the results it owes. Returns how many letters wait in the outbox now."""
    text = render_to_string(
        "assessments/letters/collection_reminder.txt",
        {
            "procedure": procedure,
            "school": school,
            "sessions": sessions[:LISTED],
            "more": max(0, len(sessions) - LISTED),
            "late": bool(procedure.results_due_on and procedure.results_due_on < today),
            "link": settings.PORTAL_URL
            + reverse("assessments:collecting-board", args=[procedure.pk]),
        },
    )
    subject = f"Ждём результаты: {procedure}"
    return sum(queue_letter(to=each, subject=subject, text=text) for each in _addresses(school))


def _addresses(school: School) -> list[str]:
    """Of those who bring the results; where they have none, the school's own."""
    posts = Post.objects.current().filter(school=school)
    people = posts.filter(role__in=(Post.Role.HEAD, Post.Role.DEPUTY)).values("person")
    accounts = User.objects.filter(is_active=True, role=Role.DEPUTY, person__in=people)
    found = accounts.exclude(person__email="").values_list("person__email", flat=True)
    return sorted(set(found)) or ([school.email] if school.email else [])
