"""What of a plan leaves the portal as a file: its text, its due dates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from accounts.models import User
from plans.documents.outline import PlanOutline
from plans.documents.plan_calendar import PlanDay
from plans.models import Occurrence, Plan
from plans.reports.outline import plan_outline


class Exported(NamedTuple):
    """An approved plan as it was frozen; anything else as it stands, and that it is a draft."""

    outline: PlanOutline
    is_frozen: bool


def exported_plan(plan: Plan) -> Exported:
    """At most six queries."""
    frozen = plan.versions.order_by("-number").values_list("outline", flat=True).first()
    if plan.status == Plan.Status.APPROVED and frozen is not None:
        return Exported(PlanOutline.from_json(frozen), is_frozen=True)
    return Exported(plan_outline(plan), is_frozen=False)


def plan_days(plan: Plan, *, reader: User) -> list[PlanDay]:
    """Every due date that this reader sees, oldest first. One query."""
    own = Occurrence.objects.visible_to(reader).live().filter(activity__section__plan=plan)
    needed = own.exclude(state=Occurrence.State.NOT_APPLICABLE).select_related("activity", "school")
    rows = needed.order_by("activity_id", "source", "school_id", "pk")
    grouped = groupby(rows, key=lambda row: (row.activity_id, row.source))
    days = [day for _, same in grouped for day in _days(list(same))]
    return sorted(days, key=lambda day: (day.due_on, day.key))


def _days(same: Sequence[Occurrence]) -> Iterator[PlanDay]:
    """Schools of one day are one event; one whose day was moved has an event of its own."""
    usual = Counter(row.due_on for row in same).most_common(1)[0][0]
    together = [row for row in same if row.due_on == usual]
    key = f"plan-{same[0].activity_id}-{same[0].source}".replace(":", "-")
    yield _day(key, together)
    for row in same:
        if row.due_on != usual:
            yield _day(f"{key}-school-{row.school_id}", [row])


def _day(key: str, rows: Sequence[Occurrence]) -> PlanDay:
    row, states = rows[0], Counter(one.get_state_display() for one in rows)
    counted = ", ".join(f"{state} — {count}" for state, count in states.most_common())
    return PlanDay(
        key=key,
        due_on=row.due_on,
        number=row.activity.number,
        title=row.activity.title,
        deadline=row.activity.deadline,
        responsible=row.activity.responsible,
        state=row.get_state_display() if len(rows) == 1 else counted,
        schools=tuple(str(one.school) for one in rows if one.school),
    )
