"""Schedules kept elsewhere: the sessions of a procedure, or a list of dates."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.audit import record_event
from accounts.models import User
from assessments.models import Procedure
from plans import permissions
from plans.models import Schedule, ScheduleDate
from plans.rules import events as rules
from plans.services.linked import recompute_linked
from plans.services.telling import tell_moved


class ScheduleLine(NamedTuple):
    """A date of a list, and what is on that day."""

    on: datetime.date
    note: str = ""


@transaction.atomic
def create_schedule(
    *, name: str, procedure_id: int | None, dates: Sequence[ScheduleLine], by: User
) -> Schedule:
    """
    Raises:
        Procedure.DoesNotExist, NotAllowed, RuleViolation: no-name, name-taken, two-origins.
    """
    permissions.check_can_edit_plans(by)
    _check(name, procedure_id, dates, by)
    schedule = Schedule(committee_id=by.committee_id, name=name.strip(), procedure_id=procedure_id)
    try:
        with transaction.atomic():
            schedule.save()
    except IntegrityError:
        raise rules.name_taken() from None
    _put_dates(schedule, dates)
    record_event(action="schedule-added", target=schedule, by=by, dates=len(dates))
    return schedule


@transaction.atomic
def change_schedule(
    *,
    schedule_id: int,
    version: int,
    name: str,
    procedure_id: int | None,
    dates: Sequence[ScheduleLine],
    by: User,
) -> Schedule:
    """Take the list of dates for the old one; open due dates follow, and people are told.

    Raises:
        Schedule.DoesNotExist, Procedure.DoesNotExist, NotAllowed, RuleViolation: stale, no-name,
            name-taken, two-origins.
    """
    permissions.check_can_edit_plans(by)
    visible = Schedule.objects.visible_to(by).select_for_update(of=("self",))
    schedule = visible.get(pk=schedule_id)
    rules.check_seen_version(schedule, version)
    _check(name, procedure_id, dates, by)
    try:
        with transaction.atomic():
            written = Schedule.objects.filter(pk=schedule.pk, version=version).update(
                name=name.strip(), procedure_id=procedure_id, version=F("version") + 1
            )
    except IntegrityError:
        raise rules.name_taken() from None
    rules.check_was_written(written)
    schedule.refresh_from_db()
    _put_dates(schedule, dates)
    record_event(action="schedule-changed", target=schedule, by=by, dates=len(dates))
    moved = recompute_linked(Q(schedule=schedule))
    tell_moved(moved, why=f"Изменён график «{schedule.name}».", by=by)
    return schedule


def _check(name: str, procedure_id: int | None, dates: Sequence[ScheduleLine], by: User) -> None:
    rules.check_name(name)
    rules.check_one_origin(procedure_id is not None, dates)
    if procedure_id is not None:
        Procedure.objects.visible_to(by).get(pk=procedure_id)


def _put_dates(schedule: Schedule, dates: Sequence[ScheduleLine]) -> None:
    """Lines that stayed keep their records; of those with one note the dates were moved."""
    there = {ScheduleLine(one.on, one.note): one for one in schedule.dates.all()}
    wanted = set(dates)
    gone: dict[str, list[ScheduleDate]] = defaultdict(list)
    for line in sorted(there.keys() - wanted):
        gone[line.note].append(there[line])
    fresh = []
    for line in sorted(wanted - there.keys()):
        if gone[line.note]:
            moved = gone[line.note].pop(0)
            moved.on = line.on
            moved.save(update_fields=["on"])
        else:
            fresh.append(ScheduleDate(schedule=schedule, on=line.on, note=line.note))
    left = [one.pk for ones in gone.values() for one in ones]
    ScheduleDate.objects.filter(pk__in=left).delete()
    ScheduleDate.objects.bulk_create(fresh)
