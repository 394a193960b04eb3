"""Sessions as an iCalendar file, to be put into any calendar."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

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
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for one in events:
        calendar.add_component(_event(one, made_at, host, zone))
    return calendar.to_ical(sorted=False)


def _event(one: ScheduleEvent, made_at: datetime.datetime, host: str, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{host}")
    event.add("dtstamp", made_at.astimezone(datetime.UTC))
    if one.starts_at is None:
        event.add("dtstart", one.held_on)
        event.add("dtend", one.held_on + datetime.timedelta(days=1))
    else:
        start = datetime.datetime.combine(one.held_on, one.starts_at, tzinfo=zone)
        length = datetime.timedelta(minutes=one.minutes or USUAL_LENGTH)
        event.add("dtstart", start.astimezone(datetime.UTC))
        event.add("dtend", (start + length).astimezone(datetime.UTC))
    event.add("summary", one.summary)
    if one.place:
        event.add("location", one.place)
    if one.description:
        event.add("description", one.description)
    return event
