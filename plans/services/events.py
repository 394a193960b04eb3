"""The register of events: what deadlines wait for, and when it happened."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.audit import record_event
from accounts.models import User
from assessments.models import Session
from plans import permissions
from plans.models import Event, EventDate
from plans.rules import events as rules
from plans.services.linked import recompute_linked


@transaction.atomic
def create_event(*, name: str, note: str = "", by: User) -> Event:
    """
    Raises:
        NotAllowed, RuleViolation: no-name, name-taken.
    """
    permissions.check_can_edit_plans(by)
    rules.check_name(name)
    event = Event(committee_id=by.committee_id, name=name.strip(), note=note.strip())
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError:
        raise rules.name_taken() from None
    record_event(action="event-added", target=event, by=by)
    return event


@transaction.atomic
def change_event(*, event_id: int, version: int, name: str, note: str = "", by: User) -> Event:
    """
    Raises:
        Event.DoesNotExist, NotAllowed, RuleViolation: stale, no-name, name-taken.
    """
    permissions.check_can_edit_plans(by)
    event = _locked(event_id, by)
    rules.check_seen_version(event, version)
    rules.check_name(name)
    event.name, event.note = name.strip(), note.strip()
    try:
        with transaction.atomic():
            written = Event.objects.filter(pk=event.pk, version=version).update(
                name=event.name, note=event.note, version=F("version") + 1
            )
    except IntegrityError:
        raise rules.name_taken() from None
    rules.check_was_written(written)
    event.version += 1
    record_event(action="event-changed", target=event, by=by)
    return event


@transaction.atomic
def record_date(
    *,
    event_id: int,
    on: datetime.date,
    note: str = "",
    session_id: int | None = None,
    by: User,
) -> EventDate:
    """Say that an event happened, or will; the deadlines that wait for it get their dates.

    Raises:
        Event.DoesNotExist, Session.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: already-recorded.
    """
    permissions.check_can_edit_plans(by)
    event = _locked(event_id, by)
    visible = Session.objects.visible_to(by)
    session = visible.get(pk=session_id) if session_id is not None else None
    date = EventDate(event=event, on=on, note=note.strip(), session=session, recorded_by=by)
    try:
        with transaction.atomic():
            date.save()
    except IntegrityError:
        raise rules.already_recorded() from None
    record_event(action="event-recorded", target=event, by=by, date=date.pk, on=on.isoformat())
    recompute_linked(Q(event=event))
    return date


@transaction.atomic
def withdraw_date(
    *, event_date_id: int, reason: str, by: User, now: datetime.datetime
) -> EventDate:
    """Take a record back: what it opened goes, what is done by it stays.

    Raises:
        EventDate.DoesNotExist, NotAllowed, RuleViolation: already-withdrawn, no-reason.
    """
    permissions.check_can_edit_plans(by)
    visible = EventDate.objects.visible_to(by)
    event = _locked(visible.values_list("event", flat=True).get(pk=event_date_id), by)
    date = visible.select_for_update(of=("self",)).get(pk=event_date_id)
    rules.check_can_be_withdrawn(date, reason)
    date.withdrawn_at, date.withdrawal_reason = now, reason.strip()
    date.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record_event(
        action="event-withdrawn", target=event, by=by, date=date.pk, on=date.on.isoformat()
    )
    recompute_linked(Q(event=event))
    return date


def _locked(event_id: int, by: User) -> Event:
    """The event first, then the plans that wait for it: always in this order."""
    return Event.objects.visible_to(by).select_for_update(of=("self",)).get(pk=event_id)
