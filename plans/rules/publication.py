"""What may be shown to everybody."""

from accounts.errors import RuleViolation
from plans.models import PlanVersion


def check_in_force(version: PlanVersion, *, newest: int) -> None:
    """What the public reads is what people go by now."""
    if version.pk != newest:
        raise RuleViolation("not-in-force", "Опубликовать можно только действующую редакцию.")


def check_not_published(*, is_published: bool) -> None:
    if is_published:
        raise RuleViolation("already-published", "Эта редакция уже опубликована.")


def check_was_published(withdrawn: int) -> None:
    if not withdrawn:
        raise RuleViolation("not-published", "Эта редакция сейчас не опубликована.")
