"""Decisions about who goes where. Each function is one transaction and one audit line."""

import datetime

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from assessments.models import Session
from observers import notices, permissions, rules
from observers.models import Assignment, ObservationAct, Observer
from observers.services.sessions import recheck_marked


@transaction.atomic
def assign_observer(
    *,
    session_id: int,
    observer_id: int,
    in_spite_because: str = "",
    by: User,
    now: datetime.datetime,
) -> Assignment:
    """Send an observer to a session; the letter waits in the outbox of the same transaction.

    Args:
        in_spite_because: why, although a soft conflict speaks against it (`rules.SOFT`).

    Raises:
        Session.DoesNotExist, Observer.DoesNotExist: no such record for `by`.
        NotAllowed: `by` is not a committee editor.
        RuleViolation: the codes of `rules.RULES`, the first one broken.
    """
    permissions.check_can_assign(by)
    session = _lock_session(session_id, by)
    return _assign(session, observer_id, in_spite_because, by, now)


@transaction.atomic
def withdraw_assignment(
    *, assignment_id: int, reason: str, by: User, now: datetime.datetime
) -> Assignment:
    """
    Raises:
        RuleViolation: already-withdrawn, act-exists, no-reason.
    """
    permissions.check_can_assign(by)
    assignment = _lock_with_session(assignment_id, by)
    return _withdraw(assignment, reason, by, now)


@transaction.atomic
def replace_observer(
    *,
    assignment_id: int,
    observer_id: int,
    reason: str,
    in_spite_because: str = "",
    by: User,
    now: datetime.datetime,
) -> Assignment:
    """One observer for another in one step: both, or neither.

    Raises:
        RuleViolation: those of `withdraw_assignment` and of `assign_observer`.
    """
    permissions.check_can_assign(by)
    given_up = _lock_with_session(assignment_id, by)
    _withdraw(given_up, reason, by, now)
    return _assign(given_up.session, observer_id, in_spite_because, by, now)


def _lock_session(session_id: int, by: User) -> Session:
    """Both rows are locked, session first, then observer, always in this order.

    So two officers can neither take the last seat nor send one observer to two places.
    """
    return Session.objects.visible_to(by).select_for_update().get(pk=session_id)


def _lock_with_session(assignment_id: int, by: User) -> Assignment:
    visible = Assignment.objects.visible_to(by)
    session = _lock_session(visible.values_list("session_id", flat=True).get(pk=assignment_id), by)
    assignment = visible.select_for_update().get(pk=assignment_id)
    assignment.session = session
    return assignment


def _assign(
    session: Session, observer_id: int, in_spite_because: str, by: User, now: datetime.datetime
) -> Assignment:
    observer = (
        Observer.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("person")
        .get(pk=observer_id)
    )
    overcome = rules.check_can_observe(observer, session, in_spite_because=in_spite_because)
    assignment = Assignment.objects.create(
        session=session,
        observer=observer,
        assigned_by=by,
        overcome=" ".join(conflict.message for conflict in overcome),
        # A reason that nothing asked for is not kept: it would cast doubt where there is none.
        overcome_reason=in_spite_because.strip() if overcome else "",
    )
    _record(assignment, overcome, by)
    notices.queue_assignment_notice(assignment_id=assignment.pk, now=now)
    return assignment


def _record(assignment: Assignment, overcome: list[rules.Conflict], by: User) -> None:
    """Codes only: the words name people and stay on the assignment."""
    in_spite = {"overcome": [conflict.code for conflict in overcome]} if overcome else {}
    record_event(
        action="observer-assigned-in-spite" if overcome else "observer-assigned",
        target=assignment,
        by=by,
        session=assignment.session_id,
        observer=assignment.observer_id,
        **in_spite,
    )


def _withdraw(assignment: Assignment, reason: str, by: User, now: datetime.datetime) -> Assignment:
    has_act = ObservationAct.objects.filter(assignment=assignment).exists()
    rules.check_can_withdraw(assignment, has_act=has_act)
    rules.check_reason_given(reason)
    assignment.withdrawn_at, assignment.withdrawal_reason = now, reason.strip()
    assignment.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record_event(
        action="assignment-withdrawn",
        target=assignment,
        by=by,
        session=assignment.session_id,
        observer=assignment.observer_id,
    )
    notices.queue_withdrawal_notice(assignment_id=assignment.pk)
    recheck_marked([assignment.observer_id])  # they are free on that day again
    return assignment
