"""Which function does which kind of long work. `tasks.py` of every app registers its own."""

from collections.abc import Callable

from django.utils import timezone

from accounts.models import Job

JobFunction = Callable[[Job], None]
JOB_KINDS: dict[str, JobFunction] = {}
# What the waiting person reads above the progress bar.
JOB_TITLES: dict[str, str] = {}


def register_job(
    kind: str, *, title: str = "Длительная работа"
) -> Callable[[JobFunction], JobFunction]:
    """Name the function that does this kind of job; the function itself stays as it is."""

    def remember(function: JobFunction) -> JobFunction:
        JOB_KINDS[kind] = function
        JOB_TITLES[kind] = title
        return function

    return remember


def record_progress(job: Job, *, done: int, total: int) -> None:
    """Tell the waiting person how far we are, and the sweeper that we live."""
    Job.objects.filter(pk=job.pk).update(
        steps_done=done, steps_total=total, heartbeat_at=timezone.now()
    )
