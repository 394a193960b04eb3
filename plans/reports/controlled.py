"""«На контроле»: what a plan has a person control, where it is late or waits to be accepted."""

import datetime

from django.db.models import Count, Max, Min, Q

from accounts.models import User
from accounts.templatetags.portal import count_of, day
from accounts.waiting import WaitingItem
from plans.models import Activity, Occurrence, Responsibility
from plans.reports.checking import place_of, to_check

LABEL = "На контроле"
SHOWN = 10  # lines of one kind


def controlled_ids(user: User) -> set[int]:
    """Rows that name this person, or a group of theirs, for control. One query."""
    if user.person_id is None:
        return set()
    own = Q(person=user.person_id) | Q(group__people=user.person_id)
    named = Responsibility.objects.filter(own, role=Responsibility.Role.CONTROL)
    return set(named.values_list("activity", flat=True))


def on_control(user: User, rows: set[int], today: datetime.date) -> list[WaitingItem]:
    """Late rows first, then documents to accept; four queries, none for who controls nothing.

    What a deputy sees late is their own school's, and stands among its due dates already.

    Args:
        rows: those of `controlled_ids`.
    """
    if not rows:
        return []
    late = _late(user, rows, today) if user.is_committee else []
    return late + _to_accept(user, rows)


def _late(user: User, rows: set[int], today: datetime.date) -> list[WaitingItem]:
    late = Occurrence.objects.visible_to(user).overdue(today).filter(activity__in=rows)
    grouped = (
        late.order_by()
        .values("activity")
        .annotate(
            since=Min("due_on"),
            dues=Count("pk"),
            schools=Count("school", distinct=True),
            one=Max("pk"),
        )
        .order_by("since", "activity")[:SHOWN]
    )
    found = list(grouped)
    activities = Activity.objects.in_bulk([row["activity"] for row in found])
    return [
        WaitingItem(
            title=str(activities[row["activity"]]),
            address=place_of(row["activity"], row["one"], dues=row["dues"]),
            label=LABEL,
            tone="bad",
            note=f"просрочено с {day(row['since'])}{_schools(row['schools'])}",
            is_due_date=True,  # the letter tells of it in a part of its own
        )
        for row in found
    ]


def _to_accept(user: User, rows: set[int]) -> list[WaitingItem]:
    found = list(to_check(user).filter(occurrence__activity__in=rows)[:SHOWN])
    activities = Activity.objects.in_bulk([row["occurrence__activity"] for row in found])
    return [
        WaitingItem(
            title=f"Принять подтверждения: {activities[row['occurrence__activity']]}",
            address=place_of(
                row["occurrence__activity"], row["one"], dues=row["dues"], at="documents"
            ),
            label=LABEL,
            tone="wait",
            note=count_of(row["documents"], "документ,документа,документов")
            + _schools(row["schools"]),
        )
        for row in found
    ]


def _schools(count: int) -> str:
    return f", {count_of(count, 'школа,школы,школ')}" if count else ""
