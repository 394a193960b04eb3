"""What every template may know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.appearance import read_appearance


def portal(request: HttpRequest) -> dict[str, Any]:
    return {"demo": settings.DEMO, "appearance": read_appearance(request.COOKIES.get("look", ""))}
