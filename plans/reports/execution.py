"""Where plans stand, and what waits for whom."""

import datetime
from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import count_of, day
from accounts.waiting import WaitingItem
from plans.deadlines.due import WEEK
from plans.models import Activity, Occurrence, Plan
from plans.reports.checking import decisions_for
from plans.reports.controlled import controlled_ids, on_control
from plans.reports.waits import awaiting_rows
from schools.models import Case

SHOWN = 10  # lines of one kind on a dashboard
STATE = Occurrence.State


class Progress(NamedTuple):
    """Due dates of a plan; `waiting` counts rows whose deadline holds no date to remind of.

    `awaiting` counts rows that wait for an event or a schedule: never overdue, whatever the day.
    """

    plan: Plan
    done: int = 0
    planned: int = 0
    overdue: int = 0
    dropped: int = 0
    waiting: int = 0
    awaiting: int = 0

    @property
    def total(self) -> int:
        return self.done + self.planned + self.overdue + self.dropped

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def plan_progress(plan: Plan, *, today: datetime.date, viewer: User | None = None) -> Progress:
    """How an approved plan goes; for a deputy, at their own school. A fixed number of queries."""
    return progress_of([plan], today=today, viewer=viewer)[0]


def progress_of(
    plans: list[Plan], *, today: datetime.date, viewer: User | None = None
) -> list[Progress]:
    """The same for several plans, in their order, with as many queries."""
    is_open = Q(state__in=Occurrence.OPEN)
    seen = Occurrence.objects.visible_to(viewer) if viewer else Occurrence.objects.all()
    of_plans = seen.live().filter(activity__section__plan__in=plans).order_by()
    counted = of_plans.values("activity__section__plan").annotate(
        done=Count("pk", filter=Q(state=STATE.DONE)),
        planned=Count("pk", filter=is_open & Q(due_on__gte=today)),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        dropped=Count("pk", filter=Q(state__in=(STATE.NOT_DONE, STATE.NOT_APPLICABLE))),
    )
    counts = {
        row["activity__section__plan"]: (
            row["done"],
            row["planned"],
            row["overdue"],
            row["dropped"],
        )
        for row in counted
    }
    if viewer and viewer.is_deputy:  # rows without dates are the committee's to word
        return [Progress(plan, *counts.get(plan.pk, (0, 0, 0, 0))) for plan in plans]
    undated = Activity.objects.live().filter(section__plan__in=plans, occurrences__isnull=True)
    awaiting = awaiting_rows(plans)
    rows = undated.order_by().values_list("pk", "section__plan")
    waiting = Counter(plan_id for pk, plan_id in rows if pk not in awaiting)
    awaited = Counter(awaiting.values())
    return [
        Progress(plan, *counts.get(plan.pk, (0, 0, 0, 0)), waiting[plan.pk], awaited[plan.pk])
        for plan in plans
    ]


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """What of the plans waits for this person, the most pressing first."""
    rows = controlled_ids(user)
    decided = on_control(user, rows, today) + decisions_for(user, but=rows)
    if user.is_deputy:
        return _due_for_school(user, today) + decided
    if user.is_committee_head:
        return _on_review(user) + _overdue_plans(user, today) + decided
    if user.is_committee_editor:
        return _returned(user) + _overdue_plans(user, today) + decided
    return decided


def _due_for_school(user: User, today: datetime.date) -> list[WaitingItem]:
    due = Occurrence.objects.visible_to(user).open().filter(due_on__lte=today + WEEK)
    soonest = due.select_related("activity", "school").order_by("due_on", "pk")[:SHOWN]
    return [
        WaitingItem(
            title=str(one.activity),
            address=one.get_absolute_url(),
            label=_when(one.due_on, today),
            tone="bad" if one.due_on < today else "warn" if one.due_on == today else "wait",
            note=str(one.school),
            is_due_date=True,
        )
        for one in soonest
    ]


def _when(due_on: datetime.date, today: datetime.date) -> str:
    if due_on < today:
        return f"просрочено с {day(due_on)}"
    return "сегодня" if due_on == today else f"до {day(due_on)}"


def _on_review(user: User) -> list[WaitingItem]:
    """Plans that any head decides on; where signatories are named, it waits for them alone."""
    review = Plan.objects.visible_to(user).filter(status=Plan.Status.REVIEW)
    plans = review.filter(signatories__isnull=True).order_by("changed_at")
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
            title=f"План {_years(progress.plan)}: что просрочено",
            address=f"{page}?plan={progress.plan.pk}&when=overdue",
            label="просрочено: " + count_of(progress.overdue, "срок,срока,сроков"),
            tone="bad",
            is_due_date=True,
        )
        for progress in progress_of(list(late[:SHOWN]), today=today)
    ]


def _years(plan: Plan) -> str:
    first, last = plan.period_from.year, plan.period_to.year
    return str(first) if first == last else f"{first}/{last % 100:02}"


class CaseActivity(NamedTuple):
    """An activity that answers a case, and its next due date for the case's school."""

    activity: Activity
    next_due: datetime.date | None
    done: int
    total: int


class CaseWork(NamedTuple):
    """`choices` are rows that could answer the case, plan by plan: (plan, rows)."""

    answers: list[CaseActivity]
    choices: list[tuple[Plan, list[Activity]]]


def work_of_case(
    case: Case, user: User, *, today: datetime.date, with_choices: bool = False
) -> CaseWork:
    """What of the plans answers a case. Two queries, two more with the choices."""
    linked = Activity.objects.visible_to(user).live().filter(cases=case)
    activities = list(linked.select_related("section__plan").order_by("section__plan", "pk"))
    due: dict[int, list[Occurrence]] = defaultdict(list)
    of_school = Occurrence.objects.filter(activity__in=activities).filter(
        Q(school__isnull=True) | Q(school=case.school_id)
    )
    for occurrence in of_school.order_by("due_on", "pk"):
        due[occurrence.activity_id].append(occurrence)
    answers = [_case_activity(activity, due[activity.pk]) for activity in activities]
    return CaseWork(answers, _choices(case, user, today) if with_choices else [])


def _case_activity(activity: Activity, due: list[Occurrence]) -> CaseActivity:
    still = [one.due_on for one in due if one.is_open]
    done = sum(one.state == STATE.DONE for one in due)
    return CaseActivity(activity, min(still, default=None), done, len(due))


def _choices(case: Case, user: User, today: datetime.date) -> list[tuple[Plan, list[Activity]]]:
    """Rows of plans that are not long over and do not answer the case yet."""
    lately = today - datetime.timedelta(days=365)
    plans = Plan.objects.visible_to(user).filter(period_to__gte=lately).order_by("-period_from")
    rows: dict[int, list[Activity]] = defaultdict(list)
    free = Activity.objects.live().filter(section__plan__in=plans).exclude(cases=case)
    ordered = free.select_related("section").order_by(
        "section__position", "section_id", "position", "pk"
    )
    for activity in ordered:
        rows[activity.section.plan_id].append(activity)
    return [(plan, rows[plan.pk]) for plan in plans if rows[plan.pk]]
