"""What of the execution waits for a decision: documents to check, dates to put off."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import count_of, day
from accounts.waiting import WaitingItem
from plans.models import Activity, Evidence, Occurrence, Plan, Postponement

SHOWN = 10  # lines of one kind


def decisions_for(user: User, *, but: Collection[int] = ()) -> list[WaitingItem]:
    """For the committee what it has to check and agree to; for a school what came back.

    Args:
        but: activities whose documents stand elsewhere in the list.
    """
    if user.is_committee:
        return _postponements(user) + _to_check(user, but)
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


def to_check(user: User) -> QuerySet[Any, Any]:
    """Documents of others that nobody has accepted yet, an activity's together."""
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
    return (
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


def _to_check(user: User, but: Collection[int]) -> list[WaitingItem]:
    rows = list(to_check(user).exclude(occurrence__activity__in=but)[:SHOWN])
    activities = Activity.objects.in_bulk([row["occurrence__activity"] for row in rows])
    return [
        WaitingItem(
            title=f"Принять подтверждения: {activities[row['occurrence__activity']]}",
            address=place_of(
                row["occurrence__activity"], row["one"], dues=row["dues"], at="documents"
            ),
            label=count_of(row["documents"], "документ,документа,документов"),
            tone="wait",
            note=count_of(row["schools"], "школа,школы,школ") if row["schools"] else "",
        )
        for row in rows
    ]


def place_of(activity_id: int, occurrence_id: int, *, dues: int, at: str = "") -> str:
    """The page of the only due date, at the part named, or of all of a row's due dates."""
    if dues == 1:
        page = reverse("plans:occurrence-detail", args=[occurrence_id])
        return f"{page}#{at}" if at else page
    return reverse("plans:activity-execution", args=[activity_id])


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
