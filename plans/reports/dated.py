"""Which due dates an approved plan has by its readings, its events and its schedules."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Prefetch

from plans.deadlines import Reading, WorkingDays, reading_from_json, spans
from plans.models import Activity, Plan, Responsibility, RoleGroup
from plans.reports.moments import Links, Moment, awaited_by
from plans.reports.working_days import Term, moving_of, term_of, working_days_of
from schools.models import School

BY_SCHOOL = (RoleGroup.Members.SCHOOL_HEADS, RoleGroup.Members.SCHOOL_DEPUTIES)
DOING = (Responsibility.Role.LEAD, Responsibility.Role.CO_EXECUTOR)


class Key(NamedTuple):
    """What names a due date for good, while its day may change."""

    activity_id: int
    source: str
    school_id: int | None


class Due(NamedTuple):
    """`on` is the day that counts: `planned_on` moved off days that are not worked."""

    planned_on: datetime.date
    on: datetime.date


class Calendar(NamedTuple):
    """What all rows of a plan have in common."""

    term: Term
    working: WorkingDays
    moving: str
    schools: list[int]
    links: Links


def dated(plan: Plan) -> dict[Key, Due]:
    """Every due date that can be computed now. The number of queries does not grow with rows."""
    answers = Responsibility.objects.select_related("group")
    activities = Activity.objects.live().filter(section__plan=plan).order_by("pk")
    calendar = _calendar(plan)
    return {
        key: due
        for activity in activities.prefetch_related(Prefetch("responsibilities", answers))
        for key, due in _of_row(activity, calendar)
    }


def is_waiting(reading: Reading) -> bool:
    """Without a date of its own: it comes with an event or a schedule."""
    return reading.kind in ("event", "schedule")


def _calendar(plan: Plan) -> Calendar:
    active = School.objects.active().filter(committee_id=plan.committee_id)
    return Calendar(
        term=term_of(plan),
        working=working_days_of(plan.committee_id, plan.period_from, plan.period_to),
        moving=moving_of(plan.committee_id),
        schools=list(active.order_by("pk").values_list("pk", flat=True)),
        links=awaited_by([plan]),
    )


def _of_row(activity: Activity, calendar: Calendar) -> Iterator[tuple[Key, Due]]:
    by_school = _is_by_school(activity)
    names = _Names()
    for position, data in enumerate(activity.readings):
        for moment, planned_on in _planned(activity.pk, position, data, calendar, by_school):
            due = Due(planned_on, calendar.working.move(planned_on, calendar.moving))
            source = names.of(moment, planned_on)
            for school_id in _schools(moment, calendar.schools, by_school):
                yield Key(activity.pk, source, school_id), due


def _is_by_school(activity: Activity) -> bool:
    return any(
        answer.role in DOING and answer.group is not None and answer.group.members in BY_SCHOOL
        for answer in activity.responsibilities.all()
    )


def _schools(moment: Moment, schools: list[int], by_school: bool) -> list[int | None]:
    """Where schools answer, each of them, or the one that the day concerns."""
    if not by_school:
        return [None]
    if moment.school_id is not None:
        return [moment.school_id] if moment.school_id in schools else []
    return [*schools] or [None]


def _planned(
    activity_id: int, position: int, data: dict[str, object], calendar: Calendar, by_school: bool
) -> Iterator[tuple[Moment, datetime.date]]:
    """Days that a reading counts from, and the due dates they give."""
    reading = reading_from_json(data)
    if is_waiting(reading):
        awaited = calendar.links.get((activity_id, position))
        for moment in awaited.moments if awaited else ():
            on = _counted(reading, moment, calendar.working)
            yield moment if by_school else _of_all(moment), on
        return
    if reading.kind == "throughout":
        last = calendar.term.period_to
        yield Moment("period", last), last
        return
    for span in spans(reading, *calendar.term):
        source = f"each:{span.key}" if span.key else f"date:{span.due.isoformat()}"
        yield Moment(source, span.due), span.due


def _of_all(moment: Moment) -> Moment:
    """Where no school answers, all works of a day ask for one due date, not one for each school."""
    if moment.source.startswith("work:"):
        return Moment(f"day:{moment.on.isoformat()}", moment.on)
    return moment


def _counted(reading: Reading, moment: Moment, working: WorkingDays) -> datetime.date:
    if reading.kind == "schedule":
        return moment.on
    on = moment.first if reading.direction == "before" else moment.on
    return working.count(on, reading.offset or 0, reading.unit, reading.direction or "on")


class _Names:
    """«Ежемесячно до 5 и 20 числа»: two days of one span, «each:2026-10», «each:2026-10/2»."""

    def __init__(self) -> None:
        self.known: dict[tuple[int | None, str], datetime.date] = {}

    def of(self, moment: Moment, planned_on: datetime.date) -> str:
        """What concerns one school alone is named apart from the others' dates."""
        name, number = moment.source, 1
        while self.known.setdefault((moment.school_id, name), planned_on) != planned_on:
            number += 1
            name = f"{moment.source}/{number}"
        return name
