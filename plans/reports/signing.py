"""Who has signed a plan, whose turn it is, and whose signature fell with its text."""

import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import Role, User
from accounts.waiting import WaitingItem
from plans.models import Approval, Plan, Signatory, Stamp
from plans.reports.outline import outline_sum, plan_outline

# Staff of the committee; a deputy of a school sees a plan only when it is approved.
STAFF = (Role.HEAD, Role.EDITOR, Role.ADMINISTRATOR)
SHOWN = 10


class Signature(NamedTuple):
    """A signatory and how the signature stands for the text as it is now."""

    signatory: Signatory
    is_signed: bool
    is_fallen: bool  # given once, to another text
    is_next: bool

    @property
    def approves(self) -> bool:
        return self.signatory.kind == Stamp.Kind.APPROVED


def signatures_of(plan: Plan) -> list[Signature]:
    """In the order of signing. One query, and the text's three where anybody has ever signed."""
    named = plan.signatories.select_related("user__person")
    signatories = sorted(
        named, key=lambda one: (one.kind == Stamp.Kind.APPROVED, one.position, one.pk)
    )
    if not signatories:
        return []
    is_over = plan.status in (Plan.Status.APPROVED, Plan.Status.MERGED)
    was_signed = any(one.signed_outline for one in signatories)
    # The stamps of an approved plan name its order: its text is no longer the one that was signed.
    now = outline_sum(plan_outline(plan)) if was_signed and not is_over else ""
    return _in_turn(plan, [(one, is_over or one.signed_outline == now) for one in signatories])


def _in_turn(plan: Plan, read: list[tuple[Signatory, bool]]) -> list[Signature]:
    """`read` tells of each whether the text they signed, if any, is the text there is."""
    signatures, all_before = [], plan.status == Plan.Status.REVIEW
    for signatory, same_text in read:
        is_signed = signatory.signed_at is not None and same_text
        is_fallen = bool(signatory.signed_outline) and not is_signed
        signatures.append(Signature(signatory, is_signed, is_fallen, all_before and not is_signed))
        all_before = all_before and is_signed
    return signatures


def may_sign(plan: Plan) -> QuerySet[User]:
    """Who may be asked to agree to a plan."""
    staff = User.objects.filter(committee_id=plan.committee_id, role__in=STAFF, is_active=True)
    return staff.select_related("person").order_by("person__last_name", "person__first_name", "pk")


def may_approve(plan: Plan) -> QuerySet[User]:
    """An order is a head's."""
    return may_sign(plan).filter(role=Role.HEAD)


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """Plans whose text waits for this person's signature, and this person's that wait for others'.

    A deputy of a school has neither.
    """
    return _to_sign(user) + _with_others(user) if user.is_committee else []


def _to_sign(user: User) -> list[WaitingItem]:
    asked = Plan.objects.visible_to(user).filter(
        status=Plan.Status.REVIEW, signatories__user=user, signatories__signed_at__isnull=True
    )
    mine = (
        (plan, signature)
        for plan in asked.order_by("changed_at", "pk")[:SHOWN]
        for signature in signatures_of(plan)
        if signature.is_next and signature.signatory.user_id == user.pk
    )
    return [
        WaitingItem(
            plan.title,
            plan.get_absolute_url(),
            "ждёт утверждения" if signature.approves else "ждёт согласования",
            "warn",
        )
        for plan, signature in mine
    ]


def _with_others(user: User) -> list[WaitingItem]:
    """What this person made or sent: whose signature is awaited, so that they know whom to ask."""
    sent = Plan.objects.visible_to(user).filter(status=Plan.Status.REVIEW)
    own = sent.filter(
        Q(created_by=user) | Q(approvals__decision=Approval.Decision.SUBMITTED, approvals__by=user)
    ).distinct()
    return [
        WaitingItem(plan.title, plan.get_absolute_url(), "на подписи", "wait", f"Очередь: {whose}")
        for plan in own.order_by("changed_at", "pk")[:SHOWN]
        for whose in _turn(plan, user)
    ]


def _turn(plan: Plan, user: User) -> list[str]:
    """Whose turn it is, if not one's own."""
    signatures = signatures_of(plan)
    if not signatures:
        return ["любой руководитель комитета"]
    next_ones = (one.signatory for one in signatures if one.is_next)
    return [str(one.user) for one in next_ones if one.user_id != user.pk]
