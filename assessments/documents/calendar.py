"""The calendar of a procedure as plain values: its sittings, its faults, free days."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

SUNDAY = 7


@dataclass(frozen=True)
class CalendarDraft:
    """One work: the window in which a school may write it, and the day unless it moves."""

    work_id: int
    grade: int
    subject_id: int
    label: str
    first_on: datetime.date
    last_on: datetime.date
    held_on: datetime.date
    level: str = "base"
    form: int = 1
    lesson: int | None = None
    starts_at: datetime.time | None = None
    group: str = ""

    @property
    def when(self) -> tuple[object, ...]:
        """What all works of a draw have in common."""
        return self.first_on, self.last_on, self.held_on, self.lesson, self.starts_at


@dataclass(frozen=True)
class Sitting:
    """What one class writes at one go: one of `rows`.

    Of a draw any of them, at random. Else the first, which is the base level and the first form;
    the others are written instead of it by classes that a school names.
    """

    rows: tuple[CalendarDraft, ...]

    @property
    def main(self) -> CalendarDraft:
        return self.rows[0]

    @property
    def grade(self) -> int:
        return self.main.grade

    @property
    def group(self) -> str:
        return self.main.group

    @property
    def is_draw(self) -> bool:
        return bool(self.main.group)

    @property
    def label(self) -> str:
        return f"{self.group}, {self.grade} класс" if self.is_draw else self.main.label

    @property
    def subject_ids(self) -> set[int]:
        return {row.subject_id for row in self.rows}


class CalendarFault(NamedTuple):
    work_id: int
    problem: str


def sittings_of(rows: Iterable[CalendarDraft]) -> list[Sitting]:
    """Rows put together by what is written at one go, in the order of days and grades."""
    together: dict[tuple[object, ...], list[CalendarDraft]] = {}
    for row in rows:
        key = (row.grade, row.group) if row.group else (row.grade, row.subject_id, "")
        together.setdefault(key, []).append(row)
    # «base» is the usual paper, so it stands before «advanced» whatever the alphabet says.
    found = [
        Sitting(tuple(sorted(each, key=lambda row: (row.level != "base", row.form, row.label))))
        for each in together.values()
    ]
    return sorted(found, key=lambda one: (one.main.held_on, one.grade, one.label))


def faults_of_calendar(
    rows: Collection[CalendarDraft], *, starts_on: datetime.date, ends_on: datetime.date
) -> list[CalendarFault]:
    """Everything that keeps a calendar from being saved, at once."""
    sittings = sittings_of(rows)
    found = [
        *(fault for row in rows for fault in _faults_of_row(row, starts_on, ends_on)),
        *(fault for sitting in sittings for fault in _faults_of_draw(sitting)),
        *_two_a_day(sittings),
    ]
    return list(dict.fromkeys(found))


def faults_of_part(
    rows: Collection[CalendarDraft],
    others: Collection[CalendarDraft],
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> list[CalendarFault]:
    """What keeps `rows` from standing beside the lines that stay as they are.

    Faults the others have without them do not count: they are mended on their own page.
    """
    alone = set(faults_of_calendar(others, starts_on=starts_on, ends_on=ends_on))
    together = faults_of_calendar([*others, *rows], starts_on=starts_on, ends_on=ends_on)
    return [fault for fault in together if fault not in alone]


def _faults_of_row(
    row: CalendarDraft, starts_on: datetime.date, ends_on: datetime.date
) -> Iterator[CalendarFault]:
    if row.last_on < row.first_on:
        yield CalendarFault(row.work_id, "Окно заканчивается раньше, чем начинается.")
        return
    if row.first_on < starts_on or row.last_on > ends_on:
        problem = f"Окно выходит за срок процедуры: {starts_on:%d.%m.%Y}–{ends_on:%d.%m.%Y}."
        yield CalendarFault(row.work_id, problem)
    if not row.first_on <= row.held_on <= row.last_on:
        yield CalendarFault(row.work_id, f"День {row.held_on:%d.%m.%Y} вне окна этой работы.")
    if row.held_on.isoweekday() == SUNDAY:
        yield CalendarFault(row.work_id, f"{row.held_on:%d.%m.%Y} — воскресенье.")


def _faults_of_draw(sitting: Sitting) -> Iterator[CalendarFault]:
    if not sitting.is_draw:
        return
    if len(sitting.rows) == 1:
        problem = f"В группе «{sitting.group}» одна работа: выбирать не из чего."
        yield CalendarFault(sitting.main.work_id, problem)
    for row in sitting.rows[1:]:
        if row.when != sitting.main.when:
            problem = (
                f"У работ группы «{sitting.group}» должны быть одно окно, один день и один урок."
            )
            yield CalendarFault(row.work_id, problem)


def _two_a_day(sittings: Iterable[Sitting]) -> Iterator[CalendarFault]:
    taken: dict[tuple[int, datetime.date], Sitting] = {}
    for sitting in sittings:
        key = (sitting.grade, sitting.main.held_on)
        other = taken.setdefault(key, sitting)
        if other is not sitting:
            problem = (
                f"{sitting.main.held_on:%d.%m.%Y} {sitting.grade} классы уже пишут другое: "
                f"{other.label}. Один класс пишет одну работу в день."
            )
            yield CalendarFault(sitting.main.work_id, problem)


def shifted(
    row: CalendarDraft, *, days: int, starts_on: datetime.date, ends_on: datetime.date
) -> CalendarDraft:
    """The same line so many days later, inside the new term; a Sunday becomes a Monday."""
    step = datetime.timedelta(days=days)

    def inside(day: datetime.date) -> datetime.date:
        return min(max(day + step, starts_on), ends_on)

    first_on, last_on, held_on = inside(row.first_on), inside(row.last_on), inside(row.held_on)
    if held_on.isoweekday() == SUNDAY and held_on < last_on:
        held_on += datetime.timedelta(days=1)
    return replace(row, first_on=first_on, last_on=last_on, held_on=held_on)


def free_day(
    *,
    wanted: datetime.date,
    first_on: datetime.date,
    last_on: datetime.date,
    busy: Collection[datetime.date],
) -> datetime.date | None:
    """The day of the window nearest to the wanted one on which the class writes nothing.

    Of two equally near the later one; Sundays never. None where the window has no such day.
    """
    length = (last_on - first_on).days
    window = (first_on + datetime.timedelta(days=step) for step in range(length + 1))
    free = [day for day in window if day.isoweekday() != SUNDAY and day not in busy]
    return min(free, key=lambda day: (abs((day - wanted).days), day < wanted), default=None)
