"""The computation of signs over a procedure: what the job does. Writes, but decides nothing.

The rules are in `assessments.scoring`; here results become arrays and answers become rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
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
OWN_SAMPLE = "муниципалитет"
Shares = dict[int, ShareOfMaximum]


@dataclass
class Findings:
    """Signs by school, and the sample each work was compared with."""

    of_school: dict[int, list[tuple[Work | None, SignResult]]] = field(default_factory=dict)
    references: dict[str, dict[str, Any]] = field(default_factory=dict)
    participants: int = 0

    def add(self, school_id: int, work: Work | None, *signs: SignResult) -> None:
        self.of_school.setdefault(school_id, []).extend((work, sign) for sign in signs)

    @property
    def marked(self) -> int:
        """Schools with at least one official sign, by the formula alone."""
        rows = self.of_school.values()
        return sum(is_marked(sign for _, sign in signs) for signs in rows)


def compute_signs(*, procedure_id: int, job: Job) -> SignRun:
    """Compute every official sign of a procedure; a job that runs twice computes once.

    Returns the finished run. Earlier runs of the procedure stay as they are.
    """
    done = _finished_run(job)
    if done:
        return done
    procedure = Procedure.objects.get(pk=procedure_id)
    # Outside the transaction, so that the waiting person sees the progress and nobody is blocked.
    found = _find(procedure, job)
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)
        return _finished_run(job) or _save(procedure, job, found)


def _finished_run(job: Job) -> SignRun | None:
    return SignRun.objects.filter(job=job, finished_at__isnull=False).first()


def _find(procedure: Procedure, job: Job) -> Findings:
    found = Findings()
    steps = 0
    references = {one.work_id: one for one in Reference.objects.filter(procedure=procedure)}
    for work in official_works(procedure):
        reference = references.get(work.pk)
        for one in _signs_of(procedure, work, reference):
            found.add(one.school_id, work, one.inflated_mean, one.marks_mismatch)
        found.references[str(work.pk)] = _label(reference)
        steps += 1
        record_progress(job, done=steps, total=STEPS)
    for subject in SUBJECTS:
        for school_id, sign in _sharp_changes(procedure, subject):
            found.add(school_id, None, sign)
        steps += 1
        record_progress(job, done=steps, total=STEPS)
    results = Result.objects.took_part().filter(session__procedure=procedure)
    found.participants = results.count()
    return found


def official_works(procedure: Procedure) -> list[Work]:
    """Russian and mathematics of grades 4 and 5, one work each: the first form at base level."""
    chosen: dict[tuple[str, int], Work] = {}
    for work in procedure_works(procedure):
        key = (work.subject.code, work.grade)
        known = chosen.get(key)
        # «advanced» sorts before «base».
        if known is None or (known.level != Work.Level.BASE and work.level == Work.Level.BASE):
            chosen[key] = work
    return [work for (code, grade), work in chosen.items() if code in SUBJECTS and grade in GRADES]


def previous_of(procedure: Procedure) -> Procedure | None:
    """The same procedure a year earlier."""
    return Procedure.objects.filter(
        committee_id=procedure.committee_id,
        kind=procedure.kind,
        title=procedure.title,
        year=procedure.year - 1,
    ).first()


def reference_interval(reference: Reference | None) -> MeanInterval | None:
    if reference is None:
        return None
    return summary_interval(n=reference.n, mean=reference.mean, sd=reference.sd)


def _label(reference: Reference | None) -> dict[str, Any]:
    if reference is None:
        return {"title": OWN_SAMPLE, "own": True}
    return {
        "title": reference.title,
        "own": False,
        "n": reference.n,
        "mean": reference.mean,
        "sd": reference.sd,
    }


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


def _save(procedure: Procedure, job: Job, found: Findings) -> SignRun:
    schools = len(found.of_school)
    run = SignRun.objects.create(
        procedure=procedure,
        job=job,
        method=METHOD,
        started_by=job.started_by,
        schools=schools,
        marked_schools=found.marked,
        objectivity_index=objectivity_index(marked=found.marked, total=schools),
        participants=found.participants,
        thresholds={
            "z": Z,
            "iqr_factor": IQR_FACTOR,
            "percentiles": PERCENTILE_METHOD,
            "references": found.references,
        },
        finished_at=timezone.now(),
    )
    Sign.objects.bulk_create(
        (
            _row(run, school_id, work, sign)
            for school_id, signs in found.of_school.items()
            for work, sign in signs
        ),
        batch_size=500,
    )
    record_progress(job, done=STEPS, total=STEPS)
    record_event(action="signs-computed", target=procedure, by=job.started_by, run=run.pk)
    return run


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
