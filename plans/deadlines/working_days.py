"""Which days are worked, where a due date moves to, how days before and after an event count."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from plans.deadlines.readings import Direction, Unit

Moving = Literal["preceding", "next", "none"]
DAY: Final = datetime.timedelta(days=1)
SATURDAY: Final = 6
# No calendar has so many days off in a row; the guard against one filled in by mistake.
LONGEST_REST: Final = 60


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday, less `days_off`, plus weekend days in `worked` (transferred ones)."""

    days_off: frozenset[datetime.date] = frozenset()
    worked: frozenset[datetime.date] = frozenset()

    @classmethod
    def of(
        cls,
        non_working: Iterable[datetime.date] = (),
        overrides: Mapping[datetime.date, bool] | None = None,
        worked: Iterable[datetime.date] = (),
    ) -> "WorkingDays":
        """Public holidays and working weekends of a country; a committee's `overrides` win.

        An override says whether its day is worked.
        """
        changed = overrides or {}
        off = {day for day in non_working if day not in changed}
        on = {day for day in worked if day not in changed}
        return cls(
            days_off=frozenset(off | {day for day, works in changed.items() if not works}),
            worked=frozenset(on | {day for day, works in changed.items() if works}),
        )

    def is_working(self, day: datetime.date) -> bool:
        if day in self.days_off:
            return False
        return day in self.worked or day.isoweekday() < SATURDAY

    def move(self, day: datetime.date, rule: str) -> datetime.date:
        """Where a due date goes that falls on a day off.

        Args:
            rule: «preceding», the nearest working day before it (правило исполнительской
                дисциплины, правила делопроизводства); «next», the one after it (статья 193
                Гражданского кодекса); «none», it stays.
        """
        if rule == "preceding":
            return self._nearest(day, -1)
        return self._nearest(day, 1) if rule == "next" else day

    def _nearest(self, day: datetime.date, step: int) -> datetime.date:
        moved = day
        for _ in range(LONGEST_REST):
            if self.is_working(moved):
                return moved
            moved += step * DAY
        return day

    def count(
        self, start: datetime.date, offset: int, unit: Unit | None, direction: Direction
    ) -> datetime.date:
        """The day `offset` units before or after an event; the event's own day does not count.

        «В течение 3 рабочих дней после» an event on Friday is Wednesday (статья 191 Гражданского
        кодекса: a term begins on the day after the event).
        """
        if direction == "on" or not offset or unit is None:
            return start
        step = -1 if direction == "before" else 1
        if unit == "day":
            return start + step * offset * DAY
        return self._working(start, offset, step)

    def _working(self, start: datetime.date, offset: int, step: int) -> datetime.date:
        day, left, rested = start, offset, 0
        while left and rested < LONGEST_REST:
            day += step * DAY
            if self.is_working(day):
                left, rested = left - 1, 0
            else:
                rested += 1
        # An empty calendar: plain days are the best that can be said.
        return day if not left else start + step * offset * DAY
