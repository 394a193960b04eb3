"""«Сроки»: due dates under their activities, activities under their plans, each wording once."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet

from accounts.models import User
from plans.models import Activity, Occurrence, Plan
from plans.reports.lines import Line, line_of, with_evidence

ON_A_PAGE = 20  # activities
NAMED = 6  # schools named in one line
STATE = Occurrence.State
DONE = Count("pk", filter=Q(state=STATE.DONE))
ASKED = Count("pk", filter=~Q(state=STATE.NOT_APPLICABLE))  # the exempt are not waited for


@dataclass(frozen=True)
class SchoolsDue:
    """One date that many schools answer for: «14 из 17»."""

    activity_id: int
    due_on: datetime.date
    planned_on: datetime.date
    done: int
    asked: int
    waiting: list[str]  # names of schools that have not done it

    @property
    def is_settled(self) -> bool:
        return self.done >= self.asked

    @property
    def named(self) -> str:
        return ", ".join(self.waiting[:NAMED])

    @property
    def unnamed(self) -> int:
        return max(len(self.waiting) - NAMED, 0)


@dataclass(frozen=True)
class ActivityDue:
    """Each date is a `line` of its own, or `schools` together."""

    activity: Activity
    dates: list[Line | SchoolsDue] = field(default_factory=list)


@dataclass(frozen=True)
class PlanDue:
    plan: Plan
    activities: list[ActivityDue] = field(default_factory=list)


@dataclass(frozen=True)
class DueTable:
    page: Page[Any]
    plans: list[PlanDue]


def due_table(
    occurrences: QuerySet[Occurrence], user: User, *, page: str | None, on_a_page: int = ON_A_PAGE
) -> DueTable:
    """A page of what a filter has chosen out of `visible_to(user)`, the nearest dates first.

    Eight queries at most, however many rows.
    """
    chosen = occurrences.order_by()
    grouped = (
        chosen.values("activity", "activity__section__plan")
        .annotate(next_due=Min("due_on"))
        .order_by(
            "-activity__section__plan__period_from",
            "-activity__section__plan",
            "next_due",
            "activity",
        )
    )
    shown = Paginator(grouped, on_a_page).get_page(page)
    keys = [row["activity"] for row in shown]
    activities = Activity.objects.select_related("section__plan").in_bulk(keys)
    dates = _dates_of(chosen.filter(activity__in=keys), user)
    plans: dict[int, PlanDue] = {}
    for key in keys:
        activity = activities[key]
        plan = activity.section.plan
        under = plans.setdefault(plan.pk, PlanDue(plan))
        under.activities.append(ActivityDue(activity, dates[key]))
    return DueTable(shown, list(plans.values()))


def _dates_of(chosen: QuerySet[Occurrence], user: User) -> dict[int, list[Line | SchoolsDue]]:
    """Dates of each activity in their order."""
    rows = list(
        chosen.values("activity", "planned_on")
        .annotate(next_due=Min("due_on"), shown=Count("pk"), last=Max("pk"))
        .order_by("next_due", "planned_on")
    )
    single = with_evidence(
        Occurrence.objects.filter(pk__in=[row["last"] for row in rows if row["shown"] == 1])
    ).in_bulk()
    many = [row for row in rows if row["shown"] > 1]
    counted = _counted(many, user)
    found: dict[int, list[Line | SchoolsDue]] = defaultdict(list)
    for row in rows:
        if row["shown"] == 1:
            occurrence = single[row["last"]]
            found[row["activity"]].append(line_of(occurrence, user))
        else:
            found[row["activity"]].append(counted[row["activity"], row["planned_on"]])
    return found


def _counted(
    rows: Sequence[Mapping[str, Any]], user: User
) -> dict[tuple[int, datetime.date], SchoolsDue]:
    """How many of all schools have done it, whatever part of them the filter has chosen."""
    if not rows:
        return {}
    seen = Occurrence.objects.visible_to(user).filter(
        activity__in={row["activity"] for row in rows},
        planned_on__in={row["planned_on"] for row in rows},
    )
    counts = {
        (row["activity"], row["planned_on"]): row
        for row in seen.order_by().values("activity", "planned_on").annotate(done=DONE, asked=ASKED)
    }
    late = seen.exclude(state__in=(STATE.DONE, STATE.NOT_APPLICABLE)).order_by(
        "school__sort_key", "pk"
    )
    names: dict[tuple[int, datetime.date], list[str]] = defaultdict(list)
    for activity, day, name in late.values_list("activity", "planned_on", "school__short_name"):
        names[activity, day].append((name or "").replace("№ ", "№\u00a0"))
    return {
        key: SchoolsDue(
            activity_id=key[0],
            due_on=row["next_due"],
            planned_on=row["planned_on"],
            done=counts[key]["done"],
            asked=counts[key]["asked"],
            waiting=names[key],
        )
        for row in rows
        for key in [(row["activity"], row["planned_on"])]
    }


def counters_of(activity: Activity, user: User) -> list[dict[str, Any]]:
    """Each date of one activity with its count, in order. One query."""
    seen = Occurrence.objects.visible_to(user).filter(activity=activity)
    rows = (
        seen.order_by()
        .values("planned_on")
        .annotate(due_on=Min("due_on"), done=DONE, asked=ASKED)
        .order_by("planned_on")
    )
    return [dict(row) for row in rows]
