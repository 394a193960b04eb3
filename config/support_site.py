"""The support screens behind the portal's own door."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods


class SupportSite(AdminSite):
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One door: the admin site would bring a login form of its own."""
        return secure_admin_login(super().login)(request, extra_context)
