"""The due dates of an approved plan as an iCalendar file, to be put into any calendar."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from accounts.documents.calendars import calendar_named, event_between

PRODUCT = "-//Portal//Plans//RU"
LONGEST_SUMMARY = 200  # characters; the whole wording stands in the description


class PlanDay(NamedTuple):
    """What is due on a day. `key` never changes while the day may: calendars know it again."""

    key: str
    due_on: datetime.date
    number: str
    title: str
    deadline: str
    responsible: str
    state: str
    schools: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        first = next((line for line in self.title.splitlines() if line.strip()), "")
        text = f"{self.number} {first}".strip()
        return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1] + "…"

    @property
    def description(self) -> str:
        schools = f"Школы: {', '.join(self.schools)}" if self.schools else ""
        told = (
            self.title,
            f"Срок: {self.deadline}",
            f"Ответственные: {self.responsible}",
            f"Состояние: {self.state}",
            schools,
        )
        return "\n".join(line for line in told if line)


def plan_calendar(
    days: Iterable[PlanDay], *, name: str, made_at: datetime.datetime, host: str, link: str
) -> bytes:
    """All-day events. The same plan always gives the same names of events.

    Args:
        host: makes the names unique in the world.
        link: the plan's page of the portal.
    """
    calendar = calendar_named(name, product=PRODUCT)
    for day in days:
        end = day.due_on + datetime.timedelta(days=1)
        event = event_between(day.due_on, end, key=day.key, host=host, made_at=made_at)
        event.add("summary", day.summary)
        event.add("description", day.description)
        event.add("url", link)
        event.add("transp", "TRANSPARENT")  # a due date leaves the day free
        calendar.add_component(event)
    return calendar.to_ical(sorted=False)
