"""Decisions about long work. Each function is one transaction."""

import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import tasks
from accounts.models import Job, User

# A worker shows a sign of life at least this often; longer silence means it died.
SILENCE = datetime.timedelta(seconds=settings.JOB_SILENCE)


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
        running = Job.objects.unfinished().filter(unique_key=unique_key).first()
        # None: the other finished between our two looks, so the way is free now.
        return running or start_job(kind=kind, unique_key=unique_key, by=by, args=args)
    tasks.run_job.delay_on_commit(job.pk)  # type: ignore[attr-defined]  # celery's for Django
    return job


def do_at_once(*, kind: str, unique_key: str, by: User | None, args: dict[str, Any]) -> Job | None:
    """Do long work in this very process, without a worker; the job says how it went.

    Returns None where the same work is under way already. The arguments are those of `start_job`.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, unique_key=unique_key, args=args, started_by=by)
    except IntegrityError:
        return None
    tasks.work_off(job.pk)
    job.refresh_from_db()
    return job


def return_dead_jobs(*, now: datetime.datetime) -> None:
    """Put back into the queue what fell silent; give up what did so `Job.MAX_ATTEMPTS` times."""
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - SILENCE)
    silent.filter(attempts__gte=Job.MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        finished_at=now,
        error="Работа трижды прерывалась. Сообщите администратору.",
    )
    silent.update(state=Job.State.QUEUED)


def take_up_dead_jobs(*, now: datetime.datetime) -> int:
    """Wake a worker for every job that was lost: never picked up, or its worker fell silent.

    Returns how many were woken.
    """
    return_dead_jobs(now=now)
    waiting = Job.objects.filter(
        state=Job.State.QUEUED,
        created_at__lt=now - datetime.timedelta(seconds=settings.JOB_SWEEP),
    )
    woken = 0
    for job_id in waiting.values_list("pk", flat=True):
        tasks.run_job.delay(job_id)
        woken += 1
    return woken
