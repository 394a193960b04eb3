"""The computation of signs over a procedure: what the job does. Writes, but decides nothing.

The rules are in `assessments.scoring`; here results become arrays and answers become rows.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.jobs import record_progress
from accounts.models import Job
from assessments.models import Procedure, Reference, Result, Sign, SignRun, Work
from assessments.reports.arrays import procedure_works, work_arrays
from assessments.scoring.cohorts import IQR_FACTOR, PERCENTILE_METHOD, cohort_change, pair_years
from assessments.scoring.official_2019 import objectivity_index, summary_interval
from assessments.scoring.results import (
    METHOD,
    MarksMismatch,
    MeanInterval,
    ShareOfMaximum,
    SignResult,
    Z,
    is_marked,
)
from assessments.scoring.works import SchoolSigns, signs_of_work

# The official list is about these works only.
SUBJECTS = ("RU", "MA")
GRADES = (4, 5)
STEPS = len(SUBJECTS) * len(GRADES) + len(SUBJECTS) + 1
OwnReference = dict[str, Any]
Shares = dict[int, ShareOfMaximum]


@transaction.atomic
def compute_signs(*, procedure_id: int, job: Job) -> SignRun:
    """Compute every official sign of a procedure; a job that runs twice computes once.

    Returns the finished run. Earlier runs of the procedure stay as they are.
    """
    Job.objects.select_for_update().get(pk=job.pk)
    done = SignRun.objects.filter(job=job, finished_at__isnull=False).first()
    if done:
        return done
    procedure = Procedure.objects.get(pk=procedure_id)
    run = SignRun.objects.create(
        procedure=procedure, job=job, method=METHOD, started_by=job.started_by
    )
    steps = _Steps(job)
    found: dict[int, list[tuple[Work | None, SignResult]]] = {}
    references: dict[str, OwnReference] = {}
    for work in official_works(procedure):
        reference = Reference.objects.filter(procedure=procedure, work=work).first()
        for one in _signs_of(procedure, work, reference):
            rows = found.setdefault(one.school_id, [])
            rows += [(work, one.inflated_mean), (work, one.marks_mismatch)]
        references[work.label] = _label(reference)
        steps.next()
    for subject in SUBJECTS:
        for school_id, sign in _sharp_changes(procedure, subject):
            found.setdefault(school_id, []).append((None, sign))
        steps.next()
    _save(run, found, references)
    return run


class _Steps:
    """Progress of one job, step by step."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done = 0

    def next(self) -> None:
        self.done += 1
        record_progress(self.job, done=self.done, total=STEPS)


def official_works(procedure: Procedure) -> list[Work]:
    """Russian and mathematics of grades 4 and 5, one work each: the first form at base level."""
    chosen: dict[tuple[str, int], Work] = {}
    for work in procedure_works(procedure):
        key = (work.subject.code, work.grade)
        if work.subject.code in SUBJECTS and work.grade in GRADES:
            chosen.setdefault(key, work)
    return list(chosen.values())


def previous_of(procedure: Procedure) -> Procedure | None:
    """The same procedure a year earlier."""
    return Procedure.objects.filter(
        committee_id=procedure.committee_id, kind=procedure.kind, year=procedure.year - 1
    ).first()


def reference_interval(reference: Reference | None) -> MeanInterval | None:
    if reference is None:
        return None
    return summary_interval(n=reference.n, mean=reference.mean, sd=reference.sd)


def _label(reference: Reference | None) -> OwnReference:
    if reference is None:
        return {"title": "муниципалитет", "own": True}
    return {"title": reference.title, "own": False, "n": reference.n}


def _signs_of(
    procedure: Procedure, work: Work, reference: Reference | None = None
) -> list[SchoolSigns]:
    arrays = work_arrays(procedure, work)
    return signs_of_work(
        subject=work.subject.code,
        grade=work.grade,
        school_ids=arrays.school_ids,
        totals=arrays.totals,
        journal_marks=arrays.journal_marks,
        max_total=arrays.max_total,
        reference=reference_interval(reference),
    )


def _shares(procedure: Procedure | None, subject: str, grade: int) -> Shares:
    """What part of all points each school got in one work; empty where there was none."""
    if procedure is None:
        return {}
    for work in official_works(procedure):
        if (work.subject.code, work.grade) == (subject, grade):
            return {one.school_id: one.share for one in _signs_of(procedure, work)}
    return {}


def _sharp_changes(procedure: Procedure, subject: str) -> Iterator[tuple[int, SignResult]]:
    """Grade 4 of last year against grade 5 of this one; nothing without both years."""
    before = _shares(previous_of(procedure), subject, GRADES[0])
    after = _shares(procedure, subject, GRADES[1])
    if not before or not after:
        return
    change = cohort_change(subject=subject, cohorts=pair_years(before=before, after=after))
    for signs in (change.rises, change.falls):
        yield from signs.items()


def _save(
    run: SignRun,
    found: dict[int, list[tuple[Work | None, SignResult]]],
    references: dict[str, OwnReference],
) -> None:
    Sign.objects.bulk_create(
        (
            _row(run, school_id, work, sign)
            for school_id, signs in found.items()
            for work, sign in signs
        ),
        batch_size=500,
    )
    marked = sum(is_marked(sign for _, sign in signs) for signs in found.values())
    run.schools = len(found)
    run.marked_schools = marked
    run.objectivity_index = objectivity_index(marked=marked, total=len(found))
    run.participants = Result.objects.took_part().filter(session__procedure=run.procedure).count()
    run.thresholds = {
        "z": Z,
        "iqr_factor": IQR_FACTOR,
        "percentiles": PERCENTILE_METHOD,
        "references": references,
    }
    run.finished_at = timezone.now()
    run.save()


def _row(run: SignRun, school_id: int, work: Work | None, sign: SignResult) -> Sign:
    corrected = sign.tie_corrected if isinstance(sign, MarksMismatch) else None
    inputs = dict(sign.inputs)
    if isinstance(sign, MarksMismatch):
        inputs["tie_corrected_lower"] = sign.tie_corrected_lower
        inputs["tie_corrected_upper"] = sign.tie_corrected_upper
        inputs["own_flagged"] = sign.own_flagged
    return Sign(
        run=run,
        school_id=school_id,
        work=work,
        kind=sign.kind,
        code=sign.code,
        value=sign.value,
        corrected_value=corrected,
        lower=sign.lower,
        upper=sign.upper,
        reference_lower=sign.reference_lower,
        reference_upper=sign.reference_upper,
        n=sign.n,
        n_reference=sign.n_reference,
        flagged=sign.flagged,
        evidence=sign.evidence,
        inputs=inputs,
        thresholds=sign.thresholds,
        warnings=[*([sign.reason] if sign.reason else []), *sign.warnings],
    )
