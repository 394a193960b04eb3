"""Long work of this room. Ids in, one plain function called, nothing else."""

from django.urls import reverse

from accounts.jobs import register_job
from accounts.models import Job
from assessments.computation import compute_signs

COMPUTE_SIGNS = "compute-signs"


@register_job(COMPUTE_SIGNS, title="Расчёт признаков")
def run_computation(job: Job) -> None:
    run = compute_signs(procedure_id=job.args["procedure_id"], job=job)
    job.result = {"run": run.pk, "next": f"{reverse('assessments:sign-list')}?run={run.pk}"}
