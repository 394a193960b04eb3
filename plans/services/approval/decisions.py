"""What every decision on a plan begins and ends with: the lock, the move, the record."""

from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Approval, Plan


def locked_plan(plan_id: int, by: User) -> Plan:
    return Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan_id)


def move_plan(plan: Plan, version: int, status: str, **fields: object) -> None:
    """The conditional write: a click on what is no longer so changes nothing."""
    unmoved = Plan.objects.filter(pk=plan.pk, version=version, status=plan.status)
    moved = unmoved.update(
        status=status, version=F("version") + 1, changed_at=timezone.now(), **fields
    )
    rules.check_decision_was_written(moved)
    plan.refresh_from_db()


def record_decision(
    plan: Plan, decision: Approval.Decision, comment: str, by: User, **details: object
) -> Approval:
    said = Approval.objects.create(plan=plan, decision=decision, comment=comment.strip(), by=by)
    record_event(action=f"plan-{decision.value}", target=plan, by=by, **details)
    return said
