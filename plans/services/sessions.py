"""Plans follow the sessions of procedures."""

from django.db.models import Q

from accounts.templatetags.portal import day
from assessments.followers import SessionsChange
from assessments.models import Session
from plans.models import EventDate
from plans.services.linked import recompute_linked
from plans.services.telling import tell_moved


def follow_sessions(change: SessionsChange) -> None:
    """Recompute what is open in the plans that follow the procedure; tell whom it concerns.

    New sessions are told of by the daily letters in their time; one that moves, by a letter now.
    """
    events = _move_events(change)
    moved = recompute_linked(Q(schedule__procedure=change.procedure_id) | Q(event__in=events))
    if change.kind != "planned" and change.by is not None:
        tell_moved(moved, why=_why(change), by=change.by)


def _move_events(change: SessionsChange) -> list[int]:
    """Events that are the session itself keep to its day; those of other days are facts."""
    own = EventDate.objects.standing().filter(session__in=list(change.before))
    events = []
    for one in own.select_related("session").order_by("pk"):
        if one.session is None or one.on != change.before[one.session.pk].held_on:
            continue
        events.append(one.event_id)
        if one.session.held_on != one.on:
            one.on = one.session.held_on
            one.save(update_fields=["on"])
    return events


def _why(change: SessionsChange) -> str:
    session = Session.objects.for_table().get(pk=change.session_ids[0])
    if len(change.session_ids) > 1:
        count = len(change.session_ids)
        return f"Изменён календарь «{session.procedure}», перенесено сессий: {count}."
    what = f"{session.procedure}, {session.work.subject}, {session.class_group.label}"
    name = f"«{what}», {session.school}"
    if change.kind == "cancelled":
        return f"Отменена сессия {name}, {day(session.held_on)}."
    before = change.before.get(session.pk)
    if change.kind == "restored" or before is None:
        return f"Снова намечена сессия {name}, {day(session.held_on)}."
    return f"Сессия {name} перенесена с {day(before.held_on)} на {day(session.held_on)}."
