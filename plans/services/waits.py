"""«Чего ждёт срок»: readings are linked to events and schedules."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from assessments.models import Procedure
from plans import permissions
from plans.deadlines import reading_from_json
from plans.models import Activity, Event, Plan, ReadingLink, Schedule
from plans.reports.dated import is_waiting
from plans.rules import events as rules
from plans.services import events, schedules
from plans.services.linked import recompute_plans


class Choice(NamedTuple):
    """What the reading at `position` waits for.

    `what` is «event:7», «schedule:3», «procedure:5» (its schedule is made), «new:Приказ издан» (an
    event is made), or empty; `seen` is what it was when the person chose.
    """

    position: int
    what: str
    seen: str = ""


@transaction.atomic
def link_readings(
    *, activity_id: int, version: int, choices: Sequence[Choice], by: User
) -> Activity:
    """Say what the readings of a row wait for; an approved plan has its dates at once.

    The wording and its readings stay: this is no change of the plan, so it may be approved.

    Args:
        version: of the row whose readings the person saw.

    Raises:
        Activity.DoesNotExist, Event.DoesNotExist, Schedule.DoesNotExist, Procedure.DoesNotExist,
        NotAllowed, RuleViolation: stale, no-name, name-taken.
    """
    permissions.check_can_edit_plans(by)
    visible = Activity.objects.visible_to(by).live()
    plan_id = visible.values_list("section__plan", flat=True).get(pk=activity_id)
    # Events and schedules are locked before plans, as everywhere.
    made: dict[str, tuple[Event | None, Schedule | None]] = {}
    for what in sorted({one.what for one in choices}):
        made[what] = _target(what, by)
    targets = {one.position: made[one.what] for one in choices}
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    activity = visible.select_for_update(of=("self",)).get(pk=activity_id)
    rules.check_seen_version(activity, version)
    links = links_of(activity)
    rules.check_links_as_seen(
        [links.get(one.position, "") for one in choices], [one.seen for one in choices]
    )
    waiting = [
        position
        for position, data in enumerate(activity.readings)
        if is_waiting(reading_from_json(data))
    ]
    rules.check_links_as_seen([one.position for one in choices], waiting)
    activity.reading_links.all().delete()
    ReadingLink.objects.bulk_create(
        ReadingLink(
            activity=activity,
            position=position,
            wording=activity.deadline,
            event=event,
            schedule=schedule,
        )
        for position, (event, schedule) in targets.items()
        if event or schedule
    )
    record_event(action="readings-linked", target=activity, by=by, positions=sorted(targets))
    recompute_plans([plan])
    return activity


def links_of(activity: Activity) -> dict[int, str]:
    """What the readings wait for now, in the words of a `Choice`."""
    kept = activity.reading_links.filter(wording=activity.deadline)
    return {one.position: what_of(one) for one in kept}


def what_of(link: ReadingLink) -> str:
    return f"event:{link.event_id}" if link.event_id else f"schedule:{link.schedule_id}"


def _target(what: str, by: User) -> tuple[Event | None, Schedule | None]:
    kind, _, value = what.partition(":")
    if kind == "new":
        return events.create_event(name=value, by=by), None
    if kind == "event":
        return Event.objects.visible_to(by).select_for_update(of=("self",)).get(pk=value), None
    if kind == "schedule":
        known = Schedule.objects.visible_to(by).select_for_update(of=("self",))
        return None, known.get(pk=value)
    return None, _schedule_of(int(value), by) if kind == "procedure" else None


def _schedule_of(procedure_id: int, by: User) -> Schedule:
    """The schedule of a procedure; made when it is asked for the first time."""
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    known = Schedule.objects.visible_to(by).filter(procedure=procedure).order_by("pk").first()
    return known or schedules.create_schedule(
        name=f"График {procedure}", procedure_id=procedure.pk, dates=[], by=by
    )
