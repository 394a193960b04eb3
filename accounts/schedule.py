"""Work the clock starts."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from accounts import notices, services
from accounts.locks import held_alone
from accounts.services import retention


@shared_task
def sweep_jobs() -> None:
    services.take_up_dead_jobs(now=timezone.now())


@shared_task
def send_letters() -> None:
    """Empty the outbox; a dead mail server leaves the letters there for the next time.

    What has left and held a link into an account is blanked in the same go.
    """
    with held_alone("outbox") as alone:
        if alone:
            call_command("send_queued_mail", processes=1, verbosity=0)
    notices.forget_links(now=timezone.now())


@shared_task
def purge_letters() -> None:
    """Old letters go for good: their texts hold personal data."""
    notices.purge_letters(now=timezone.now())


@shared_task
def erase_destroyed() -> None:
    """What a crash left between the act and the files."""
    retention.erase_left(now=timezone.now())
