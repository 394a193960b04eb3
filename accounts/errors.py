"""The two ways the portal says no."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """This person may not do this. Django turns it into a 403 page."""


class RuleViolation(Exception):
    """Nobody may do this now: the state of the data forbids it.

    `code` is stable and is what tests and logs use; the message is shown to people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def is_allowed(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """Turn any raising `check_...` function into a yes/no answer for templates."""
    try:
        check(*args, **kwargs)
    except (NotAllowed, RuleViolation):
        return False
    return True
