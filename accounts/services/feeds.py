"""What is decided alike about every private calendar address, whatever stands under it."""

import datetime
import secrets
from typing import TypeVar

from django.db import transaction

from accounts.audit import record_event
from accounts.models import Feed, User
from accounts.services.people import hash_token

F = TypeVar("F", bound=Feed)


@transaction.atomic
def make_feed(feeds: type[F], *, by: User, now: datetime.datetime) -> str:
    """A new address of this kind for the account; the one before stops working.

    Returns the token, which nobody will be able to read again.
    """
    _revoke_standing(feeds, by, now)
    token = secrets.token_urlsafe(32)
    feed = feeds._default_manager.create(user=by, token_sha256=hash_token(token))
    record_event(action="feed-made", target=feed, by=by)
    return token


@transaction.atomic
def revoke_feed(feeds: type[F], *, by: User, now: datetime.datetime) -> bool:
    """Stop the address. Returns False where there was none."""
    return _revoke_standing(feeds, by, now)


def find_feed(feeds: type[F], token: str) -> F | None:
    """What stands behind a token, while it stands and its owner may enter the portal."""
    standing = feeds._default_manager.filter(revoked_at__isnull=True, user__is_active=True)
    return standing.select_related("user__person").filter(token_sha256=hash_token(token)).first()


def _revoke_standing(feeds: type[F], by: User, now: datetime.datetime) -> bool:
    """The account is locked first: of two clicks the later one revokes the earlier one's."""
    User.objects.select_for_update().get(pk=by.pk)
    standing = list(feeds._default_manager.filter(user=by, revoked_at__isnull=True))
    for feed in standing:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        record_event(action="feed-revoked", target=feed, by=by)
    return bool(standing)
