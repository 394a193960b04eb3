"""To review and back: sent, taken back, returned; and remarks."""

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Activity, Approval, Plan
from plans.reports.signing import Signature, signatures_of
from plans.services.approval.decisions import locked_plan, move_plan, record_decision
from plans.services.approval.telling import asked_to_sign, tell_of


@transaction.atomic
def submit_plan(*, plan_id: int, version: int, comment: str = "", by: User) -> Plan:
    """Lay a draft before the signatories, or the head; from now on its text rests.

    Signatures given to another text fall here for good, each with its own line in the journal.

    Raises:
        NotAllowed, RuleViolation: plan-not-draft, no-activities, no-approver, stale.
    """
    permissions.check_can_edit_plans(by)
    plan = locked_plan(plan_id, by)
    rules.check_plan_is_draft(plan)
    rules.check_not_template(plan)
    rules.check_plan_version(plan, version)
    rules.check_has_activities(Activity.objects.live().filter(section__plan=plan).count())
    signatures = signatures_of(plan)
    rules.check_somebody_approves([one.signatory for one in signatures])
    for signature in signatures:
        _let_fall(plan, signature, by)
    move_plan(plan, version, Plan.Status.REVIEW)
    tell_of(record_decision(plan, Approval.Decision.SUBMITTED, comment, by))
    return plan


def _let_fall(plan: Plan, signature: Signature, by: User) -> None:
    """What was signed is kept: the page tells that there was a signature, and why it is gone."""
    signatory = signature.signatory
    if signature.is_fallen and signatory.signed_at is not None:
        signatory.signed_at = None
        signatory.save(update_fields=["signed_at"])
        record_event(action="plan-signature-fell", target=plan, by=by, signatory=signatory.user_id)


@transaction.atomic
def withdraw_plan(*, plan_id: int, version: int, comment: str = "", by: User) -> Plan:
    """Take a plan back from review, to go on with it.

    Raises:
        NotAllowed, RuleViolation: plan-not-on-review, stale.
    """
    permissions.check_can_edit_plans(by)
    plan = locked_plan(plan_id, by)
    rules.check_on_review(plan)
    rules.check_plan_version(plan, version)
    asked = asked_to_sign(plan)
    move_plan(plan, version, Plan.Status.DRAFT)
    tell_of(record_decision(plan, Approval.Decision.WITHDRAWN, comment, by), asked=asked)
    return plan


@transaction.atomic
def return_plan(*, plan_id: int, version: int, comment: str, by: User) -> Plan:
    """Give a plan back to be mended: the head may, and the one whose turn it is to sign.

    Raises:
        NotAllowed, RuleViolation: plan-not-on-review, no-remarks, stale.
    """
    permissions.check_can_comment(by)
    plan = locked_plan(plan_id, by)
    permissions.check_can_return(by, [one.signatory for one in signatures_of(plan) if one.is_next])
    rules.check_on_review(plan)
    rules.check_remarks(comment)
    rules.check_plan_version(plan, version)
    asked = asked_to_sign(plan)
    move_plan(plan, version, Plan.Status.DRAFT)
    tell_of(record_decision(plan, Approval.Decision.RETURNED, comment, by), asked=asked)
    return plan


@transaction.atomic
def comment_plan(*, plan_id: int, comment: str, by: User) -> Approval:
    """Say something about a plan, whatever its state.

    Raises:
        NotAllowed, RuleViolation: no-remarks.
    """
    permissions.check_can_comment(by)
    plan = locked_plan(plan_id, by)
    rules.check_remarks(comment)
    return record_decision(plan, Approval.Decision.COMMENTED, comment, by)
