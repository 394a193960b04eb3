"""Decisions about replacing results after the deadline."""

import datetime

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.models import ReplacementRequest, Session

MAX_WORDS = 500  # characters


@transaction.atomic
def ask_replacement(
    *, session_id: int, reason: str, today: datetime.date, by: User
) -> ReplacementRequest:
    """Ask the committee to let the school replace results that the deadline has closed.

    Raises:
        RuleViolation: no-reason, nothing-to-replace, replacement-not-needed, already-asked.
    """
    permissions.check_can_ask_for_replacement(by)
    visible = Session.objects.visible_to(by)
    session = Session.objects.select_for_update().get(pk=visible.get(pk=session_id).pk)
    rules.check_replacement_may_be_asked(session, today=today)
    rules.check_replacement_reason(reason)
    request = ReplacementRequest.objects.create(
        session=session, reason=reason.strip()[:MAX_WORDS], asked_by=by
    )
    record_event(action="replacement-asked", target=session, by=by, request=request.pk)
    return request


@transaction.atomic
def grant_replacement(
    *,
    replacement_id: int,
    until: datetime.date,
    today: datetime.date,
    now: datetime.datetime,
    by: User,
) -> ReplacementRequest:
    """Open the results of one session again, up to and including a day.

    Raises:
        RuleViolation: already-decided, day-has-passed.
    """
    request = _asked(replacement_id, by)
    if until < today:
        raise RuleViolation("day-has-passed", "Этот день уже прошёл. Выберите сегодня или позже.")
    request.granted_until = until
    return _decide(request, ReplacementRequest.State.GRANTED, now=now, by=by)


@transaction.atomic
def decline_replacement(
    *, replacement_id: int, answer: str, now: datetime.datetime, by: User
) -> ReplacementRequest:
    """Leave the results as they are, and say why.

    Raises:
        RuleViolation: already-decided, no-reason.
    """
    request = _asked(replacement_id, by)
    if not answer.strip():
        raise RuleViolation("no-reason", "Напишите школе, почему результаты не заменяются.")
    request.answer = answer.strip()[:MAX_WORDS]
    return _decide(request, ReplacementRequest.State.DECLINED, now=now, by=by)


def _asked(replacement_id: int, by: User) -> ReplacementRequest:
    permissions.check_can_grant_replacements(by)
    visible = ReplacementRequest.objects.visible_to(by)
    request = visible.select_for_update().get(pk=replacement_id)
    rules.check_replacement_awaits_answer(request)
    return request


def _decide(
    request: ReplacementRequest, state: str, *, now: datetime.datetime, by: User
) -> ReplacementRequest:
    request.state, request.decided_at, request.decided_by = state, now, by
    request.save(update_fields=["state", "granted_until", "answer", "decided_at", "decided_by"])
    until = request.granted_until
    record_event(
        action=f"replacement-{state}",
        target=request.session,
        by=by,
        request=request.pk,
        until=until.isoformat() if until else None,
    )
    return request
