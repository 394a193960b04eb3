"""A line of a reminder."""

import datetime
from typing import NamedTuple

# «На этой неделе»: a letter of Friday tells of Monday, too.
WEEK = datetime.timedelta(days=7)


class DueLine(NamedTuple):
    """What is due: the row's number and text, and for whom where schools answer one by one."""

    due_on: datetime.date
    number: str
    title: str
    schools: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The first paragraph of the row: a letter is no place for all of it."""
        first = next((line for line in self.title.splitlines() if line.strip()), "")
        text = f"{self.number} {first}".strip()
        return text if len(text) <= 200 else text[:199].rstrip() + "…"
