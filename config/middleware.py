"""Sign-in for whole pages and fragments, and the access table in force."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from accounts.errors import NotAllowed
from config.access import access_to


class LoginForPagesAndFragments(LoginRequiredMiddleware):
    """An expired session reloads the whole page; the login form never lands in a fragment."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> Any:
        htmx = getattr(request, "htmx", None)
        if not htmx:
            return super().handle_no_permission(request, view_func)
        came_from = htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(came_from).url)


class AccessTableMiddleware:
    """Closed by default: a route the table does not name answers 404, a role it does not, 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> None:
        match = request.resolver_match
        access = access_to(match.view_name) if match else None
        if access is None:
            raise Http404
        if not request.user.is_authenticated:
            return  # the login middleware stands before and has its say
        if not access.allows(request.method or "GET", request.user.role):
            raise NotAllowed("Эта страница не для вашей роли.")
