"""What waits for a person in this room, and where the city stands."""

import datetime
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from accounts.models import Committee, User
from accounts.waiting import WaitingItem
from schools.models import Case, School

MOST_ITEMS = 20


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """Cases where this person has the next word, overdue ones first. One or two queries.

    The school explains; editors decide on what was explained and see whose answer is late.
    """
    cases = Case.objects.visible_to(user).select_related("school")
    cases = cases.order_by(F("explanation_due_on").asc(nulls_last=True), "pk")
    if user.is_deputy:
        return [_asked(case, today) for case in cases.awaiting_explanation()[:MOST_ITEMS]]
    if not user.is_committee_editor:
        return []
    late = [_asked(case, today) for case in cases.overdue(today)[:MOST_ITEMS]]
    explained = [_explained(case) for case in cases.awaiting_decision()[:MOST_ITEMS]]
    return (late + explained)[:MOST_ITEMS]


def _asked(case: Case, today: datetime.date) -> WaitingItem:
    due_on = case.explanation_due_on
    is_late = case.is_overdue(today)
    return WaitingItem(
        title=str(case),
        address=case.get_absolute_url(),
        label="срок прошёл" if is_late else "ждём объяснения",
        tone="bad" if is_late else "warn",
        note=f"объяснение до {due_on:%d.%m.%Y}" if due_on else "",
    )


def _explained(case: Case) -> WaitingItem:
    explained_on = timezone.localdate(case.explained_at) if case.explained_at else None
    return WaitingItem(
        title=str(case),
        address=case.get_absolute_url(),
        label="нужно решение",
        tone="warn",
        note=f"объяснение от {explained_on:%d.%m.%Y}" if explained_on else "",
    )


class CitySummary(NamedTuple):
    """Numbers of one committee; `pupils` counts what schools have told by grade."""

    schools: int
    pupils: int
    open_cases: int
    awaiting_explanation: int
    overdue: int
    awaiting_decision: int
    helped: int
    watched: int
    closed: int


def city_summary(committee: Committee, today: datetime.date) -> CitySummary:
    """Where the city stands: working schools and the register, in two queries."""
    schools = School.objects.active().filter(committee=committee)
    counted = schools.aggregate(
        number=Count("pk", distinct=True), pupils=Sum("grade_sizes__pupils")
    )
    status = Case.Status
    asked = Q(status=status.OPENED, explained_at__isnull=True)
    cases = Case.objects.filter(school__committee=committee).aggregate(
        open_cases=Count("pk", filter=~Q(status=status.CLOSED)),
        awaiting_explanation=Count("pk", filter=asked),
        overdue=Count("pk", filter=asked & Q(explanation_due_on__lt=today)),
        awaiting_decision=Count("pk", filter=Q(status=status.EXPLAINED)),
        helped=Count("pk", filter=Q(status=status.HELPED)),
        watched=Count("pk", filter=Q(status=status.WATCHED)),
        closed=Count("pk", filter=Q(status=status.CLOSED)),
    )
    return CitySummary(schools=counted["number"], pupils=counted["pupils"] or 0, **cases)
