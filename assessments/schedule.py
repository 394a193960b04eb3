"""Work the clock starts."""

from celery import shared_task
from django.utils import timezone

from assessments.services import draws, reconciliation, wizard
from assessments.services.imports import kept, marking  # noqa: F401  # jobs for the worker


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
    """What nobody has confirmed: forms go after a week, files of ФИС ОКО after thirty days."""
    wizard.remove_stale_drafts(now=timezone.now())
    kept.remove_stale(now=timezone.now())
