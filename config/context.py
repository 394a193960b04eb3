"""What every template may know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.appearance import read_appearance
from config.navigation import section_of


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "appearance": read_appearance(request.COOKIES.get("look", "")),
        "here": _here(request),
    }


def _here(request: HttpRequest) -> str:
    """Pages for strangers and refused addresses have no place in the menu."""
    user = getattr(request, "user", None)
    if request.resolver_match is None or user is None or not user.is_authenticated:
        return ""
    return section_of(request.resolver_match.view_name, user)
