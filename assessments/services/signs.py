"""Decisions about signs: compute them, compare with another sample, open a case on a school."""

import datetime

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import Job, User
from accounts.services import do_at_once, start_job
from assessments import permissions, rules
from assessments.models import Procedure, Reference, ReportedSample, Sign, SignRun
from assessments.reports.wording import evidence_line
from assessments.rules.imports import check_sample_has_scores
from assessments.scoring.distributions import summary_of
from assessments.tasks import COMPUTE_SIGNS
from schools.models import Case, CaseEvidence, School
from schools.services import cases

# «В течение 15 календарных дней после получения результатов»: usual in published plans.
TIME_TO_EXPLAIN = datetime.timedelta(days=15)


@transaction.atomic
def start_computation(*, procedure_id: int, by: User) -> Job:
    """Queue the computation; while one runs, everybody gets the same job.

    Raises:
        NotAllowed: `by` is not a committee editor.
        Procedure.DoesNotExist: the procedure is another committee's.
        RuleViolation: no-results.
    """
    permissions.check_can_compute_signs(by)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    rules.check_has_results(procedure)
    job = start_job(
        kind=COMPUTE_SIGNS,
        unique_key=unique_key(procedure_id),
        by=by,
        args={"procedure_id": procedure_id},
    )
    record_event(action="signs-computation-started", target=procedure, by=by, job=job.pk)
    return job


def unique_key(procedure_id: int) -> str:
    return f"{COMPUTE_SIGNS}:{procedure_id}"


def running_job(procedure: Procedure) -> Job | None:
    return Job.objects.unfinished().filter(unique_key=unique_key(procedure.pk)).first()


def compute_now(*, procedure_id: int, by: User | None = None) -> SignRun:
    """Compute at once, in this very process: for whoever has the machine, without a worker.

    Raises:
        RuleViolation: no-results, already-running, failed.
    """
    procedure = Procedure.objects.get(pk=procedure_id)
    rules.check_has_results(procedure)
    job = do_at_once(
        kind=COMPUTE_SIGNS,
        unique_key=unique_key(procedure_id),
        by=by,
        args={"procedure_id": procedure_id},
    )
    if job is None:
        raise RuleViolation(
            "already-running", f"{procedure}: расчёт уже идёт. Дождитесь его окончания."
        )
    run = SignRun.objects.finished().filter(job=job).first()
    if run is None:
        raise RuleViolation("failed", f"{procedure}: расчёт не удался, причина в журнале портала.")
    return run


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
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    reference, _ = Reference.objects.update_or_create(
        procedure=procedure,
        work_id=work_id,
        defaults={"title": title, "source": source, "mean": mean, "sd": sd, "n": n},
    )
    record_event(action="reference-set", target=procedure, by=by, work=work_id)
    return reference


@transaction.atomic
def refer_to_sample(*, sample_id: int, by: User) -> Reference:
    """Compare a work with a group of a report from now on.

    Raises:
        NotAllowed: `by` is not a committee editor.
        ReportedSample.DoesNotExist: another committee's.
        RuleViolation: no-scores.
    """
    permissions.check_can_compute_signs(by)
    samples = ReportedSample.objects.visible_to(by).select_related("procedure")
    sample = samples.get(pk=sample_id)
    check_sample_has_scores(sample)
    summary = summary_of([(sample.participants, sample.values)])
    if summary is None:
        raise RuleViolation("no-scores", "В строке нет распределения баллов.")
    reference, _ = Reference.objects.update_or_create(
        procedure=sample.procedure,
        work_id=sample.work_id,
        defaults={
            "title": sample.title[:200],
            "source": f"Распределение первичных баллов, {sample.source}"[:300],
            "mean": summary.mean,
            "sd": summary.sd,
            "n": summary.n,
            "distribution": [round(count, 3) for count in summary.counts],
        },
    )
    record_event(action="reference-set", target=sample.procedure, by=by, work=sample.work_id)
    return reference


@transaction.atomic
def remove_reference(*, procedure_id: int, work_id: int, by: User) -> None:
    """Go back to comparing the work with the municipality itself."""
    permissions.check_can_compute_signs(by)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    removed, _ = Reference.objects.filter(procedure=procedure, work_id=work_id).delete()
    if removed:
        record_event(action="reference-removed", target=procedure, by=by, work=work_id)


def evidence_name(sign: Sign) -> str:
    """The same sign of the same procedure is the same evidence, however often computed."""
    return f"assessments.sign:{sign.run.procedure_id}:{sign.code}"


def signs_for_case(run: SignRun, school_id: int) -> list[Sign]:
    """What fired in this run and stands in no open case of the school yet."""
    fired = Sign.objects.filter(run=run, school_id=school_id).worth_a_look().for_reading()
    open_cases = Case.objects.open().filter(school_id=school_id)
    known = set(
        CaseEvidence.objects.filter(case__in=open_cases).values_list("reference", flat=True)
    )
    return [sign for sign in fired if evidence_name(sign) not in known]


@transaction.atomic
def open_case_on_signs(*, run_id: int, school_id: int, today: datetime.date, by: User) -> Case:
    """Open a case on a school with every sign that fired as its evidence, or add them to it.

    Pressed twice it is the same case with the same evidence.

    Raises:
        NotAllowed: `by` is not a committee editor.
        SignRun.DoesNotExist, School.DoesNotExist: another committee's.
        RuleViolation: old-run, no-signs.
    """
    permissions.check_can_compute_signs(by)
    run = SignRun.objects.visible_to(by).finished().select_related("procedure").get(pk=run_id)
    # Two editors at once: the second waits here and finds the case of the first.
    school = School.objects.visible_to(by).select_for_update().get(pk=school_id)
    rules.check_newest_run(run)
    case = Case.objects.open().filter(school=school).first()
    fresh = signs_for_case(run, school.pk)
    for sign in fresh:
        case = cases.open_case(
            school_id=school.pk,
            year=run.procedure.year,
            title=f"признаки {run.procedure}, требуют проверки",
            source=CaseEvidence.Source.SIGN,
            summary=evidence_line(sign),
            reference=evidence_name(sign),
            explanation_due_on=today + TIME_TO_EXPLAIN,
            by=by,
        )
    if case is None or not (fresh or _rests_on(case, run)):
        raise RuleViolation("no-signs", "У школы нет сработавших признаков в этом расчёте.")
    return case


def _rests_on(case: Case, run: SignRun) -> bool:
    name = f"assessments.sign:{run.procedure_id}:"
    return case.evidence.filter(reference__startswith=name).exists()
