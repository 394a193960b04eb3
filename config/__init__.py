"""Settings, routes, clock and the pages that look into every room. No rule of the domain."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
