"""Observers follow the sessions they are sent to."""

import copy
from collections.abc import Iterable, Mapping

from assessments.followers import SessionsChange, Slot
from assessments.models import Session
from observers import notices
from observers.models import Assignment, Observer
from observers.rules import Conflict, conflicts_of

# What another day may bring about. Ties to the school were weighed when the observer was sent.
OF_THE_DAY = ("inactive", "not-accredited", "works-there", "worked-there", "busy-that-day")


def follow_sessions(change: SessionsChange) -> None:
    """Look again whether the observers are fit for the new day, and write to them.

    The assignment stands: whoever was sent is marked, and the committee replaces them.
    """
    if change.kind == "planned":
        return
    sent_to = Assignment.objects.standing().without_act().filter(session__in=change.session_ids)
    staffed = Session.objects.filter(pk__in=sent_to.values("session")).select_related("school")
    for session in staffed.order_by("pk"):
        sent, before = _lock_sent(session), change.before.get(session.pk)
        if before and before.held_on != session.held_on:
            for assignment in sent:
                _look_again(assignment, session, before)
            recheck_marked(assignment.observer_id for assignment in sent)
        for assignment in sent:
            _tell(assignment, change)


def recheck_marked(observer_ids: Iterable[int]) -> None:
    """Take off marks whose reason is gone: a seat elsewhere was given up, accreditation came."""
    marked = Assignment.objects.to_replace().filter(observer__in=list(observer_ids))
    for assignment in marked.select_related("observer__person", "session__school").order_by("pk"):
        now = _of_the_day(assignment, assignment.session)
        kept = {code: now[code] for code in assignment.unfit_codes.split() if code in now}
        _mark(assignment, kept)


def _lock_sent(session: Session) -> list[Assignment]:
    """Session, then observers, as when somebody is sent: nobody is sent elsewhere meanwhile."""
    standing = Assignment.objects.standing().without_act().filter(session=session)
    observers = Observer.objects.filter(pk__in=standing.values("observer"))
    list(observers.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return list(standing.select_related("observer__person").order_by("pk"))


def _look_again(assignment: Assignment, session: Session, before: Slot) -> None:
    then = copy.copy(session)
    then.held_on = before.held_on
    # What was so on the old day was weighed then, unless it was a mark itself.
    weighed = _of_the_day(assignment, then).keys() - set(assignment.unfit_codes.split())
    now = _of_the_day(assignment, session)
    _mark(assignment, {code: one for code, one in now.items() if code not in weighed})


def _of_the_day(assignment: Assignment, session: Session) -> dict[str, Conflict]:
    observer = assignment.observer
    found = conflicts_of([observer], session, instead_of=assignment)[observer.pk]
    return {one.code: one for one in found if one.code in OF_THE_DAY}


def _mark(assignment: Assignment, broken: Mapping[str, Conflict]) -> None:
    codes = " ".join(broken)
    if codes == assignment.unfit_codes and not codes:
        return
    assignment.unfit_codes = codes
    assignment.unfit = " ".join(one.message for one in broken.values())
    assignment.save(update_fields=["unfit_codes", "unfit"])


def _tell(assignment: Assignment, change: SessionsChange) -> None:
    if change.kind == "cancelled":
        notices.queue_cancellation_notice(assignment_id=assignment.pk)
    elif change.kind == "restored":
        notices.queue_restoration_notice(assignment_id=assignment.pk)
    elif before := change.before.get(assignment.session_id):
        notices.queue_move_notice(assignment_id=assignment.pk, before=before)
