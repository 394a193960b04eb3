"""Work the clock starts."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from plans.services import digests


@shared_task
def send_digests() -> None:
    """From the hour of the morning on; who got a letter today gets no other one."""
    now = timezone.localtime()
    if now.hour >= settings.DIGEST_HOUR:
        digests.send_morning_digests(today=now.date())
