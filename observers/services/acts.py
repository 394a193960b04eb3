"""Decisions about an act: what was seen, and a number that it lacks."""

import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments.models import Tally
from assessments.services import reconciliation
from observers import permissions, rules
from observers.models import ActMark, ActSupplement, Assignment, ChecklistItem, ObservationAct


class Violation(NamedTuple):
    """A line of the checklist that was not kept."""

    item_id: int
    comment: str = ""


class ActFacts(NamedTuple):
    stage: str
    started_at: datetime.time
    ended_at: datetime.time
    participants: int
    no_violations: bool
    remarks: str = ""
    violations: tuple[Violation, ...] = ()


@transaction.atomic
def submit_act(
    *, assignment_id: int, facts: ActFacts, by: User, today: datetime.date
) -> ObservationAct:
    """Hand in the act; from now on nobody changes it.

    Raises:
        Assignment.DoesNotExist: no such assignment for `by`.
        NotAllowed: `by` is not the observer who was assigned.
        RuleViolation: already-withdrawn, session-cancelled, act-exists, session-not-held,
            ends-before-start, clean-with-violations, no-violation-named, unknown-item.
    """
    assignment = (
        Assignment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("session", "observer")
        .get(pk=assignment_id)
    )
    permissions.check_can_write_act(by, assignment)
    has_act = ObservationAct.objects.filter(assignment=assignment).exists()
    rules.check_awaits_act(assignment, has_act=has_act, today=today)
    rules.check_hours(facts.started_at, facts.ended_at)
    rules.check_verdict(
        no_violations=facts.no_violations, broken=len(facts.violations), remarks=facts.remarks
    )
    act = ObservationAct.objects.create(
        assignment=assignment,
        stage=facts.stage,
        started_at=facts.started_at,
        ended_at=facts.ended_at,
        participants=facts.participants,
        no_violations=facts.no_violations,
        remarks=facts.remarks.strip(),
    )
    _write_marks(act, facts.violations)
    if act.stage == ObservationAct.Stage.CONDUCT:  # at another stage nobody counts who writes
        reconciliation.record_act(
            session_id=assignment.session_id, act_id=act.pk, present=act.participants, by=by
        )
    record_event(
        action="act-submitted", target=act, by=by, session=assignment.session_id,
        no_violations=facts.no_violations, violations=len(facts.violations),
    )  # fmt: skip
    return act


def _write_marks(act: ObservationAct, violations: tuple[Violation, ...]) -> None:
    """A mark for every line in use, so that the act reads the same when the list changes."""
    broken = {violation.item_id: violation.comment.strip() for violation in violations}
    items = list(ChecklistItem.objects.filter(is_active=True))
    if broken.keys() - {item.pk for item in items}:
        raise RuleViolation(
            "unknown-item", "Лист наблюдения изменился, пока вы писали. Проверьте отметки."
        )
    ActMark.objects.bulk_create(
        ActMark(act=act, item=item, is_kept=item.pk not in broken, comment=broken.get(item.pk, ""))
        for item in items
    )


@transaction.atomic
def supplement_act(*, act_id: int, participants: int, reason: str, by: User) -> ActSupplement:
    """Say how many wrote where the act has no number to compare, or a wrong one.

    The act itself stays as it was handed in; the newest supplement is the one compared.

    Raises:
        ObservationAct.DoesNotExist: no such act for `by`.
        NotAllowed: neither its author nor staff of the committee.
        RuleViolation: session-cancelled, nobody-counted, same-number, no-reason.
    """
    visible = ObservationAct.objects.visible_to(by).for_table().select_for_update(of=("self",))
    act = visible.get(pk=act_id)
    permissions.check_can_supplement_act(by, act)
    session = act.assignment.session
    compared = Tally.objects.filter(session=session, source=Tally.Source.ACT, reference=act.pk)
    known = compared.values_list("present", flat=True).first()
    rules.check_can_be_supplemented(act, known=known, participants=participants)
    rules.check_reason_given(reason)
    supplement = ActSupplement.objects.create(
        act=act, participants=participants, reason=reason.strip(), made_by=by
    )
    reconciliation.record_act(session_id=session.pk, act_id=act.pk, present=participants, by=by)
    record_event(
        action="act-supplemented", target=act, by=by, session=session.pk, before=known,
        participants=participants, reason=supplement.reason,
    )  # fmt: skip
    return supplement
