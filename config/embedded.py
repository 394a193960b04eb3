"""Embedded mode: a Celery worker and its clock as threads of the web process.

The broker is this process's memory; what must not be lost stands in the database (jobs, outbox,
digests) and is taken up again by the clock after a crash.
"""

import logging
import threading
import time
from collections.abc import Callable

from celery.beat import Scheduler, Service
from django.db import connections

from config.celery import app

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds before a thread that broke starts again


def run_worker() -> None:
    app.WorkController(
        pool="solo", concurrency=1, without_mingle=True, without_gossip=True, without_heartbeat=True
    ).start()


def run_clock() -> None:
    Service(app, max_interval=10, scheduler_cls=Scheduler).start()


def keep_running(work: Callable[[], None]) -> None:
    while True:
        try:
            work()
        except Exception:
            logger.exception("%s stopped, starts again", work.__name__)
        finally:
            connections.close_all()
        time.sleep(PAUSE)


def start_background() -> None:
    """Start both threads; they end with the process."""
    for work in (run_worker, run_clock):
        threading.Thread(target=keep_running, args=(work,), name=work.__name__, daemon=True).start()
