"""The web server. In embedded mode its one process is worker and clock too (docs/why, ADR 2)."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Inside the container; `make run` binds to the loopback.
bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = 1 if settings.EMBEDDED else 2
threads = 8 if settings.EMBEDDED else 4
if not settings.EMBEDDED:
    # A busy worker takes no more than its threads can serve: the rest waits for whichever worker
    # is free. A connection kept open would stay with the busy one; nginx opens its own each time.
    worker_connections = threads
    keepalive = 0
timeout = 60  # seconds
graceful_timeout = 20  # seconds
accesslog = None
control_socket_disable = True
# Uploaded forms are small; a header longer than this is nobody's browser.
limit_request_field_size = 8190


def post_worker_init(worker: object) -> None:
    """After the fork: threads do not survive one."""
    if settings.EMBEDDED:
        # Imported here: before the fork the application must not be loaded.
        from config.embedded import start_background

        start_background()
