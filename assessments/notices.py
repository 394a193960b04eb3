"""Letters to schools. Each waits in the outbox until the mail server takes it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Role, User
from accounts.notices import queue_letter
from assessments.followers import Slot
from assessments.models import DrawnWork, Procedure, Session
from schools.models import Post, School

LISTED = 30  # sessions or classes in a letter; the page lists the rest


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


def queue_drawn_subjects(
    procedure: Procedure, school: School, drawn: Sequence[DrawnWork], addresses: Iterable[str]
) -> int:
    """Tell a school what its classes write. Returns how many letters wait in the outbox now.

    Args:
        drawn: of `for_table()`, which knows the days.
        addresses: of `addresses_of`; nobody else learns of a subject by letter.
    """
    text = render_to_string(
        "assessments/letters/drawn_subjects.txt",
        {
            "procedure": procedure,
            "school": school,
            "drawn": drawn[:LISTED],
            "more": max(0, len(drawn) - LISTED),
            "link": settings.PORTAL_URL + reverse("assessments:draw-list", args=[procedure.pk]),
        },
    )
    subject = f"Выпали предметы по случайному выбору: {procedure}"
    return sum(queue_letter(to=each, subject=subject, text=text) for each in addresses)


def queue_moved_sessions(procedure: Procedure, before: Mapping[int, Slot], reason: str) -> int:
    """Tell each school which of its sessions the committee has moved.

    Args:
        before: when and where each session, by its key, was held.
    """
    moved: dict[School, list[tuple[Session, Slot]]] = defaultdict(list)
    sessions = Session.objects.filter(pk__in=list(before)).order_by("held_on", "pk")
    for session in sessions.select_related("class_group__school", "work__subject"):
        moved[session.class_group.school].append((session, before[session.pk]))
    addresses = addresses_of(moved)
    return sum(
        queue_letter(
            to=each, subject=f"Сессии перенесены: {procedure}",
            text=_moved_text(procedure, school, theirs, reason),
        )
        for school, theirs in moved.items()
        for each in addresses[school.pk]
    )  # fmt: skip


def _moved_text(
    procedure: Procedure, school: School, moved: Sequence[tuple[Session, Slot]], reason: str
) -> str:
    return render_to_string(
        "assessments/letters/moved_sessions.txt",
        {
            "procedure": procedure,
            "school": school,
            "moved": moved[:LISTED],
            "more": max(0, len(moved) - LISTED),
            "reason": reason,
            "link": settings.PORTAL_URL + reverse("assessments:schedule"),
        },
    )


def addresses_of(schools: Iterable[School]) -> dict[int, list[str]]:
    """By school, of those who bring its results and may enter the portal; in one query."""
    posts = Post.objects.current().filter(
        school__in=list(schools), role__in=(Post.Role.HEAD, Post.Role.DEPUTY)
    )
    accounts = User.objects.filter(is_active=True, role=Role.DEPUTY, person__isnull=False)
    reached = posts.filter(person__in=accounts.values("person")).exclude(person__email="")
    found: dict[int, list[str]] = defaultdict(list)
    for school_id, email in sorted(set(reached.values_list("school", "person__email"))):
        found[school_id].append(email)
    return found


def _addresses(school: School) -> list[str]:
    """Of those who bring the results; where they have none, the school's own."""
    return addresses_of([school])[school.pk] or ([school.email] if school.email else [])
