"""The Celery application: static clock, tasks found in the `tasks` and `schedule` of every app."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")

# Every entry may be fired by two clocks at once: what it does is unique by a key in the database.
app.conf.beat_schedule = {
    "take up jobs that died": {
        "task": "accounts.schedule.sweep_jobs",
        "schedule": settings.JOB_SWEEP,
    },
    "empty the outbox": {"task": "accounts.schedule.send_letters", "schedule": 30.0},
    "purge old letters": {
        "task": "accounts.schedule.purge_letters",
        "schedule": crontab(hour=3, minute=20),
    },
    "morning digests": {"task": "plans.schedule.send_digests", "schedule": 300.0},
}
