"""Due dates of one person as an iCalendar, for the calendar of their phone or mail program."""

import datetime
from collections.abc import Iterable

from icalendar import Event

from accounts.documents.calendars import calendar_named, event_between
from plans.deadlines.due import DueLine

PRODUCT = "-//Portal//Plans//RU"
NAME = "Мои сроки по планам"
REFRESH = datetime.timedelta(hours=6)
SCHOOLS_NAMED = 5


def own_calendar(
    lines: Iterable[DueLine], *, made_at: datetime.datetime, host: str, link: str
) -> bytes:
    """All-day events. The same lines give the same bytes: an ETag can be made of them.

    Args:
        made_at: stands as the moment of every event; nothing in it changes but by its lines.
        host: makes the events' names unique in the world.
        link: a page of the portal, behind its sign-in.
    """
    calendar = calendar_named(NAME, product=PRODUCT)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for line in lines:
        calendar.add_component(_event(line, made_at, host, link))
    return calendar.to_ical(sorted=False)


def _event(line: DueLine, made_at: datetime.datetime, host: str, link: str) -> Event:
    end = line.due_on + datetime.timedelta(days=1)
    event = event_between(line.due_on, end, key=f"due-{line.first}", host=host, made_at=made_at)
    event.add("summary", line.heading)
    if line.schools:
        event.add("description", _schools(line.schools))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")  # a due date leaves the day free
    return event


def _schools(schools: tuple[str, ...]) -> str:
    rest = len(schools) - SCHOOLS_NAMED
    named = ", ".join(schools[:SCHOOLS_NAMED])
    return f"{named} и ещё {rest}" if rest > 0 else named
