"""What every iCalendar file of the portal begins with, and what every entry in one has."""

import datetime

from icalendar import Calendar, Event


def calendar_named(name: str, *, product: str) -> Calendar:
    """An empty one. `name` stands twice: many calendars know only the older word for it."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    return calendar


def event_between(
    start: datetime.date, end: datetime.date, *, key: str, host: str, made_at: datetime.datetime
) -> Event:
    """Two moments, or two days of which the second is left out.

    Args:
        key: stays while the days may change: calendars know the entry again by it.
        host: makes the key unique in the world.
    """
    event = Event()
    event.add("uid", f"{key}@{host}")
    event.add("dtstamp", made_at.astimezone(datetime.UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    return event
