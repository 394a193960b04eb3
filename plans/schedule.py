"""Work the clock starts."""

from celery import shared_task
from django.utils import timezone

from plans.services import digests, occurrences


@shared_task
def send_digests() -> None:
    """To everybody whose hour has come; who got a letter today gets no other one.

    An hour at which the portal stood still is caught up on the same day.
    """
    now = timezone.localtime()
    digests.send_digests(today=now.date(), hour=now.hour)


@shared_task
def refresh_due_dates() -> None:
    """At night: new schools, days off and answers are reckoned with by the morning's letters."""
    occurrences.refresh_all()
