"""`python manage.py run_jobs`: works off what is queued, for those without a worker."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import services, tasks
from accounts.models import Job


class Command(BaseCommand):
    help = "Выполнить задания из очереди, не дожидаясь работника, и выйти."

    def handle(self, *args: Any, **options: Any) -> None:
        services.return_dead_jobs(now=timezone.now())
        queued = Job.objects.filter(state=Job.State.QUEUED).order_by("pk")
        taken = [job_id for job_id in queued.values_list("pk", flat=True) if tasks.work_off(job_id)]
        failed = Job.objects.filter(pk__in=taken, state=Job.State.FAILED).count()
        print(f"Выполнено заданий: {len(taken) - failed}, не удалось: {failed}.")
