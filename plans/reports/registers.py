"""Lists of the registers of events and schedules, and what hangs on each."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from assessments.models import Session
from plans.models import (
    Activity,
    Event,
    EventDate,
    Occurrence,
    Plan,
    ReadingLink,
    Schedule,
    ScheduleDate,
)


def _rows(name: str) -> Coalesce:
    """How many live rows of plans wait for a record of the query."""
    links = ReadingLink.objects.filter(
        **{name: OuterRef("pk")},
        wording=F("activity__deadline"),
        activity__deleted_at__isnull=True,
        activity__section__deleted_at__isnull=True,
    )
    counted = links.order_by().values(name).annotate(number=Count("activity", distinct=True))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def events_for_table(user: User) -> QuerySet[Event]:
    """With the last day it happened, how many times, and how many rows wait for it."""
    standing = Q(dates__withdrawn_at__isnull=True)
    return (
        Event.objects.visible_to(user)
        .annotate(
            last_on=Max("dates__on", filter=standing),
            times=Count("dates", filter=standing),
            rows=_rows("event"),
        )
        .order_by("name", "pk")
    )


def schedules_for_table(user: User) -> QuerySet[Schedule]:
    """With the number of its own dates and how many rows wait for it."""
    return (
        Schedule.objects.visible_to(user)
        .select_related("procedure")
        .annotate(days=Count("dates"), rows=_rows("schedule"))
        .order_by("name", "pk")
    )


class Recorded(NamedTuple):
    """A date of an event; `opened` counts the due dates it gave, `done` those already done."""

    date: EventDate
    opened: int
    done: int


def recorded_dates(event: Event) -> list[Recorded]:
    """Two queries, however many dates."""
    dates = list(
        event.dates.select_related(
            "recorded_by__person",
            "session__school",
            "session__work__subject",
            "session__class_group",
        )
    )
    opened: Counter[int] = Counter()
    done: Counter[int] = Counter()
    # «event:7», and «event:7/2» where one row counts twice from it.
    own = Q(*(Q(source__startswith=f"event:{date.pk}") for date in dates), _connector=Q.OR)
    live = Occurrence.objects.live().filter(own) if dates else Occurrence.objects.none()
    for source, state in live.values_list("source", "state"):
        pk = int(source.removeprefix("event:").partition("/")[0])
        opened[pk] += 1
        done[pk] += state == Occurrence.State.DONE
    return [Recorded(date, opened[date.pk], done[date.pk]) for date in dates]


def waiting_rows(user: User, **what: Event | Schedule) -> list[tuple[Plan, list[Activity]]]:
    """Rows of plans that wait for an event or a schedule, plan by plan; newest plans first."""
    links = ReadingLink.objects.filter(wording=F("activity__deadline"), **what)
    rows = (
        Activity.objects.visible_to(user)
        .live()
        .filter(pk__in=links.values("activity"))
        .select_related("section__plan")
        .order_by(
            "-section__plan__period_from", "-section__plan", "section__position", "position", "pk"
        )
    )
    found: dict[Plan, list[Activity]] = {}
    for row in rows:
        found.setdefault(row.section.plan, []).append(row)
    return list(found.items())


class ScheduleDay(NamedTuple):
    on: object
    note: str


def days_of(schedule: Schedule) -> Sequence[ScheduleDay]:
    """Its own dates; of a procedure the days of its sessions with their number."""
    if schedule.procedure_id is None:
        dates = ScheduleDate.objects.filter(schedule=schedule).order_by("on", "note")
        return [ScheduleDay(one.on, one.note) for one in dates]
    held = Session.objects.filter(procedure=schedule.procedure_id).exclude(
        status=Session.Status.CANCELLED
    )
    per_day = (
        held.order_by("held_on")
        .values_list("held_on")
        .annotate(sessions=Count("pk"), schools=Count("school", distinct=True))
    )
    return [
        ScheduleDay(on, f"сессий: {sessions}, школ: {schools}") for on, sessions, schools in per_day
    ]
