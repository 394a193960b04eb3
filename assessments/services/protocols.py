"""Decisions about scans of protocols."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.files.scans import recognise_scan
from accounts.files.serving import random_storage_name
from accounts.models import User
from assessments import permissions, rules
from assessments.models import Protocol, Session

MAX_PROTOCOLS = 20  # of one session


def attach_protocol(*, session_id: int, data: bytes, filename: str, by: User) -> Protocol:
    """Keep a scan privately; what it is, its content says, not its name.

    Raises:
        FileRefused: not a whole, safe PDF, JPEG or PNG.
        RuleViolation: session-cancelled, same-file, too-many-protocols.
    """
    permissions.check_can_bring_results(by)
    session = Session.objects.visible_to(by).get(pk=session_id)
    # Seconds in a child process: before the transaction, so that nobody waits for a lock.
    scan_type = recognise_scan(data, filename)
    protocol = Protocol(
        session=session,
        original_name=filename[:255],
        content_type=scan_type.mime,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
    )
    return _keep(protocol, data, extension=scan_type.extension, by=by)


@transaction.atomic
def _keep(protocol: Protocol, data: bytes, *, extension: str, by: User) -> Protocol:
    session = Session.objects.select_for_update().get(pk=protocol.session_id)
    rules.check_takes_protocols(session)
    attached = session.protocols.attached()
    if attached.filter(sha256=protocol.sha256).exists():
        raise RuleViolation("same-file", "Этот скан уже приложен.")
    if attached.count() >= MAX_PROTOCOLS:
        raise RuleViolation(
            "too-many-protocols", f"К сессии уже приложено сканов: {MAX_PROTOCOLS}."
        )
    name = random_storage_name("protocols", extension)
    protocol.file.save(name, ContentFile(data), save=False)
    protocol.save()
    record_event(
        action="protocol-added",
        target=session,
        by=by,
        protocol=protocol.pk,
        sha256=protocol.sha256,
    )
    return protocol


@transaction.atomic
def remove_protocol(*, protocol_id: int, reason: str, now: datetime.datetime, by: User) -> Protocol:
    """Take a scan off the session's list; the file and the record stay.

    Raises:
        RuleViolation: no-reason, already-removed.
    """
    permissions.check_can_remove_protocols(by)
    protocol = Protocol.objects.visible_to(by).select_for_update().get(pk=protocol_id)
    if protocol.removed_at is not None:
        raise RuleViolation("already-removed", "Протокол уже убран.")
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите, почему протокол убирается.")
    protocol.removed_at, protocol.removed_by = now, by
    protocol.removal_reason = reason.strip()[:300]
    protocol.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    record_event(action="protocol-removed", target=protocol.session, by=by, protocol=protocol.pk)
    return protocol
