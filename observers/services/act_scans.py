"""Decisions about scans of observers' acts."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from accounts.audit import record_event
from accounts.files.cleaning import CleanScan, clean_scan
from accounts.models import User
from accounts.services.scans import Place, arrange_scans, keep_scan, take_off
from observers import permissions
from observers.models import ActScan, ObservationAct


def attach_act_scan(*, act_id: int, data: bytes, filename: str, by: User) -> ActScan:
    """Keep a scan of the act privately, upright and bare. What the act says stays as it was.

    Raises:
        ObservationAct.DoesNotExist: no such act for `by`.
        FileRefused: not a whole, safe PDF, JPEG or PNG.
        RuleViolation: same-file, too-many-scans.
    """
    act = (
        ObservationAct.objects.visible_to(by).select_related("assignment__observer").get(pk=act_id)
    )
    permissions.check_can_add_act_scans(by, act)
    # Seconds in a child process: before the transaction, so that nobody waits for a lock.
    clean = clean_scan(data, filename)
    return _keep(act.pk, data, filename, clean, by=by)


@transaction.atomic
def _keep(act_id: int, data: bytes, filename: str, clean: CleanScan, *, by: User) -> ActScan:
    act = ObservationAct.objects.select_for_update().get(pk=act_id)
    scan = ActScan(act=act, original_name=filename, uploaded_by=by)
    keep_scan(scan, original=data, clean=clean, beside=act.scans.attached(), folder="acts")
    record_event(
        action="act-scan-added",
        target=act,
        by=by,
        scan=scan.pk,
        sha256=scan.sha256,
        original_sha256=scan.original_sha256,
    )
    return scan


@transaction.atomic
def arrange_act_scans(*, act_id: int, places: Sequence[Place], by: User) -> None:
    """The order and the names of an act's scans.

    Raises:
        RuleViolation: stale.
    """
    visible = ObservationAct.objects.visible_to(by).select_related("assignment__observer")
    act = visible.select_for_update(of=("self",)).get(pk=act_id)
    permissions.check_can_add_act_scans(by, act)
    arrange_scans(act.scans.attached(), places)
    record_event(
        action="act-scans-arranged",
        target=act,
        by=by,
        scans=[place.scan_id for place in sorted(places, key=lambda place: place.number)],
    )


@transaction.atomic
def remove_act_scan(*, scan_id: int, reason: str, now: datetime.datetime, by: User) -> ActScan:
    """Take a scan off the act's list; the file and the record stay.

    Raises:
        RuleViolation: no-reason, already-removed, destroyed.
    """
    permissions.check_can_remove_act_scans(by)
    scan = ActScan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=scan_id)
    take_off(scan, reason=reason, now=now, by=by)
    record_event(
        action="act-scan-removed", target=scan.act, by=by, scan=scan.pk, reason=scan.removal_reason
    )
    return scan
