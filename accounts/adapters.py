"""How allauth and axes behave here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.words import any_case


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    NO_MATCH = "Логин или пароль не подходит. Проверьте раскладку клавиатуры и Caps Lock."
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "username_email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return render(request, "account/blocked.html", status=403)


def name_of_account(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name under which wrong passwords are counted.

    People sign in by name or by address, in any letter case; counted apart, each spelling would
    give a guesser five more tries.
    """
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    typed = str(given).strip()
    by_name, by_address = (any_case(field, typed, whole=True) for field in ("username", "email"))
    known = User.objects.filter(by_name | by_address)
    account = known.order_by("pk").values_list("username", flat=True).first() if typed else None
    return (account or typed).lower()[:150]
