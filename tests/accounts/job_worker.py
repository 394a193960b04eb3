"""A worker of its own process and database, for the test that kills it.

Run as `python -m tests.accounts.job_worker start|again`: `start` takes a job and hangs in it.
"""

import datetime
import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import jobs, services, tasks  # noqa: E402
from accounts.models import Job  # noqa: E402

HANGS = sys.argv[1] == "start"


@jobs.register_job("count")
def count(job):
    jobs.record_progress(job, done=1, total=2)
    print("started", flush=True)
    if HANGS:
        time.sleep(60)
    job.result = {"done in attempt": job.attempts}


if HANGS:
    call_command("migrate", "accounts", verbosity=0)
    tasks.work_off(Job.objects.create(kind="count", unique_key="count").pk)
else:
    tasks.work_off(Job.objects.get().pk)
    print("too early:", Job.objects.get().state, flush=True)
    services.return_dead_jobs(now=timezone.now() + services.SILENCE + datetime.timedelta(minutes=1))
    tasks.work_off(Job.objects.get().pk)
    print(Job.objects.get().state, Job.objects.get().result, flush=True)
