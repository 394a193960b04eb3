"""Work the clock starts."""

from celery import shared_task
from django.utils import timezone

from assessments.services import draws


@shared_task
def draw_subjects() -> None:
    """Early in the morning: schools learn of their subjects a week before."""
    draws.draw_due_subjects(today=timezone.localdate())
