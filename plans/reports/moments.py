"""The days that readings «после получения результатов», «по графику ВПР» count from."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F

from assessments.models import Session
from plans.models import EventDate, Plan, ReadingLink, ScheduleDate


class Moment(NamedTuple):
    """A day and where it comes from: «event:7», «schedule:12», «session:41».

    `school_id` is set where the day concerns one school alone.
    """

    source: str
    on: datetime.date
    school_id: int | None = None


class Awaited(NamedTuple):
    """What a reading is linked to, and the days of it that count for its plan."""

    name: str
    moments: list[Moment]


# activity and the place of the reading in its list -> what it waits for
Links = dict[tuple[int, int], Awaited]


def awaited_by(plans: Collection[Plan]) -> Links:
    """All links of these plans; at most four queries, however many links there are.

    An event or a list of dates lasts longer than a plan: only days inside the plan's period count.
    A procedure belongs to its year, so its sessions count on whichever day they are held: when
    they were put off to the autumn, so was the work.
    """
    of_plans = ReadingLink.objects.filter(
        activity__section__plan__in=plans, wording=F("activity__deadline")
    )
    links = list(of_plans.select_related("event", "schedule", "activity__section"))
    days = _days(links)
    periods = {plan.pk: (plan.period_from, plan.period_to) for plan in plans}
    found: Links = {}
    for link in links:
        first, last = periods[link.activity.section.plan_id]
        found[link.activity_id, link.position] = Awaited(
            str(link), [day for day in days[_key(link)] if _counts(day, first, last)]
        )
    return found


def _counts(day: Moment, first: datetime.date, last: datetime.date) -> bool:
    return day.source.startswith("session:") or first <= day.on <= last


Key = tuple[str, int]


def _key(link: ReadingLink) -> Key:
    if link.event_id:
        return "event", link.event_id
    assert link.schedule is not None  # noqa: S101 - a constraint sees to it
    if link.schedule.procedure_id:
        return "procedure", link.schedule.procedure_id
    return "schedule", link.schedule.pk


def _days(links: list[ReadingLink]) -> dict[Key, list[Moment]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, pk in map(_key, links):
        wanted[kind].add(pk)
    days: dict[Key, list[Moment]] = defaultdict(list)
    if wanted["event"]:
        standing = EventDate.objects.standing().filter(event__in=wanted["event"])
        for pk, event, on, school in standing.order_by("on", "pk").values_list(
            "pk", "event", "on", "session__school"
        ):
            days["event", event].append(Moment(f"event:{pk}", on, school))
    if wanted["schedule"]:
        listed = ScheduleDate.objects.filter(schedule__in=wanted["schedule"])
        for pk, schedule, on in listed.order_by("on", "pk").values_list("pk", "schedule", "on"):
            days["schedule", schedule].append(Moment(f"schedule:{pk}", on))
    if wanted["procedure"]:
        held = Session.objects.filter(procedure__in=wanted["procedure"])
        for pk, procedure, on, school in (
            held.exclude(status=Session.Status.CANCELLED)
            .order_by("held_on", "pk")
            .values_list("pk", "procedure", "held_on", "school")
        ):
            days["procedure", procedure].append(Moment(f"session:{pk}", on, school))
    return days
