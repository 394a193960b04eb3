"""The nearest due dates of a plan, schools of one activity and day together."""

import datetime

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import count_of, day
from accounts.waiting import Tone, WaitingItem
from plans.models import Activity, Occurrence, Plan


def soonest(plan: Plan, user: User, today: datetime.date, most: int = 5) -> list[WaitingItem]:
    """What is overdue, then what comes next. Two queries."""
    left = Occurrence.objects.visible_to(user).open().filter(activity__section__plan=plan)
    grouped = left.order_by().values("activity", "due_on").annotate(schools=Count("school"))
    rows = list(grouped.order_by("due_on", "activity")[:most])
    activities = Activity.objects.in_bulk({row["activity"] for row in rows})
    page = reverse("plans:occurrence-list")
    return [
        WaitingItem(
            title=str(activities[row["activity"]]),
            address=f"{page}?plan={plan.pk}",
            label=_label(row["due_on"], today),
            tone=_tone(row["due_on"], today),
            note=_who(row["schools"], user),
        )
        for row in rows
    ]


def _label(due_on: datetime.date, today: datetime.date) -> str:
    if due_on < today:
        return "просрочено " + count_of((today - due_on).days, "день,дня,дней")
    return "сегодня" if due_on == today else f"до {day(due_on)}"


def _tone(due_on: datetime.date, today: datetime.date) -> Tone:
    if due_on < today:
        return "bad"
    return "warn" if due_on == today else "wait"


def _who(schools: int, user: User) -> str:
    """A deputy knows whose date it is."""
    if not schools or user.is_deputy:
        return ""
    return "ждём от " + count_of(schools, "школы,школ,школ")
