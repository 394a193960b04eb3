"""Saying how due dates stand. Each mark is written on the state its author saw."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from plans import permissions, rules
from plans.models import Activity, Occurrence, Postponement
from plans.reports.lines import with_evidence

STATE = Occurrence.State


@transaction.atomic
def report_occurrence(
    *, occurrence_id: int, seen: str, state: str, note: str = "", by: User
) -> Occurrence:
    """Say how a due date stands: done, in progress, not done, not needed.

    Args:
        seen: the state the person had before their eyes.

    Raises:
        Occurrence.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: plan-not-approved, stale, by-request-only, no-such-move, no-note,
            no-evidence.
    """
    locked = Occurrence.objects.visible_to(by).select_for_update(of=("self",))
    occurrence = with_evidence(locked).get(pk=occurrence_id)
    permissions.check_can_report(by, occurrence.school_id)
    permissions.check_can_set_state(by, state)
    rules.check_plan_is_approved(occurrence.activity.section.plan)
    _check(occurrence, seen=seen, state=state, note=note)
    _write(occurrence, state=state, note=note, by=by)
    return occurrence


class Refused(NamedTuple):
    """A due date of a bulk mark that stays as it was, and why."""

    occurrence: Occurrence
    why: RuleViolation


class Marked(NamedTuple):
    """How many were marked, and which were not."""

    done: int
    refused: list[Refused]


@transaction.atomic
def mark_many(
    *, activity_id: int, seen: Mapping[int, str], state: str, note: str = "", by: User
) -> Marked:
    """Mark several due dates of one activity alike: «отмечено со слов школ».

    What cannot be marked (somebody was quicker, a document is missing) stays and is told; the
    rest is marked.

    Args:
        seen: the state that was before the person's eyes, by due date.

    Raises:
        Activity.DoesNotExist, NotAllowed, RuleViolation: plan-not-approved, nothing-chosen,
            no-note.
    """
    permissions.check_can_edit_plans(by)
    activity = Activity.objects.visible_to(by).select_related("section__plan").get(pk=activity_id)
    rules.check_plan_is_approved(activity.section.plan)
    rules.check_something_chosen(len(seen))
    rules.check_state_explained(state, note)
    count, refused = 0, []
    locked = Occurrence.objects.select_for_update(of=("self",)).filter(
        activity=activity, pk__in=seen
    )
    for occurrence in with_evidence(locked).order_by("pk"):
        try:
            _check(occurrence, seen=seen[occurrence.pk], state=state, note=note)
            _write(occurrence, state=state, note=note, by=by)
            count += 1
        except RuleViolation as why:
            refused.append(Refused(occurrence, why))
    return Marked(count, refused)


def _check(occurrence: Occurrence, *, seen: str, state: str, note: str) -> None:
    missing = rules.missing_kinds(occurrence.activity.evidence_kinds, occurrence.evidence.all())
    rules.check_same_state(occurrence, seen)
    rules.check_can_be_marked(occurrence, state)
    rules.check_state_explained(state, note)
    rules.check_evidence_or_note(missing, state, note)


def _write(occurrence: Occurrence, *, state: str, note: str, by: User) -> None:
    """Only where the state is still the one that was seen."""
    before, is_done = occurrence.state, state == STATE.DONE
    occurrence.state, occurrence.note = STATE(state), note.strip()
    if not is_done:
        occurrence.done_at = occurrence.done_by = None
    elif before != STATE.DONE:  # a mended note changes neither the day nor who did it
        occurrence.done_at, occurrence.done_by = timezone.now(), by
    rows = Occurrence.objects.filter(pk=occurrence.pk, state=before).update(
        state=occurrence.state,
        note=occurrence.note,
        done_at=occurrence.done_at,
        done_by=occurrence.done_by,
    )
    rules.check_mark_was_written(rows)
    record_event(action="occurrence-reported", target=occurrence, by=by, before=before, after=state)
    if not occurrence.is_open:
        _close_requests(occurrence, by)


def _close_requests(occurrence: Occurrence, by: User) -> None:
    """What is settled waits for no new date."""
    Postponement.objects.open().filter(occurrence=occurrence).update(
        decision=Postponement.Decision.REFUSED,
        remark=f"Перенос больше не нужен: отмечено «{occurrence.get_state_display()}».",
        decided_at=timezone.now(),
        decided_by=by,
    )
