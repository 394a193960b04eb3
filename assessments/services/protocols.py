"""Decisions about scans of protocols."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from accounts.audit import record_event
from accounts.files.cleaning import CleanScan, clean_scan
from accounts.models import User
from accounts.services.scans import Place, arrange_scans, keep_scan, take_off
from assessments import permissions, rules
from assessments.models import Protocol, Session


def attach_protocol(*, session_id: int, data: bytes, filename: str, by: User) -> Protocol:
    """Keep a scan privately, upright and bare; what it is, its content says, not its name.

    Raises:
        FileRefused: not a whole, safe PDF, JPEG or PNG.
        RuleViolation: session-cancelled, same-file, too-many-scans.
    """
    permissions.check_can_bring_results(by)
    session = Session.objects.visible_to(by).get(pk=session_id)
    rules.check_takes_protocols(session)
    # Seconds in a child process: before the transaction, so that nobody waits for a lock.
    clean = clean_scan(data, filename)
    return _keep(session.pk, data, filename, clean, by=by)


@transaction.atomic
def _keep(session_id: int, data: bytes, filename: str, clean: CleanScan, *, by: User) -> Protocol:
    session = Session.objects.select_for_update().get(pk=session_id)
    rules.check_takes_protocols(session)
    protocol = Protocol(session=session, original_name=filename, uploaded_by=by)
    beside = session.protocols.attached()
    keep_scan(protocol, original=data, clean=clean, beside=beside, folder="protocols")
    record_event(
        action="protocol-added",
        target=session,
        by=by,
        protocol=protocol.pk,
        sha256=protocol.sha256,
        original_sha256=protocol.original_sha256,
    )
    return protocol


@transaction.atomic
def arrange_protocols(*, session_id: int, places: Sequence[Place], by: User) -> None:
    """The order and the names of a session's scans.

    Raises:
        RuleViolation: stale.
    """
    permissions.check_can_bring_results(by)
    session = Session.objects.visible_to(by).select_for_update(of=("self",)).get(pk=session_id)
    arrange_scans(session.protocols.attached(), places)
    record_event(
        action="protocols-arranged",
        target=session,
        by=by,
        protocols=[place.scan_id for place in sorted(places, key=lambda place: place.number)],
    )


@transaction.atomic
def remove_protocol(*, protocol_id: int, reason: str, now: datetime.datetime, by: User) -> Protocol:
    """Take a scan off the session's list; the file and the record stay.

    Raises:
        RuleViolation: no-reason, already-removed, destroyed.
    """
    permissions.check_can_remove_protocols(by)
    protocol = Protocol.objects.visible_to(by).select_for_update().get(pk=protocol_id)
    take_off(protocol, reason=reason, now=now, by=by)
    record_event(
        action="protocol-removed",
        target=protocol.session,
        by=by,
        protocol=protocol.pk,
        reason=protocol.removal_reason,
    )
    return protocol
