"""Decisions about signs: compute them, compare with another sample, open a case on a school."""

import datetime

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import Job, User
from accounts.services import start_job
from assessments import permissions, rules
from assessments.models import Procedure, Reference, Sign, SignRun
from assessments.reports.wording import evidence_line
from assessments.tasks import COMPUTE_SIGNS
from schools.models import Case, CaseEvidence
from schools.services import cases

# «В течение 15 календарных дней после получения результатов»: usual in published plans.
TIME_TO_EXPLAIN = datetime.timedelta(days=15)


@transaction.atomic
def start_computation(*, procedure_id: int, by: User) -> Job:
    """Queue the computation; while one runs, everybody gets the same job.

    Raises:
        NotAllowed: `by` is not a committee editor.
        RuleViolation: no-results.
    """
    permissions.check_can_compute_signs(by)
    procedure = Procedure.objects.get(pk=procedure_id)
    rules.check_has_results(procedure)
    job = start_job(
        kind=COMPUTE_SIGNS,
        unique_key=f"{COMPUTE_SIGNS}:{procedure_id}",
        by=by,
        args={"procedure_id": procedure_id},
    )
    record_event(action="signs-computation-started", target=procedure, by=by, job=job.pk)
    return job


@transaction.atomic
def set_reference(
    *,
    procedure_id: int,
    work_id: int,
    title: str,
    source: str,
    mean: float,
    sd: float,
    n: int,
    by: User,
) -> Reference:
    """Record a sample to compare with, from its report; the next computation uses it."""
    permissions.check_can_compute_signs(by)
    reference, _ = Reference.objects.update_or_create(
        procedure_id=procedure_id,
        work_id=work_id,
        defaults={"title": title, "source": source, "mean": mean, "sd": sd, "n": n},
    )
    record_event(action="reference-set", target=reference, by=by, work=work_id)
    return reference


@transaction.atomic
def open_case_on_signs(*, run_id: int, school_id: int, today: datetime.date, by: User) -> Case:
    """Open a case on a school with every sign of the run that fired as its evidence.

    Pressed twice it is the same case with the same evidence.

    Raises:
        RuleViolation: no-signs.
    """
    permissions.check_can_compute_signs(by)
    run = SignRun.objects.select_related("procedure").get(pk=run_id)
    fired = list(
        Sign.objects.filter(run=run, school_id=school_id)
        .flagged()
        .select_related("work__subject", "run__procedure")
    )
    if not fired:
        raise RuleViolation("no-signs", "У школы нет сработавших признаков в этом расчёте.")
    opened = [
        cases.open_case(
            school_id=school_id,
            year=run.procedure.year,
            title=f"признаки {run.procedure}, требуют проверки",
            source=CaseEvidence.Source.SIGN,
            summary=evidence_line(sign),
            reference=f"assessments.sign:{run.procedure_id}:{sign.code}",
            explanation_due_on=today + TIME_TO_EXPLAIN,
            by=by,
        )
        for sign in fired
    ]
    return opened[-1]
