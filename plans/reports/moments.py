"""The days that readings «после получения результатов», «по графику ВПР» count from."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import F, Max, Min

from assessments.models import Session
from plans.models import EventDate, Plan, ReadingLink, ScheduleDate


class Moment(NamedTuple):
    """A day and where it comes from: «event:7», «schedule:12», «work:3».

    `school_id` is set where the day concerns one school alone. A work that the classes of a school
    write on several days lasts from `since` to `on`; anything else is over in a day.
    """

    source: str
    on: datetime.date
    school_id: int | None = None
    since: datetime.date | None = None

    @property
    def first(self) -> datetime.date:
        return self.since or self.on


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
    return day.source.startswith("work:") or first <= day.on <= last


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
        for procedure, work, school, since, on in _works_held(wanted["procedure"]):
            days["procedure", procedure].append(Moment(f"work:{work}", on, school, since))
    return days


def _works_held(
    procedures: Collection[int],
) -> Iterable[tuple[int, int, int, datetime.date, datetime.date]]:
    """Procedure, work, school, first and last day. A school answers once for a work, however many
    of its classes write it; the answer stays when a session moves.
    """
    held = Session.objects.filter(procedure__in=procedures).exclude(status=Session.Status.CANCELLED)
    grouped = held.order_by().values_list("procedure", "work", "school")
    return grouped.annotate(since=Min("held_on"), last=Max("held_on")).order_by(
        "last", "work", "school"
    )
