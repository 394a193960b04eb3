"""Long work of this room. Ids in, one plain function called, nothing else."""

import datetime

from django.urls import reverse

from accounts.jobs import register_job
from accounts.models import Job
from assessments.computation import compute_signs, make_schedule

COMPUTE_SIGNS = "compute-signs"
MAKE_SCHEDULE = "make-schedule"


@register_job(COMPUTE_SIGNS, title="Расчёт признаков")
def run_computation(job: Job) -> None:
    run = compute_signs(procedure_id=job.args["procedure_id"], job=job)
    job.result = {"run": run.pk, "next": f"{reverse('assessments:sign-list')}?run={run.pk}"}


@register_job(MAKE_SCHEDULE, title="Составление расписания")
def run_schedule(job: Job) -> None:
    procedure_id = job.args["procedure_id"]
    counts = make_schedule(
        procedure_id=procedure_id,
        shift=job.args["shift"],
        today=datetime.date.fromisoformat(job.args["today"]),
        job=job,
    )
    address = reverse("assessments:schedule-make", args=[procedure_id])
    job.result = {**counts._asdict(), "next": address}
