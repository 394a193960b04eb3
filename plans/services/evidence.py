"""What proves that something was done: asked for, brought, replaced, checked."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.files.papers import recognise_paper
from accounts.models import User
from plans import permissions, rules
from plans.models import Activity, Evidence, Occurrence

STATE = Evidence.State


@dataclass(frozen=True)
class Brought:
    """A document as its author hands it in: a link, or a file with the name it had there."""

    kind: str
    note: str = ""
    url: str = ""
    data: bytes = b""
    filename: str = ""


@transaction.atomic
def expect_kinds(*, activity_id: int, kinds: Iterable[str], by: User) -> Activity:
    """Say by which documents an activity is proven; asked of drafts and of approved plans alike.

    It is not printed, so an approved plan does not change by it.

    Raises:
        Activity.DoesNotExist, NotAllowed, RuleViolation: unknown-kind.
    """
    permissions.check_can_edit_plans(by)
    chosen = list(kinds)
    rules.check_known_kinds(chosen)
    visible = Activity.objects.visible_to(by).select_for_update(of=("self",))
    activity = visible.get(pk=activity_id)
    activity.evidence_kinds = [kind for kind in Evidence.Kind.values if kind in chosen]
    activity.save(update_fields=["evidence_kinds"])
    record_event(action="evidence-kinds-set", target=activity, by=by, kinds=activity.evidence_kinds)
    return activity


def add_evidence(*, occurrence_id: int, brought: Brought, by: User) -> Evidence:
    """Attach a document to a due date.

    Raises:
        Occurrence.DoesNotExist: none that `by` may see.
        FileRefused: not a whole, safe document.
        NotAllowed, RuleViolation: plan-not-approved, no-link, no-file, not-a-photo, too-many,
            same-evidence.
    """
    occurrence = _reportable(occurrence_id, by)
    return _keep(_checked(brought, occurrence, by), brought.data, by=by)


def replace_evidence(*, evidence_id: int, brought: Brought, by: User) -> Evidence:
    """Bring a newer version; the older one stays readable.

    Raises:
        Evidence.DoesNotExist: none that `by` may see.
        FileRefused, NotAllowed, RuleViolation: as `add_evidence`, already-replaced,
            already-accepted, already-withdrawn.
    """
    older = Evidence.objects.visible_to(by).get(pk=evidence_id)
    occurrence = _reportable(older.occurrence_id, by)
    newer = _checked(brought, occurrence, by)
    newer.replaces = older
    return _keep(newer, brought.data, by=by)


def _reportable(occurrence_id: int, by: User) -> Occurrence:
    visible = Occurrence.objects.visible_to(by).select_related("activity__section__plan")
    occurrence = visible.get(pk=occurrence_id)
    permissions.check_can_report(by, occurrence.school_id)
    rules.check_plan_is_approved(occurrence.activity.section.plan)
    return occurrence


def _checked(brought: Brought, occurrence: Occurrence, by: User) -> Evidence:
    """Seconds in a child process: before the transaction, so that nobody waits for a lock."""
    rules.check_known_kinds([brought.kind])
    rules.check_link_or_file(
        brought.kind, has_link=bool(brought.url.strip()), has_file=bool(brought.filename)
    )
    evidence = Evidence(
        occurrence=occurrence, kind=brought.kind, note=brought.note.strip(), added_by=by
    )
    if brought.kind == Evidence.Kind.LINK:
        evidence.url = brought.url.strip()
        return evidence
    paper = recognise_paper(brought.data, brought.filename)
    rules.check_is_photo(brought.kind, paper.mime)
    evidence.original_name = brought.filename[:255]
    evidence.content_type, evidence.size = paper.mime, len(brought.data)
    evidence.sha256 = hashlib.sha256(brought.data).hexdigest()
    return evidence


@transaction.atomic
def _keep(evidence: Evidence, data: bytes, *, by: User) -> Evidence:
    occurrence = Occurrence.objects.select_for_update().get(pk=evidence.occurrence_id)
    there = occurrence.evidence.all()
    rules.check_room_for_more(there.count())
    present = there.current().filter(destroyed_by_act__isnull=True)
    same = present.filter(url=evidence.url, sha256=evidence.sha256)
    rules.check_is_new(same.exists())
    action = "evidence-added"
    if evidence.replaces_id is not None:
        older = there.get(pk=evidence.replaces_id)
        rules.check_can_be_replaced(older, there.filter(replaces=older).count())
        evidence.number, action = older.number + 1, "evidence-replaced"
    if not evidence.url:
        evidence.file.save(evidence.original_name, ContentFile(data), save=False)
    evidence.save()
    record_event(
        action=action,
        target=occurrence,
        by=by,
        evidence=evidence.pk,
        kind=evidence.kind,
        sha256=evidence.sha256,
    )
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, reason: str = "", by: User) -> Evidence:
    """Take back what one has brought oneself; it stays in the history, with its file.

    Raises:
        Evidence.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: already-accepted, already-replaced, already-withdrawn.
    """
    visible = Evidence.objects.visible_to(by).select_for_update(of=("self",))
    evidence = visible.select_related("occurrence").get(pk=evidence_id)
    permissions.check_can_withdraw(by, evidence)
    rules.check_can_be_withdrawn(evidence, Evidence.objects.filter(replaces=evidence).count())
    evidence.withdrawn_at, evidence.withdrawn_why = timezone.now(), reason.strip()
    # The database has the last word: what was accepted meanwhile stays.
    open_ones = Evidence.objects.current().exclude(state=STATE.ACCEPTED)
    rows = open_ones.filter(pk=evidence.pk).update(
        withdrawn_at=evidence.withdrawn_at, withdrawn_why=evidence.withdrawn_why
    )
    rules.check_mark_was_written(rows)
    record_event(
        action="evidence-withdrawn", target=evidence.occurrence, by=by, evidence=evidence.pk
    )
    return evidence


@transaction.atomic
def accept_evidence(*, evidence_id: int, seen: str, remark: str = "", by: User) -> Evidence:
    """The control person is satisfied.

    Raises:
        Evidence.DoesNotExist, NotAllowed, RuleViolation: stale, own-evidence.
    """
    return _decide(evidence_id, seen, STATE.ACCEPTED, remark, by)


@transaction.atomic
def return_evidence(*, evidence_id: int, seen: str, remark: str, by: User) -> Evidence:
    """Something is to be mended; an accepted document may be returned, too.

    Raises:
        Evidence.DoesNotExist, NotAllowed, RuleViolation: stale, own-evidence, no-remark.
    """
    rules.check_return_explained(remark)
    return _decide(evidence_id, seen, STATE.RETURNED, remark, by)


def _decide(evidence_id: int, seen: str, state: Evidence.State, remark: str, by: User) -> Evidence:
    visible = Evidence.objects.visible_to(by).select_for_update(of=("self",))
    evidence = visible.select_related("occurrence").get(pk=evidence_id)
    permissions.check_can_check(by, evidence.occurrence.activity_id)
    rules.check_same_evidence_state(
        evidence, seen, Evidence.objects.filter(replaces=evidence).count()
    )
    rules.check_not_own_evidence(evidence, by)
    evidence.state, evidence.remark = state, remark.strip()
    evidence.decided_at, evidence.decided_by = timezone.now(), by
    rows = Evidence.objects.filter(pk=evidence.pk, state=seen).update(
        state=state,
        remark=evidence.remark,
        decided_at=evidence.decided_at,
        decided_by=by,
    )
    rules.check_mark_was_written(rows)
    record_event(
        action=f"evidence-{state.value}",
        target=evidence.occurrence,
        by=by,
        evidence=evidence.pk,
    )
    return evidence
