"""What a view really receives."""

import hashlib

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PortalRequest(HttpRequest):
    """Someone is logged in, and htmx is known: middleware guarantees both."""

    user: User
    htmx: HtmxDetails


def is_too_often(request: HttpRequest, what: str, *, times: int, seconds: int) -> bool:
    """Whether this address has asked for `what` more than `times` within `seconds`, now included.

    Counted in the cache, without one shared by all processes in each of them: a brake for those
    who hammer, not a lock.
    """
    address = get_client_ip_address(request) or "nobody"
    key = "often:" + hashlib.sha256(f"{what} {address}".encode()).hexdigest()
    if cache.add(key, 1, timeout=seconds):
        return times < 1
    try:
        return cache.incr(key) > times
    except ValueError:  # it ran out between the two
        return False
