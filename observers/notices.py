"""Letters to observers. Each waits in the outbox until the mail server takes it."""

import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.notices import queue_letter
from assessments.followers import Slot
from observers.models import Assignment


@transaction.atomic
def queue_assignment_notice(*, assignment_id: int, now: datetime.datetime) -> bool:
    """Tell the observer about the session, once.

    Returns:
        True if a letter was queued now; False if it had been before, the assignment was
        withdrawn meanwhile, or there is no address to write to.
    """
    assignment = _load(assignment_id)
    if assignment.notice_sent_at or assignment.withdrawn_at:
        return False
    if not _queue(assignment, "Назначение наблюдателем", "assignment"):
        return False
    assignment.notice_sent_at = now
    assignment.save(update_fields=["notice_sent_at"])
    return True


def queue_withdrawal_notice(*, assignment_id: int) -> bool:
    """Tell who had been told. Called in the transaction of the withdrawal, which happens once."""
    assignment = _load(assignment_id)
    if not assignment.notice_sent_at:
        return False
    return _queue(assignment, "Назначение снято", "withdrawal")


def queue_move_notice(*, assignment_id: int, before: Slot) -> bool:
    """Tell who had been told, in the transaction of the move; also that they may not be fit now."""
    assignment = _load(assignment_id)
    if not assignment.notice_sent_at:
        return False
    return _queue(assignment, "Сессия перенесена", "moved", before=before)


def queue_cancellation_notice(*, assignment_id: int) -> bool:
    assignment = _load(assignment_id)
    if not assignment.notice_sent_at:
        return False
    return _queue(assignment, "Сессия отменена", "cancelled")


def queue_restoration_notice(*, assignment_id: int) -> bool:
    assignment = _load(assignment_id)
    if not assignment.notice_sent_at:
        return False
    return _queue(assignment, "Сессия снова состоится", "assignment")


def _load(assignment_id: int) -> Assignment:
    # of=("self",): lock the assignment only, not the joined person and session.
    return (
        Assignment.objects.for_table()
        .select_for_update(of=("self",))
        .select_related("observer__person__committee")
        .get(pk=assignment_id)
    )


def _queue(assignment: Assignment, subject: str, letter: str, **more: object) -> bool:
    session = assignment.session
    text = render_to_string(
        f"observers/letters/{letter}.txt",
        {
            "assignment": assignment,
            "person": assignment.observer.person,
            "session": session,
            "link": settings.PORTAL_URL + reverse("observers:assignment-list"),
            **more,
        },
    )
    return queue_letter(
        to=assignment.observer.person.email,
        subject=f"{subject}: {session.school}, {session.held_on:%d.%m.%Y}",
        text=text,
    )
