"""Work the clock starts."""

from celery import shared_task
from django.utils import timezone

from assessments.services import draws, reconciliation, wizard
from assessments.services.imports import kept  # noqa: F401  # registers its jobs with the worker


@shared_task
def draw_subjects() -> None:
    """Early in the morning: schools learn of their subjects a week before."""
    draws.draw_due_subjects(today=timezone.localdate())


@shared_task
def count_missed_results() -> None:
    """At night: results that came before numbers were compared, or past the services."""
    reconciliation.count_missed()


@shared_task
def remove_stale_drafts() -> None:
    """Files that nobody has confirmed go after a week."""
    wizard.remove_stale_drafts(now=timezone.now())
