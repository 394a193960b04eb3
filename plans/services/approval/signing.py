"""Signatures in turn: who signs is named on the draft, each agrees to the text they have read."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Approval, Plan, Signatory, Stamp
from plans.reports.outline import outline_sum, plan_outline
from plans.reports.signing import may_approve, may_sign, signatures_of
from plans.services.approval.decisions import locked_plan, record_decision
from plans.services.approval.telling import tell_of
from plans.services.locked import locked_draft


@transaction.atomic
def name_signatories(
    *, plan_id: int, agreeing: Sequence[int], approving: int | None, by: User
) -> list[Signatory]:
    """Say who signs: those who agree, in this order, then the one who approves with the order.

    Nobody at all means that any head of the committee approves. Whoever stays keeps their
    signature.

    Raises:
        NotAllowed, RuleViolation: plan-not-draft, signs-twice, no-approver, cannot-sign.
    """
    plan = locked_draft(plan_id, by)
    people = [*agreeing, *([approving] if approving is not None else [])]
    rules.check_nobody_signs_twice(people)
    rules.check_agreement_ends_in_approval(agreeing, approving)
    rules.check_can_sign(agreeing, may_sign(plan), approving, may_approve(plan))
    kept = {one.user_id: one for one in plan.signatories.all()}
    plan.signatories.exclude(user_id__in=people).delete()
    # One person approves: the old approver may have to agree now, before the new one is written.
    plan.signatories.update(kind=Stamp.Kind.AGREED)
    for position, user_id in enumerate(people, start=1):
        signatory = kept.get(user_id) or Signatory(plan=plan, user_id=user_id)
        signatory.position = position
        signatory.kind = Stamp.Kind.APPROVED if user_id == approving else Stamp.Kind.AGREED
        signatory.save()
    record_event(action="plan-signatories-named", target=plan, by=by, signatories=people)
    return list(plan.signatories.all())


@transaction.atomic
def sign_plan(*, plan_id: int, version: int, comment: str = "", by: User) -> Plan:
    """Agree to a plan when it is one's turn; the signature holds for this very text.

    Raises:
        NotAllowed: `by` is not named among those who agree.
        RuleViolation: plan-not-on-review, already-signed, not-your-turn, stale.
    """
    plan = locked_plan(plan_id, by)
    signatures = signatures_of(plan)
    own = next((one for one in signatures if one.signatory.user_id == by.pk), None)
    permissions.check_can_sign(own.signatory if own else None)
    rules.check_on_review(plan)
    rules.check_plan_version(plan, version)
    assert own is not None  # noqa: S101 - check_can_sign has seen to it
    rules.check_not_signed_yet(is_signed=own.is_signed)
    rules.check_turn(is_next=own.is_next)
    own.signatory.signed_at = timezone.now()
    own.signatory.signed_outline = outline_sum(plan_outline(plan))
    own.signatory.save(update_fields=["signed_at", "signed_outline"])
    said = record_decision(
        plan, Approval.Decision.AGREED, comment, by, outline=own.signatory.signed_outline
    )
    tell_of(said)
    return plan
