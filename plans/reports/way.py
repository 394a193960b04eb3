"""Where a plan is on its way, and what this person may do about it now."""

from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from plans.models import Approval, Plan, PlanVersion
from plans.reports.signing import Signature, signatures_of


class Way(NamedTuple):
    """`amendment` is the open working copy of an approved plan."""

    signatures: list[Signature]
    approvals: QuerySet[Approval]
    versions: list[PlanVersion]
    amendment: Plan | None
    may_sign: bool
    may_approve: bool
    may_return: bool
    may_withdraw: bool
    may_compare: bool


def way_of(plan: Plan, user: User) -> Way:
    """A school reads what was approved, not how it was agreed to."""
    is_staff, is_review = user.is_committee, plan.status == Plan.Status.REVIEW
    signatures = signatures_of(plan) if is_staff else []
    own_turn = any(one.is_next and one.signatory.user_id == user.pk for one in signatures)
    next_one = next((one for one in signatures if one.is_next), None)
    approves = next_one.approves if next_one else not signatures
    named = own_turn or not any(one.approves for one in signatures)
    decided = plan.approvals.select_related("by__person")
    versions = list(plan.versions.defer("pdf", "outline"))
    changes = Plan.objects.filter(amends=plan, status__in=(Plan.Status.DRAFT, Plan.Status.REVIEW))
    return Way(
        signatures=signatures,
        approvals=decided if is_staff else decided.none(),
        versions=versions,
        amendment=changes.first() if is_staff and plan.status == Plan.Status.APPROVED else None,
        may_sign=is_review and own_turn and not approves,
        may_approve=is_review and user.is_committee_head and approves and named,
        may_return=is_review and (user.is_committee_head or own_turn),
        may_withdraw=is_review and user.is_committee_editor,
        may_compare=len(versions) > 1 or (plan.amends_id is not None and is_staff),
    )
