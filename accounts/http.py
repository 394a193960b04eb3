"""What a view really receives."""

import hashlib

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django_htmx.middleware import HtmxDetails

from accounts.models import User

# What stands under a private address is for its owner alone, and changes whenever it likes.
FEED_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class PortalRequest(HttpRequest):
    """Someone is logged in, and htmx is known: middleware guarantees both."""

    user: User
    htmx: HtmxDetails


def feed_response(request: HttpRequest, body: bytes, *, filename: str) -> HttpResponseBase:
    """A calendar for programmes that ask again and again: 304 where nothing has changed."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer = get_conditional_response(request, etag=etag, response=response) or response
    for name, value in {"ETag": etag, **FEED_HEADERS}.items():
        answer[name] = value
    if answer.status_code == 200:
        answer["Content-Disposition"] = f'inline; filename="{filename}"'
    return answer


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
