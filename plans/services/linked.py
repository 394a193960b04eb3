"""Plans whose deadlines wait for one event or schedule, brought up to date."""

from collections.abc import Iterable

from django.db.models import Q

from plans.models import Plan, ReadingLink
from plans.reports.concerned import Moved
from plans.services.occurrences import recompute


def recompute_linked(which: Q) -> dict[int, list[Moved]]:
    """What became of each approved plan that waits for it; called inside a transaction.

    Drafts and plans on review are locked, too: one that is just being approved is either seen
    approved here, or makes its due dates after what is written here.

    Args:
        which: links, such as `Q(event=event)`.
    """
    linked = ReadingLink.objects.filter(which).values("activity__section__plan")
    plans = list(Plan.objects.filter(pk__in=linked).select_for_update().order_by("pk"))
    return recompute_plans(plans)


def recompute_plans(plans: Iterable[Plan]) -> dict[int, list[Moved]]:
    approved = [plan.pk for plan in plans if plan.status == Plan.Status.APPROVED]
    return {plan_id: recompute(plan_id).moved for plan_id in approved}
