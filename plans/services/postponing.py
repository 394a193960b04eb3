"""Putting a due date off: somebody asks with a reason, somebody else of the committee agrees."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Occurrence, Postponement

ASKED, AGREED, REFUSED = (
    Postponement.Decision.ASKED,
    Postponement.Decision.AGREED,
    Postponement.Decision.REFUSED,
)


@transaction.atomic
def ask_postponement(
    *,
    occurrence_id: int,
    due_after: datetime.date,
    reason: str,
    today: datetime.date,
    by: User,
) -> Postponement:
    """Ask for a later date; until somebody agrees the old one counts.

    Raises:
        Occurrence.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: plan-not-approved, already-settled, already-asked, no-reason,
            not-later, in-the-past, too-far.
    """
    occurrence = _locked(occurrence_id, by)
    plan = occurrence.activity.section.plan
    permissions.check_can_report(by, occurrence.school_id)
    rules.check_plan_is_approved(plan)
    rules.check_is_open(occurrence)
    rules.check_none_waits(occurrence.postponements.open().count())
    rules.check_reason(reason)
    rules.check_new_date(occurrence, due_after, plan=plan, today=today)
    postponement = Postponement.objects.create(
        occurrence=occurrence,
        due_before=occurrence.due_on,
        due_after=due_after,
        reason=reason.strip(),
        asked_by=by,
    )
    record_event(
        action="postponement-asked",
        target=occurrence,
        by=by,
        postponement=postponement.pk,
        due_before=occurrence.due_on.isoformat(),
        due_after=due_after.isoformat(),
    )
    return postponement


@transaction.atomic
def agree_postponement(*, postponement_id: int, remark: str = "", by: User) -> Postponement:
    """Move the date that counts; the planned one stays as it was approved.

    Raises:
        Postponement.DoesNotExist, NotAllowed, RuleViolation: own-request, already-decided,
            already-settled, date-changed.
    """
    postponement, occurrence = _waiting(postponement_id, by)
    rules.check_is_open(occurrence)
    rules.check_same_date(occurrence, postponement)
    _decide(postponement, AGREED, remark, by)
    moved = Occurrence.objects.filter(
        pk=occurrence.pk, state=occurrence.state, due_on=postponement.due_before
    ).update(due_on=postponement.due_after, state=Occurrence.State.POSTPONED)
    rules.check_mark_was_written(moved)
    record_event(
        action="postponement-agreed",
        target=occurrence,
        by=by,
        postponement=postponement.pk,
        before=occurrence.state,
        due_before=postponement.due_before.isoformat(),
        due_after=postponement.due_after.isoformat(),
    )
    return postponement


@transaction.atomic
def refuse_postponement(*, postponement_id: int, remark: str, by: User) -> Postponement:
    """Leave the date as it is, and say why.

    Raises:
        Postponement.DoesNotExist, NotAllowed, RuleViolation: own-request, already-decided,
            no-remark.
    """
    postponement, occurrence = _waiting(postponement_id, by)
    rules.check_refusal_explained(remark)
    _decide(postponement, REFUSED, remark, by)
    record_event(
        action="postponement-refused", target=occurrence, by=by, postponement=postponement.pk
    )
    return postponement


def _locked(occurrence_id: int, by: User) -> Occurrence:
    visible = Occurrence.objects.visible_to(by).select_for_update(of=("self",))
    return visible.select_related("activity__section__plan").get(pk=occurrence_id)


def _waiting(postponement_id: int, by: User) -> tuple[Postponement, Occurrence]:
    """The request with its due date locked; always the due date first, as marks do."""
    permissions.check_can_postpone(by)
    postponement = Postponement.objects.visible_to(by).get(pk=postponement_id)
    occurrence = _locked(postponement.occurrence_id, by)
    postponement.refresh_from_db()
    rules.check_waits(postponement)
    rules.check_not_asker(postponement, by)
    return postponement, occurrence


def _decide(
    postponement: Postponement, decision: Postponement.Decision, remark: str, by: User
) -> None:
    postponement.decision, postponement.remark = decision, remark.strip()
    postponement.decided_at, postponement.decided_by = timezone.now(), by
    rows = Postponement.objects.filter(pk=postponement.pk, decision=ASKED).update(
        decision=decision,
        remark=postponement.remark,
        decided_at=postponement.decided_at,
        decided_by=by,
    )
    rules.check_mark_was_written(rows)
