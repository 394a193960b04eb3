"""Asserting a refusal by its code."""

from accounts.errors import RuleViolation


def refusal(check, *args, **kwargs) -> str | None:
    """The code with which `check` refuses, or None if it lets the case pass."""
    try:
        check(*args, **kwargs)
    except RuleViolation as violation:
        return violation.code
    return None
