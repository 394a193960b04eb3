"""What of the execution waits for a decision: documents to check, dates to put off."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import count_of, day
from accounts.waiting import WaitingItem
from plans.models import Activity, Evidence, Occurrence, Plan, Postponement

SHOWN = 10  # lines of one kind


def decisions_for(user: User) -> list[WaitingItem]:
    """For the committee what it has to check and agree to; for a school what came back."""
    if user.is_committee:
        return _postponements(user) + _to_check(user)
    return _returned(user) if user.is_deputy else []


def _postponements(user: User) -> list[WaitingItem]:
    """Requests of others: nobody agrees with themselves."""
    asked = (
        Postponement.objects.visible_to(user)
        .open()
        .filter(occurrence__in=Occurrence.objects.open())
        .exclude(asked_by=user)
        .select_related("occurrence__activity", "occurrence__school")
        .order_by("due_before", "pk")
    )
    return [
        WaitingItem(
            title=f"Перенос срока: {one.occurrence.activity}",
            address=f"{one.occurrence.get_absolute_url()}#postponement-{one.pk}",
            label=f"на {day(one.due_after)}",
            tone="warn",
            note=str(one.occurrence.school or ""),
        )
        for one in asked[:SHOWN]
    ]


def _to_check(user: User) -> list[WaitingItem]:
    """Documents of others, an activity's together."""
    given = (
        Evidence.objects.visible_to(user)
        .current()
        .filter(
            state=Evidence.State.GIVEN,
            occurrence__activity__section__plan__status=Plan.Status.APPROVED,
            occurrence__in=Occurrence.objects.live(),
        )
        .exclude(added_by=user)
    )
    grouped = (
        given.order_by()
        .values("occurrence__activity")
        .annotate(
            documents=Count("pk"),
            dues=Count("occurrence", distinct=True),
            schools=Count("occurrence__school", distinct=True),
            one=Max("occurrence"),
        )
        .order_by("one")
    )
    rows = list(grouped[:SHOWN])
    activities = Activity.objects.in_bulk([row["occurrence__activity"] for row in rows])
    return [
        WaitingItem(
            title=f"Принять подтверждения: {activities[row['occurrence__activity']]}",
            address=_place(row),
            label=count_of(row["documents"], "документ,документа,документов"),
            tone="wait",
            note=count_of(row["schools"], "школа,школы,школ") if row["schools"] else "",
        )
        for row in rows
    ]


def _place(row: Mapping[str, Any]) -> str:
    if row["dues"] == 1:
        return reverse("plans:occurrence-detail", args=[row["one"]]) + "#documents"
    return reverse("plans:activity-execution", args=[row["occurrence__activity"]])


def _returned(user: User) -> list[WaitingItem]:
    returned = (
        Evidence.objects.visible_to(user)
        .current()
        .filter(state=Evidence.State.RETURNED, occurrence__in=Occurrence.objects.live())
        .select_related("occurrence__activity", "occurrence__school")
        .order_by("decided_at", "pk")
    )
    return [
        WaitingItem(
            title=f"Исправить подтверждение: {one.occurrence.activity}",
            address=f"{one.occurrence.get_absolute_url()}#evidence-{one.pk}",
            label="возвращено",
            tone="warn",
            note=one.remark[:120],
        )
        for one in returned[:SHOWN]
    ]
