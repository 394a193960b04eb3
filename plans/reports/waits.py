"""What deadlines without dates of their own wait for."""

from collections.abc import Collection
from typing import NamedTuple

from plans.deadlines import Reading, reading_from_json, said
from plans.models import Activity, Plan
from plans.reports.dated import is_waiting
from plans.reports.moments import Awaited, Links, awaited_by


class Wait(NamedTuple):
    """A reading that counts from an event or a schedule; `awaited` is None while none is named."""

    activity: Activity
    position: int
    reading: Reading
    awaited: Awaited | None

    @property
    def is_over(self) -> bool:
        """There are dates already."""
        return self.awaited is not None and bool(self.awaited.moments)

    @property
    def counted(self) -> str:
        """«в течение 15 дней после события»."""
        period = self.activity.section.plan
        words = said([self.reading], period.period_from, period.period_to)
        return words.removeprefix("понято: ").partition(" → ")[0]

    @property
    def words(self) -> str:
        what = "события" if self.reading.kind == "event" else "графика"
        if self.awaited is None:
            return f"ожидает {what}, но какого — не указано"
        if self.is_over:
            return f"даты есть: «{self.awaited.name}»"
        return f"ожидает {what} «{self.awaited.name}»"


def waits_of(plan: Plan) -> list[Wait]:
    """Every such reading of the plan, in its order. At most five queries."""
    live = Activity.objects.live().filter(section__plan=plan)
    rows = live.select_related("section__plan").order_by(
        "section__position", "section_id", "position", "pk"
    )
    links = awaited_by([plan])
    return [wait for row in rows for wait in _waits(row, links)]


def waits_of_activity(activity: Activity) -> list[Wait]:
    return _waits(activity, awaited_by([activity.section.plan]))


def is_waiting_row(activity: Activity) -> bool:
    """One of its readings comes with an event or a schedule. No queries."""
    return any(is_waiting(reading_from_json(data)) for data in activity.readings)


def awaiting_rows(plans: Collection[Plan]) -> dict[int, int]:
    """Live rows with a reading that still waits: {activity id: plan id}. At most five queries."""
    links = awaited_by(plans)
    live = Activity.objects.live().filter(section__plan__in=plans)
    return {
        pk: plan_id
        for pk, plan_id, readings in live.values_list("pk", "section__plan", "readings")
        if any(
            is_waiting(reading_from_json(data)) and not _has_dates(links, pk, position)
            for position, data in enumerate(readings)
        )
    }


def _has_dates(links: Links, activity_id: int, position: int) -> bool:
    awaited = links.get((activity_id, position))
    return awaited is not None and bool(awaited.moments)


def _waits(activity: Activity, links: Links) -> list[Wait]:
    readings = [reading_from_json(data) for data in activity.readings]
    return [
        Wait(activity, position, reading, links.get((activity.pk, position)))
        for position, reading in enumerate(readings)
        if is_waiting(reading)
    ]
