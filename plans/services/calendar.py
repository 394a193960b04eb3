"""A committee's calendar of deadlines: quarters, its own days off, where due dates move."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from plans import permissions
from plans.deadlines import USUAL_QUARTERS
from plans.models import CalendarDay, Plan, PlanSettings, SchoolQuarter
from plans.rules.calendar import check_moving_explained, check_quarters_in_order
from plans.services.occurrences import refresh_occurrences


class OwnDay(NamedTuple):
    """A day that differs from the country's calendar."""

    day: datetime.date
    is_working: bool
    name: str = ""


@transaction.atomic
def set_moving(*, moving: str, source: str, by: User) -> PlanSettings:
    """Say where a due date goes that falls on a day off, and by which rule.

    Raises:
        NotAllowed, RuleViolation: no-source.
    """
    permissions.check_can_edit_plans(by)
    check_moving_explained(source)
    settings, _ = PlanSettings.objects.update_or_create(
        committee_id=by.committee_id,
        defaults={"moving": moving, "moving_source": source.strip(), "changed_by": by},
    )
    record_event(action="calendar-changed", target=settings, by=by, moving=moving)
    _follow(by)
    return settings


@transaction.atomic
def set_quarters(*, school_year: int, ends: Mapping[int, datetime.date], by: User) -> None:
    """Say when the quarters of a school year end; the usual days are not kept.

    Raises:
        NotAllowed, RuleViolation: outside-year, not-in-order.
    """
    permissions.check_can_edit_plans(by)
    check_quarters_in_order(school_year, ends)
    own = SchoolQuarter.objects.filter(committee_id=by.committee_id, school_year=school_year)
    for number, ends_on in ends.items():
        if ends_on == USUAL_QUARTERS.end(school_year, number):
            own.filter(number=number).delete()
            continue
        SchoolQuarter.objects.update_or_create(
            committee_id=by.committee_id,
            school_year=school_year,
            number=number,
            defaults={"ends_on": ends_on},
        )
    record_event(action="calendar-changed", target=by.committee, by=by, school_year=school_year)
    _follow(by)


@transaction.atomic
def set_day(*, own: OwnDay, by: User) -> CalendarDay:
    """Make a day working or not, whatever the country's calendar says of it."""
    permissions.check_can_edit_plans(by)
    day, _ = CalendarDay.objects.update_or_create(
        committee_id=by.committee_id,
        day=own.day,
        defaults={"is_working": own.is_working, "name": own.name.strip()},
    )
    record_event(action="calendar-changed", target=day, by=by, day=own.day.isoformat())
    _follow(by)
    return day


@transaction.atomic
def remove_day(*, day_id: int, by: User) -> datetime.date:
    """Let the country's calendar count again for a day.

    Raises:
        CalendarDay.DoesNotExist: none of the own committee.
    """
    permissions.check_can_edit_plans(by)
    day = CalendarDay.objects.select_for_update().get(pk=day_id, committee_id=by.committee_id)
    record_event(action="calendar-changed", target=day, by=by, day=day.day.isoformat())
    day.delete()
    _follow(by)
    return day.day


def _follow(by: User) -> None:
    """Open due dates of approved plans move with the calendar."""
    approved = Plan.objects.filter(committee_id=by.committee_id, status=Plan.Status.APPROVED)
    for plan_id in approved.order_by("pk").values_list("pk", flat=True):
        refresh_occurrences(plan_id)
