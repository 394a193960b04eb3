"""Letters. Each waits in the outbox until the mail server takes it."""

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from post_office.models import PRIORITY, STATUS, Email
from post_office.utils import cleanup_expired_mails, send_mail

from accounts.models import Invitation

# Bodies of letters hold personal data: long enough to answer «было ли письмо», and no longer.
LETTERS_KEPT = datetime.timedelta(days=90)
# As long as an invitation lasts: a letter that has not left by then opens nothing any more.
KEYS_KEPT = datetime.timedelta(days=7)
FORGOTTEN = "Здесь была одноразовая ссылка. Портал стёр её, когда письмо ушло."


def queue_letter(*, to: str, subject: str, text: str) -> bool:
    """Put a letter into the outbox, in the transaction of the decision it tells of.

    The text goes as it is. `post_office.mail.send` would read it as a template, and what people
    typed would become code; hence `send_mail`, which does not.

    Returns:
        False where there is no address to write to.
    """
    if not to:
        return False
    one_line = " ".join(subject.split())
    send_mail(one_line, text, settings.DEFAULT_FROM_EMAIL, [to], priority=PRIORITY.medium)
    return True


def queue_invitation(invitation: Invitation, link: str) -> bool:
    person = invitation.person
    text = render_to_string(
        "emails/invitation.txt", {"invitation": invitation, "person": person, "link": link}
    )
    return queue_letter(to=person.email, subject="Приглашение в портал объективности", text=text)


def forget_links(*, now: datetime.datetime) -> int:
    """Blank the invitations that have left or never will: their text is a key to an account.

    The letter itself stays, so that «было ли письмо» has its answer. Returns how many.
    """
    address = settings.PORTAL_URL + reverse("accounts:invitation-accept", args=["_"])
    prefix = address.removesuffix("_/").removesuffix("_")
    held = Email.objects.filter(message__contains=prefix)
    held.exclude(status=STATUS.sent).filter(created__lt=now - KEYS_KEPT).update(
        status=STATUS.failed
    )
    return held.filter(status__in=(STATUS.sent, STATUS.failed)).update(message=FORGOTTEN)


def purge_letters(*, now: datetime.datetime) -> int:
    """Remove letters older than `LETTERS_KEPT`, sent or not. Returns how many."""
    letters, _ = cleanup_expired_mails(now - LETTERS_KEPT, delete_attachments=True)
    return letters
