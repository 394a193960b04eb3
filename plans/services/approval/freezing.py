"""Approval: what was agreed to freezes with its order, its file and its sum."""

import datetime
import hashlib
import secrets
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.models import User
from plans import permissions, rules
from plans.documents.order_stamp import order_in, with_amendment, with_order
from plans.documents.outline import OutlineOrder, OutlineStamp, PlanOutline
from plans.documents.pdf import PrintOptions, print_plan
from plans.documents.refusal import PrintRefused
from plans.models import Approval, Plan, PlanVersion, Signatory, Stamp
from plans.reports.authenticity import page_of_token
from plans.reports.outline import issuer_of, outline_sum, plan_outline
from plans.reports.signing import Signature, signatures_of
from plans.services import occurrences
from plans.services.approval.amending import merge_amendment
from plans.services.approval.decisions import locked_plan, move_plan, record_decision
from plans.services.approval.telling import tell_of

TOKEN_BYTES = 32  # nobody comes upon the page of a version by guessing


class Frozen(NamedTuple):
    """What an approval will freeze, printed before anything is locked."""

    outline: PlanOutline
    pdf: bytes
    token: str


def approve_plan(
    *,
    plan_id: int,
    version: int,
    order_number: str,
    order_date: datetime.date | None,
    comment: str = "",
    by: User,
) -> PlanVersion:
    """Approve and freeze: content, PDF and its sum, in one transaction with the decision.

    The PDF is printed before the plan is locked: a plan on review does not change, and one that
    left the review meanwhile has another version. Of parallel approvals one wins. Approved
    amendments go into the plan that they amend and make its next version.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: no-order, plan-not-on-review, not-agreed,
            stale, order-differs, no-activities, and the codes of print (too-many-rows, …).
    """
    permissions.check_can_decide(by)
    number = order_number.strip()
    rules.check_order(number, order_date)
    assert order_date is not None  # noqa: S101 - check_order has seen to it
    frozen = _print(plan_id, version, OutlineOrder(order_date.isoformat(), number), by)
    with transaction.atomic():
        plan = locked_plan(plan_id, by)
        rules.check_on_review(plan)
        rules.check_plan_version(plan, version)
        _check_signatures(plan, by)
        _sign_as_approver(plan, by)
        status = Plan.Status.MERGED if plan.amends_id else Plan.Status.APPROVED
        move_plan(plan, version, status, order_number=number, order_date=order_date)
        _keep_stamps(plan, frozen.outline)
        whole = merge_amendment(plan, by=by) if plan.amends_id else plan
        kept = PlanVersion.objects.create(
            plan=whole,
            number=whole.versions.count() + 1,
            outline=frozen.outline.as_json(),
            pdf=frozen.pdf,
            sha256=hashlib.sha256(frozen.pdf).hexdigest(),
            token=frozen.token,
            order_number=number,
            order_date=order_date,
            approved_by=by,
        )
        approved = Approval.Decision.APPROVED
        said = record_decision(plan, approved, comment, by, version=kept.pk, sha256=kept.sha256)
        occurrences.refresh_occurrences(whole.pk)
        tell_of(said)
    return kept


def _print(plan_id: int, version: int, order: OutlineOrder, by: User) -> Frozen:
    plan = Plan.objects.visible_to(by).select_related("committee", "amends").get(pk=plan_id)
    rules.check_on_review(plan)
    rules.check_plan_version(plan, version)
    _check_signatures(plan, by)
    outline = plan_outline(plan)
    rules.check_has_activities(len(outline.activities))
    outline.stamps = _stamped(plan, outline.stamps, order)
    outline.order = order
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        pdf = print_plan(outline, options=PrintOptions(code=page_of_token(token)))
    except PrintRefused as refused:
        raise RuleViolation(refused.code, str(refused)) from refused
    return Frozen(outline, pdf, token)


def _stamped(plan: Plan, stamps: list[OutlineStamp], order: OutlineOrder) -> list[OutlineStamp]:
    """Stamps that name the order; amendments leave the first order and add their own."""
    date = datetime.date.fromisoformat(order.date)
    if plan.amends is not None:
        return with_amendment(stamps, date=date, number=order.number)
    named = order_in(stamps)
    stamped = (named.number, datetime.date.fromisoformat(named.date)) if named else None
    rules.check_same_order(stamped, order.number, date)
    return with_order(
        stamps, title=plan.title, issuer=issuer_of(plan), date=date, number=order.number
    )


def _check_signatures(plan: Plan, by: User) -> None:
    """Everybody who agrees has done so, and the one who approves is the one who was named."""
    signatures = signatures_of(plan)
    permissions.check_can_approve(by, _approver(signatures))
    rules.check_all_agreed(
        [one.signatory for one in signatures if not one.approves and not one.is_signed]
    )


def _approver(signatures: list[Signature]) -> Signatory | None:
    return next((one.signatory for one in signatures if one.approves), None)


def _sign_as_approver(plan: Plan, by: User) -> None:
    plan.signatories.filter(user=by, kind=Stamp.Kind.APPROVED).update(
        signed_at=timezone.now(), signed_outline=outline_sum(plan_outline(plan))
    )


def _keep_stamps(plan: Plan, outline: PlanOutline) -> None:
    """The plan's own page shows the stamps that were printed."""
    texts = [(stamp.kind, "\n".join(stamp.lines)) for stamp in outline.stamps]
    plan.stamps.all().delete()
    Stamp.objects.bulk_create(
        Stamp(plan=plan, position=position, kind=kind, text=text)
        for position, (kind, text) in enumerate(texts, start=1)
    )
