"""What the demo plan's deadlines wait for: the year's ВПР, its results, new documents."""

import datetime
from collections import defaultdict

from accounts.models import User
from plans.models import Event, Plan
from plans.reports.suggesting import known_to, name_of_new, suggest
from plans.reports.waits import Wait, waits_of
from plans.services import events, waits
from plans.services.waits import Choice

HAPPENED = "Появление новых документов"
AGO = datetime.timedelta(days=18)


def link_deadlines(plan: Plan, *, by: User) -> None:
    """Every reading as the portal proposes it; where it proposes nothing, it waits on."""
    rows: dict[int, list[Wait]] = defaultdict(list)
    for wait in waits_of(plan):
        rows[wait.activity.pk].append(wait)
    for activity_id, found in rows.items():
        known = known_to(plan.committee, plan)
        waits.link_readings(
            activity_id=activity_id,
            version=found[0].activity.version,
            choices=[
                Choice(wait.position, suggest(wait, plan, known) or _new(wait)) for wait in found
            ],
            by=by,
        )


def _new(wait: Wait) -> str:
    name = name_of_new(wait.activity.deadline) if wait.reading.kind == "event" else ""
    return f"new:{name}" if name else ""


def record_events(plan: Plan, *, by: User, today: datetime.date) -> None:
    """Documents came out lately; the results of the spring have yet to come."""
    event = Event.objects.visible_to(by).filter(name=HAPPENED).first()
    if event:
        on = max(today - AGO, plan.period_from)
        events.record_date(event_id=event.pk, on=on, note="образцы работ этого года", by=by)
