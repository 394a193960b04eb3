"""Lines of a reminder, and the letter they make."""

import datetime
from typing import NamedTuple

from accounts.waiting import WaitingItem

# «На этой неделе»: a letter of Friday tells of Monday, too.
WEEK = datetime.timedelta(days=7)


class DueLine(NamedTuple):
    """What is due: the row's number and text, and for whom where schools answer one by one."""

    due_on: datetime.date
    number: str
    title: str
    schools: tuple[str, ...] = ()
    first: int = 0  # an occurrence of these, for links

    @property
    def heading(self) -> str:
        """The first paragraph of the row: a letter is no place for all of it."""
        first = next((line for line in self.title.splitlines() if line.strip()), "")
        text = f"{self.number} {first}".strip()
        return text if len(text) <= 200 else text[:199].rstrip() + "…"


class Due(NamedTuple):
    """What one person has to do, and what others should have done under their control."""

    own: tuple[DueLine, ...] = ()
    control: tuple[DueLine, ...] = ()


class WorstLine(NamedTuple):
    """One of the most overdue rows; `who` is the plan's own wording."""

    line: DueLine
    days: int
    who: str


class WeekSummary(NamedTuple):
    """For the head, once a week: how plans are kept, in due dates of the whole committee."""

    overdue: int
    done: int  # in the week before
    ahead: int  # due in this week
    worst: tuple[WorstLine, ...] = ()


class Letter(NamedTuple):
    """What a person reads on a day: in a letter, and on the page «Мои сроки»."""

    day: datetime.date
    overdue: tuple[DueLine, ...] = ()
    today: tuple[DueLine, ...] = ()
    week: tuple[DueLine, ...] = ()
    later: tuple[DueLine, ...] = ()
    control: tuple[DueLine, ...] = ()
    waiting: tuple[WaitingItem, ...] = ()
    summary: WeekSummary | None = None

    @property
    def entries(self) -> int:
        due = (self.overdue, self.today, self.week, self.later, self.control, self.waiting)
        worst = self.summary.worst if self.summary else ()
        return sum(len(part) for part in due) + len(worst)

    @property
    def is_worth_sending(self) -> bool:
        """What waits without haste stands on «Сегодня» and is no reason to write by itself."""
        is_pressing = any(item.tone in ("bad", "warn") for item in self.waiting)
        return self.entries > len(self.waiting) or is_pressing or self.summary is not None
