"""Follow-ups started by services. Ids in, one plain function called, nothing else."""

import logging

from celery import shared_task
from django.db.models import F
from django.utils import timezone

from accounts.jobs import JOB_KINDS
from accounts.models import Job

logger = logging.getLogger(__name__)


@shared_task(time_limit=15 * 60)  # seconds
def run_job(job_id: int) -> None:
    work_off(job_id)


def work_off(job_id: int) -> bool:
    """Do one queued job. Of two workers woken for it, one works and the other gets False."""
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=timezone.now()
    )
    if not taken:
        return False
    job = Job.objects.get(pk=job_id)
    state, error = Job.State.DONE, ""
    try:
        JOB_KINDS[job.kind](job)
    except Exception:
        # Whatever broke, the waiting person must learn of it; the cause is for the log.
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        state = Job.State.FAILED
        error = "Не получилось из-за ошибки в программе. Повторите или сообщите администратору."
    # Only while the job is still ours: a worker taken for dead must not overwrite its successor.
    ours = Job.objects.filter(pk=job_id, state=Job.State.RUNNING, attempts=job.attempts)
    ours.update(state=state, error=error, result=job.result, finished_at=timezone.now())
    return True
