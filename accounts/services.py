"""Decisions about people and long work. Each function is one transaction."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import tasks
from accounts.models import Job, User

# A worker shows a sign of life at least this often; longer silence means it died.
SILENCE = datetime.timedelta(minutes=16)


@transaction.atomic
def start_job(*, kind: str, unique_key: str, by: User | None, args: dict[str, Any]) -> Job:
    """Queue long work, or give back the job that is already doing it.

    Args:
        kind: a name registered by `accounts.jobs.register_job`.
        unique_key: work that must not run twice at once shares a key.
        args: JSON values, ids only.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, unique_key=unique_key, args=args, started_by=by)
    except IntegrityError:
        return Job.objects.unfinished().get(unique_key=unique_key)
    tasks.run_job.delay_on_commit(job.pk)
    return job


def take_up_dead_jobs(*, now: datetime.datetime) -> int:
    """Wake a worker for every job that was lost: never picked up, or its worker fell silent.

    Returns how many were woken. A job that failed to finish `Job.MAX_ATTEMPTS` times is given up.
    """
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - SILENCE)
    silent.filter(attempts__gte=Job.MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        finished_at=now,
        error="Работа трижды прерывалась. Сообщите администратору.",
    )
    silent.update(state=Job.State.QUEUED)
    waiting = Job.objects.filter(
        state=Job.State.QUEUED, created_at__lt=now - datetime.timedelta(minutes=1)
    )
    woken = 0
    for job_id in waiting.values_list("pk", flat=True):
        tasks.run_job.delay(job_id)
        woken += 1
    return woken
