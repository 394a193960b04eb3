"""Rows with readings of every kind, and what they wait for."""

import datetime

from django.utils import timezone

from plans.models import (
    Event,
    EventDate,
    Occurrence,
    ReadingLink,
    Responsibility,
    RoleGroup,
    Schedule,
)
from plans.services.schedules import ScheduleLine
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.plans import ActivityFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory

TODAY = datetime.date(2026, 11, 23)  # a Monday
SUNDAY = datetime.date(2026, 11, 29)
DAY = datetime.timedelta(days=1)
STATE = Occurrence.State
ANY_EVENT = {"kind": "event", "offset": 0, "unit": None, "direction": "on"}


def by(*days):
    return [{"kind": "by", "by": day.isoformat()} for day in days]


def after(offset, unit="day"):
    return {"kind": "event", "offset": offset, "unit": unit, "direction": "after"}


def row(section, *readings):
    return ActivityFactory(section=section, readings=list(readings))


def for_schools(activity, members="school-heads", role="lead"):
    group, _ = RoleGroup.objects.get_or_create(
        committee=activity.section.plan.committee, name=members, members=members
    )
    Responsibility.objects.create(activity=activity, wording=members, group=group, role=role)
    return activity


def schools_of(section, count=2):
    return [SchoolFactory(committee=section.plan.committee) for _ in range(count)]


def event_of(section, name="Результаты получены"):
    return Event.objects.create(committee=section.plan.committee, name=name)


def happened(event, by, on=TODAY, **fields):
    return EventDate.objects.create(event=event, on=on, recorded_by=by, **fields)


def waits_for(activity, position=0, **what):
    ReadingLink.objects.create(
        activity=activity, position=position, wording=activity.deadline, **what
    )
    return activity


def vpr_schedule(section):
    procedure = ProcedureFactory(committee=section.plan.committee, year=2027)
    return Schedule.objects.create(
        committee=procedure.committee, name=str(procedure), procedure=procedure
    )


def session_at(school, schedule, held_on, **fields):
    return SessionFactory(
        class_group=ClassGroupFactory(school=school, school_year=2026),
        procedure=schedule.procedure,
        held_on=held_on,
        **fields,
    )


def dates(section):
    return [one.due_on for one in Occurrence.objects.filter(activity__section=section)]


def settle(occurrence, editor, state=STATE.DONE):
    done = {"done_at": timezone.now(), "done_by": editor} if state == STATE.DONE else {}
    Occurrence.objects.filter(pk=occurrence.pk).update(state=state, **done)


def lines(*days):
    return [ScheduleLine(day, note) for day, note in days]
