"""What every decision about a draft starts with: the permission, the lock, the rule."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils import timezone

from accounts.models import User
from plans import permissions, rules
from plans.models import Activity, Plan, Section

Placed = TypeVar("Placed", Section, Activity)


def locked_draft(plan_id: int, by: User) -> Plan:
    """The plan, locked: nobody sends it for approval or moves its rows meanwhile.

    Raises:
        Plan.DoesNotExist: no such plan, or another committee's.
        NotAllowed: `by` does not edit plans.
        RuleViolation: plan-not-draft.
    """
    permissions.check_can_edit_plans(by)
    plan = Plan.objects.select_for_update().get(pk=plan_id, committee_id=by.committee_id)
    rules.check_plan_is_draft(plan)
    # Whatever follows is a change of the plan; a refusal takes this line back with the rest.
    plan.changed_at = timezone.now()
    plan.save(update_fields=["changed_at"])
    return plan


def plan_of_section(section_id: int) -> int:
    return Section.objects.values_list("plan_id", flat=True).get(pk=section_id)


def plan_of_activity(activity_id: int) -> int:
    return Activity.objects.values_list("section__plan_id", flat=True).get(pk=activity_id)


def put_in_order(records: Sequence[Placed], *, start: int = 1) -> None:
    """Number the positions 1, 2, 3 … (or from `start`), writing only what changes.

    A place is no text: the version stays, so an open row may be saved after it was moved.
    """
    moved: list[Placed] = []
    for position, record in enumerate(records, start=start):
        if record.position != position:
            record.position = position
            moved.append(record)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"])
