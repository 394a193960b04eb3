"""Review and approval."""

import datetime
import hashlib
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from plans import permissions, rules
from plans.documents.order_stamp import order_in, with_order
from plans.documents.outline import OutlineOrder, PlanOutline
from plans.documents.pdf import print_plan
from plans.documents.refusal import PrintRefused
from plans.models import Activity, Approval, Plan, PlanVersion, Stamp
from plans.reports.outline import plan_outline
from plans.services import execution


@transaction.atomic
def submit_plan(*, plan_id: int, version: int, comment: str = "", by: User) -> Plan:
    """Lay a draft before the head; from now on its text rests.

    Raises:
        NotAllowed, RuleViolation: plan-not-draft, no-activities, stale.
    """
    permissions.check_can_edit_plans(by)
    plan = _locked(plan_id, by)
    rules.check_plan_is_draft(plan)
    rules.check_plan_version(plan, version)
    rules.check_has_activities(Activity.objects.live().filter(section__plan=plan).count())
    _move(plan, version, Plan.Status.REVIEW)
    _record(plan, Approval.Decision.SUBMITTED, comment, by)
    return plan


@transaction.atomic
def return_plan(*, plan_id: int, version: int, comment: str, by: User) -> Plan:
    """Give a plan back to be mended.

    Raises:
        NotAllowed, RuleViolation: plan-not-on-review, no-remarks, stale.
    """
    permissions.check_can_decide(by)
    plan = _locked(plan_id, by)
    rules.check_on_review(plan)
    rules.check_remarks(comment)
    rules.check_plan_version(plan, version)
    _move(plan, version, Plan.Status.DRAFT)
    _record(plan, Approval.Decision.RETURNED, comment, by)
    return plan


@transaction.atomic
def comment_plan(*, plan_id: int, comment: str, by: User) -> Approval:
    """Say something about a plan, whatever its state.

    Raises:
        NotAllowed, RuleViolation: no-remarks.
    """
    permissions.check_can_comment(by)
    plan = _locked(plan_id, by)
    rules.check_remarks(comment)
    return _record(plan, Approval.Decision.COMMENTED, comment, by)


class Frozen(NamedTuple):
    """What an approval will freeze, printed before anything is locked."""

    outline: PlanOutline
    pdf: bytes


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
    left the review meanwhile has another version. Of parallel approvals one wins.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: no-order, plan-not-on-review, stale,
            order-differs, no-activities, and the codes of print (too-many-rows, too-long, …).
    """
    permissions.check_can_decide(by)
    number = order_number.strip()
    rules.check_order(number, order_date)
    assert order_date is not None  # noqa: S101 - check_order has seen to it
    frozen = _print(plan_id, version, OutlineOrder(order_date.isoformat(), number), by)
    with transaction.atomic():
        plan = _locked(plan_id, by)
        rules.check_on_review(plan)
        rules.check_plan_version(plan, version)
        _move(plan, version, Plan.Status.APPROVED, order_number=number, order_date=order_date)
        _keep_stamps(plan, frozen.outline)
        kept = PlanVersion.objects.create(
            plan=plan,
            number=plan.versions.count() + 1,
            outline=frozen.outline.as_json(),
            pdf=frozen.pdf,
            sha256=hashlib.sha256(frozen.pdf).hexdigest(),
            order_number=number,
            order_date=order_date,
            approved_by=by,
        )
        _record(plan, Approval.Decision.APPROVED, comment, by, version=kept.pk, sha256=kept.sha256)
        execution.refresh_occurrences(plan.pk)
    return kept


def _print(plan_id: int, version: int, order: OutlineOrder, by: User) -> Frozen:
    plan = Plan.objects.visible_to(by).select_related("committee").get(pk=plan_id)
    rules.check_on_review(plan)
    rules.check_plan_version(plan, version)
    outline = plan_outline(plan)
    rules.check_has_activities(len(outline.activities))
    date = datetime.date.fromisoformat(order.date)
    named = order_in(outline.stamps)
    stamped = (named.number, datetime.date.fromisoformat(named.date)) if named else None
    rules.check_same_order(stamped, order.number, date)
    outline.order = order
    outline.stamps = with_order(
        outline.stamps,
        title=plan.title,
        # Without its genitive a name is only safe in brackets: «приказом (Комитет …)».
        issuer=plan.committee.instrumental or f"({plan.committee.name})",
        date=date,
        number=order.number,
    )
    try:
        return Frozen(outline, print_plan(outline))
    except PrintRefused as refused:
        raise RuleViolation(refused.code, str(refused)) from refused


def _locked(plan_id: int, by: User) -> Plan:
    return Plan.objects.visible_to(by).select_for_update().get(pk=plan_id)


def _move(plan: Plan, version: int, status: str, **fields: object) -> None:
    """The conditional write: a click on what is no longer so changes nothing."""
    unmoved = Plan.objects.filter(pk=plan.pk, version=version, status=plan.status)
    moved = unmoved.update(
        status=status, version=F("version") + 1, changed_at=timezone.now(), **fields
    )
    rules.check_decision_was_written(moved)
    plan.refresh_from_db()


def _keep_stamps(plan: Plan, outline: PlanOutline) -> None:
    """The plan's own page shows the stamps that were printed."""
    texts = [(stamp.kind, "\n".join(stamp.lines)) for stamp in outline.stamps]
    plan.stamps.all().delete()
    Stamp.objects.bulk_create(
        Stamp(plan=plan, position=position, kind=kind, text=text)
        for position, (kind, text) in enumerate(texts, start=1)
    )


def _record(
    plan: Plan, decision: Approval.Decision, comment: str, by: User, **details: object
) -> Approval:
    said = Approval.objects.create(plan=plan, decision=decision, comment=comment.strip(), by=by)
    record_event(action=f"plan-{decision.value}", target=plan, by=by, **details)
    return said
