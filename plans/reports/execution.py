"""Where plans stand, and what waits for whom."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import count_of, day
from accounts.waiting import WaitingItem
from plans.deadlines.due import WEEK
from plans.models import Activity, Occurrence, Plan

SHOWN = 10  # lines of one kind on a dashboard
STATE = Occurrence.State


class Progress(NamedTuple):
    """Due dates of a plan; `waiting` counts rows whose deadline holds no date to remind of."""

    plan: Plan
    done: int = 0
    planned: int = 0
    overdue: int = 0
    dropped: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return self.done + self.planned + self.overdue + self.dropped

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def plan_progress(plan: Plan, *, today: datetime.date) -> Progress:
    """How an approved plan goes. Two queries."""
    return progress_of([plan], today=today)[0]


def progress_of(plans: list[Plan], *, today: datetime.date) -> list[Progress]:
    """The same for several plans, in their order, with as many queries."""
    is_open = Q(state__in=(STATE.PLANNED, STATE.IN_PROGRESS))
    of_plans = Occurrence.objects.live().filter(activity__section__plan__in=plans).order_by()
    counted = of_plans.values_list("activity__section__plan").annotate(
        Count("pk", filter=Q(state=STATE.DONE)),
        Count("pk", filter=is_open & Q(due_on__gte=today)),
        Count("pk", filter=is_open & Q(due_on__lt=today)),
        Count("pk", filter=Q(state__in=(STATE.NOT_DONE, STATE.NOT_APPLICABLE))),
    )
    counts = {plan_id: numbers for plan_id, *numbers in counted}
    undated = Activity.objects.live().filter(section__plan__in=plans, occurrences__isnull=True)
    waiting = dict(undated.order_by().values_list("section__plan").annotate(Count("pk")))
    return [
        Progress(plan, *counts.get(plan.pk, (0, 0, 0, 0)), waiting.get(plan.pk, 0))
        for plan in plans
    ]


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """What of the plans waits for this person, the most pressing first."""
    if user.is_deputy:
        return _due_for_school(user, today)
    if user.is_committee_head:
        return _on_review(user) + _overdue_plans(user, today)
    if user.is_committee_editor:
        return _returned(user) + _overdue_plans(user, today)
    return []


def _due_for_school(user: User, today: datetime.date) -> list[WaitingItem]:
    due = Occurrence.objects.visible_to(user).open().filter(due_on__lte=today + WEEK)
    soonest = due.select_related("activity", "school").order_by("due_on", "pk")[:SHOWN]
    page = reverse("plans:occurrence-list")
    return [
        WaitingItem(
            title=str(one.activity),
            address=f"{page}#occurrence-{one.pk}",
            label=_when(one.due_on, today),
            tone="bad" if one.due_on < today else "warn" if one.due_on == today else "wait",
            note=str(one.school),
        )
        for one in soonest
    ]


def _when(due_on: datetime.date, today: datetime.date) -> str:
    if due_on < today:
        return f"просрочено с {day(due_on)}"
    return "сегодня" if due_on == today else f"до {day(due_on)}"


def _on_review(user: User) -> list[WaitingItem]:
    plans = Plan.objects.visible_to(user).filter(status=Plan.Status.REVIEW).order_by("changed_at")
    return [
        WaitingItem(plan.title, plan.get_absolute_url(), "ждёт решения", "warn")
        for plan in plans[:SHOWN]
    ]


def _returned(user: User) -> list[WaitingItem]:
    """Drafts whose last decision sent them back."""
    drafts = Plan.objects.visible_to(user).filter(status=Plan.Status.DRAFT)
    returned = drafts.filter(approvals__decision="returned").distinct().order_by("-changed_at")
    return [
        WaitingItem(plan.title, plan.get_absolute_url(), "возвращён с замечаниями", "warn")
        for plan in returned[:SHOWN]
    ]


def _overdue_plans(user: User, today: datetime.date) -> list[WaitingItem]:
    late = (
        Plan.objects.visible_to(user)
        .filter(pk__in=Occurrence.objects.overdue(today).values("activity__section__plan"))
        .order_by("-period_from", "-pk")
    )
    page = reverse("plans:occurrence-list")
    return [
        WaitingItem(
            title=progress.plan.title,
            address=f"{page}?plan={progress.plan.pk}&when=overdue",
            label="просрочено: " + count_of(progress.overdue, "срок,срока,сроков"),
            tone="bad",
        )
        for progress in progress_of(list(late[:SHOWN]), today=today)
    ]
