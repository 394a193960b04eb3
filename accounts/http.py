"""What a view really receives."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PortalRequest(HttpRequest):
    """Someone is logged in, and htmx is known: middleware guarantees both."""

    user: User
    htmx: HtmxDetails
