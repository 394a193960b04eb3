"""The Celery application: tasks found in the `tasks` and `schedule` of every app.

The settings, the clock's table among them, are read at first use: this package must be importable
without them (`python -m config.assets`).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")
