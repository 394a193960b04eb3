"""A case, step by step: opened by a sign, explained by the school, helped, watched, closed."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import Person, User
from schools import permissions, rules
from schools.models import Case, CaseDecision, CaseEvidence, School


@transaction.atomic
def open_case(
    *,
    school_id: int,
    year: int,
    title: str,
    source: str,
    summary: str,
    reference: str = "",
    explanation_due_on: datetime.date | None = None,
    by: User,
) -> Case:
    """Open a case on a school, or add the evidence to the one that is open.

    Args:
        year: whose results the case is about.
        source: a `CaseEvidence.Source`.
        reference: stable name of what was seen, `assessments.sign:12`; the same one is added once.

    Raises:
        NotAllowed: `by` is not a committee editor.
        School.DoesNotExist: the school is another committee's.
    """
    permissions.check_can_run_cases(by)
    school = School.objects.visible_to(by).get(pk=school_id)
    case, created = (
        Case.objects.open()
        .select_for_update()
        .get_or_create(
            school=school,
            defaults={
                "year": year,
                "title": title,
                "opened_by": by,
                "explanation_due_on": explanation_due_on,
            },
        )
    )
    _add_evidence(case, source=source, summary=summary, reference=reference, by=by)
    record_event(
        action="case-opened" if created else "case-evidence-added",
        target=case,
        by=by,
        source=source,
        reference=reference,
    )
    return case


def _add_evidence(case: Case, *, source: str, summary: str, reference: str, by: User) -> None:
    if reference and case.evidence.filter(reference=reference).exists():
        return
    CaseEvidence.objects.create(
        case=case, source=source, summary=summary, reference=reference, added_by=by
    )


def _locked(case_id: int, version: int, by: User) -> Case:
    case = Case.objects.visible_to(by).select_for_update().get(pk=case_id)
    rules.check_not_closed(case)
    rules.check_not_stale(case, version)
    return case


def _save(case: Case, *, action: str, by: User, **details: Any) -> Case:
    case.version += 1
    case.save()
    record_event(action=action, target=case, by=by, **details)
    return case


@transaction.atomic
def explain_case(*, case_id: int, version: int, text: str, by: User) -> Case:
    """The school says what it knows about the sign.

    Raises:
        NotAllowed: `by` does not answer for this school.
        RuleViolation: case-closed, stale, case-move, empty-explanation.
    """
    permissions.check_can_explain(by, Case.objects.get(pk=case_id))
    case = _locked(case_id, version, by)
    rules.check_can_become(case, Case.Status.EXPLAINED)
    rules.check_explained_in_words(text)
    case.status = Case.Status.EXPLAINED
    case.explanation = text.strip()
    case.explained_at = timezone.now()
    case.explained_by = by
    return _save(case, action="case-explained", by=by)


@transaction.atomic
def appoint_curator(
    *,
    case_id: int,
    version: int,
    curator_id: int | None,
    curator_school_id: int | None,
    by: User,
) -> Case:
    """Name the person, the school, or both, who help.

    Raises:
        RuleViolation: case-closed, stale, own-curator, no-curator.
    """
    permissions.check_can_run_cases(by)
    case = _locked(case_id, version, by)
    rules.check_curator_is_another_school(case, curator_school_id)
    case.curator = Person.objects.visible_to(by).get(pk=curator_id) if curator_id else None
    case.curator_school = (
        School.objects.visible_to(by).get(pk=curator_school_id) if curator_school_id else None
    )
    rules.check_has_curator(case)
    return _save(case, action="case-curator-appointed", by=by)


@transaction.atomic
def decide_case(
    *,
    case_id: int,
    version: int,
    status: str,
    decision: str,
    exit_condition: str = "",
    by: User,
) -> Case:
    """Help the school or keep watching; recommendations and the way out stand in the decision.

    Earlier decisions stay as they were, each with its day.

    Raises:
        RuleViolation: case-closed, stale, case-move, no-decision, no-curator.
    """
    permissions.check_can_run_cases(by)
    case = _locked(case_id, version, by)
    rules.check_can_become(case, status)
    rules.check_decided_in_words(decision)
    if status == Case.Status.HELPED:
        rules.check_has_curator(case)
    before, case.status = case.status, Case.Status(status)
    case.decision = decision.strip()
    case.exit_condition = exit_condition.strip()
    CaseDecision.objects.create(
        case=case,
        status=case.status,
        text=case.decision,
        exit_condition=case.exit_condition,
        decided_by=by,
    )
    return _save(case, action="case-decided", by=by, before=before, after=status)


@transaction.atomic
def move_due_date(
    *, case_id: int, version: int, explanation_due_on: datetime.date, by: User
) -> Case:
    """Until when the school is asked to explain; while it has not, the day may be moved."""
    permissions.check_can_run_cases(by)
    case = _locked(case_id, version, by)
    rules.check_can_move_due_date(case)
    before, case.explanation_due_on = case.explanation_due_on, explanation_due_on
    return _save(
        case,
        action="case-due-date-moved",
        by=by,
        before=before and before.isoformat(),
        after=explanation_due_on.isoformat(),
    )


@transaction.atomic
def close_case(*, case_id: int, version: int, outcome: str, conclusion: str, by: User) -> Case:
    """The case is over: why, in words. A closed case is history and is never changed.

    Raises:
        RuleViolation: case-closed, stale, no-outcome, no-conclusion.
    """
    permissions.check_can_run_cases(by)
    case = _locked(case_id, version, by)
    rules.check_can_become(case, Case.Status.CLOSED)
    rules.check_closing(outcome, conclusion)
    case.status = Case.Status.CLOSED
    case.outcome = outcome
    case.conclusion = conclusion.strip()
    case.closed_at = timezone.now()
    case.closed_by = by
    return _save(case, action="case-closed", by=by, outcome=outcome)
