"""Sessions as an iCalendar file, to be put into any calendar."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Event

from accounts.documents.calendars import calendar_named, event_between

PRODUCT = "-//Portal//Sessions//RU"
USUAL_LENGTH = 45  # minutes: a lesson


class ScheduleEvent(NamedTuple):
    """One entry. `key` stays while day and hour may change: calendars know it again."""

    key: str
    held_on: datetime.date
    starts_at: datetime.time | None
    minutes: int | None
    summary: str
    place: str
    description: str


def schedule_calendar(
    events: Iterable[ScheduleEvent],
    *,
    name: str,
    made_at: datetime.datetime,
    host: str,
    zone: ZoneInfo,
) -> bytes:
    """An event with an hour lasts as long as the work; one without takes the whole day.

    Args:
        host: makes the names of events unique in the world.
        zone: where the schools are; the hours go out in UTC, which every calendar understands.
    """
    calendar = calendar_named(name, product=PRODUCT)
    for one in events:
        calendar.add_component(_event(one, made_at, host, zone))
    return calendar.to_ical(sorted=False)


def _event(one: ScheduleEvent, made_at: datetime.datetime, host: str, zone: ZoneInfo) -> Event:
    start, end = _span(one, zone)
    event = event_between(start, end, key=one.key, host=host, made_at=made_at)
    event.add("summary", one.summary)
    if one.place:
        event.add("location", one.place)
    if one.description:
        event.add("description", one.description)
    return event


def _span(one: ScheduleEvent, zone: ZoneInfo) -> tuple[datetime.date, datetime.date]:
    """Its hour and the end of it, in UTC; without an hour, its day and the next."""
    if one.starts_at is None:
        return one.held_on, one.held_on + datetime.timedelta(days=1)
    start = datetime.datetime.combine(one.held_on, one.starts_at, tzinfo=zone)
    length = datetime.timedelta(minutes=one.minutes or USUAL_LENGTH)
    return start.astimezone(datetime.UTC), (start + length).astimezone(datetime.UTC)
