"""Letters. Each waits in the outbox until the mail server takes it."""

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from post_office.models import PRIORITY
from post_office.utils import cleanup_expired_mails, send_mail

from accounts.models import Invitation

# Bodies of letters hold personal data: long enough to answer «было ли письмо», and no longer.
LETTERS_KEPT = datetime.timedelta(days=90)


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


def purge_letters(*, now: datetime.datetime) -> int:
    """Remove letters older than `LETTERS_KEPT`, sent or not. Returns how many."""
    letters, _ = cleanup_expired_mails(now - LETTERS_KEPT, delete_attachments=True)
    return letters
