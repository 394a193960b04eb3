"""The schedule in groups: by day, by school or by subject."""

import datetime
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, QuerySet

from accounts.models import User
from assessments.documents.calendar import Sitting, sittings_of
from assessments.documents.schedule_calendar import ScheduleEvent
from assessments.models import DrawnWork, Procedure, Session, SubjectDraw, Work
from assessments.reports.calendar import calendar_of

WEEKDAYS = (
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
)  # fmt: skip
BY_DAY, BY_SCHOOL, BY_SUBJECT = "day", "school", "subject"
ORDERS: dict[str, tuple[str, ...]] = {
    BY_DAY: ("held_on", "school__sort_key", "class_group__grade", "class_group__letter", "pk"),
    BY_SCHOOL: ("school__sort_key", "held_on", "class_group__grade", "class_group__letter", "pk"),
    BY_SUBJECT: (
        "work__subject__name", "class_group__grade", "held_on", "school__sort_key",
        "class_group__letter", "pk",
    ),
}  # fmt: skip


class Group(NamedTuple):
    heading: str
    sessions: list[Session]


def grouped(sessions: Iterable[Session], by: str) -> list[Group]:
    """Neighbours under one heading; the sessions stand in the order of `ORDERS[by]`."""
    heading = HEADINGS[by]
    return [Group(title, list(rows)) for title, rows in groupby(sessions, key=heading)]


def long_day(day: datetime.date) -> str:
    return f"{day:%d.%m.%Y}, {WEEKDAYS[day.weekday()]}"


def _day(session: Session) -> str:
    return long_day(session.held_on)


def _school(session: Session) -> str:
    return str(session.school)


def _subject(session: Session) -> str:
    return f"{session.work.subject}, {session.class_group.grade} класс"


HEADINGS: dict[str, Callable[[Session], str]] = {
    BY_DAY: _day,
    BY_SCHOOL: _school,
    BY_SUBJECT: _subject,
}


def events_of_sessions(sessions: Iterable[Session]) -> list[ScheduleEvent]:
    """Every session is an event: for one school."""
    return [
        ScheduleEvent(
            key=f"session-{session.pk}",
            held_on=session.held_on,
            starts_at=session.starts_at,
            minutes=session.work.minutes,
            summary=f"{session.procedure}: {session.work.subject}, {session.class_group.label}",
            place=f"{session.school}" + (f", кабинет {session.room}" if session.room else ""),
            description=f"{session.lesson} урок" if session.lesson else "",
        )
        for session in sessions
    ]


def events_of_days(sessions: QuerySet[Session]) -> list[ScheduleEvent]:
    """A work on a day is one event, however many schools write it: for the committee."""
    rows = (
        sessions.order_by("held_on", "procedure", "work")
        .values("held_on", "procedure", "work")
        .annotate(schools=Count("school", distinct=True), classes=Count("class_group"))
    )
    found = list(rows)
    procedures = Procedure.objects.in_bulk({row["procedure"] for row in found})
    works = Work.objects.select_related("subject").in_bulk({row["work"] for row in found})
    return [
        ScheduleEvent(
            key=f"work-{row['procedure']}-{row['work']}-{row['held_on']}",
            held_on=row["held_on"],
            starts_at=None,
            minutes=None,
            summary=f"{procedures[row['procedure']]}: {works[row['work']]}",
            place="",
            description=f"Школ: {row['schools']}, классов: {row['classes']}",
        )
        for row in found
    ]


class DrawState(NamedTuple):
    """A group of subjects: when it is drawn, or what has fallen to whom."""

    sitting: Sitting
    draw: SubjectDraw | None
    due_on: datetime.date
    drawn: list[DrawnWork]  # of the reader's school; empty for the committee
    counts: list[tuple[str, int]]  # subject, classes


def draws_for(procedure: Procedure, user: User, *, days_before: int) -> list[DrawState]:
    """Every group of a procedure as this reader sees it, in three queries."""
    sittings = [one for one in sittings_of(calendar_of(procedure)) if one.is_draw]
    if not sittings:
        return []
    draws = {(one.grade, one.draw_group): one for one in procedure.draws.all()}
    visible = DrawnWork.objects.visible_to(user).filter(draw__procedure=procedure)
    rows = list(visible.for_table()) if user.is_deputy else []
    counted = (
        visible.order_by("work__subject__name")
        .values_list("draw", "work__subject__name")
        .annotate(classes=Count("pk"))
    )
    counts = list(counted)
    return [
        DrawState(
            sitting=sitting,
            draw=draw,
            due_on=sitting.main.held_on - datetime.timedelta(days=days_before),
            drawn=[row for row in rows if draw and row.draw_id == draw.pk],
            counts=[(name, n) for draw_id, name, n in counts if draw and draw_id == draw.pk],
        )
        for sitting in sittings
        for draw in [draws.get((sitting.grade, sitting.group))]
    ]
