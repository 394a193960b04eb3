"""What may be recorded of events and schedules, and what a deadline may wait for."""

from collections.abc import Sequence
from typing import Protocol

from accounts.errors import RuleViolation
from plans.models import EventDate


class Versioned(Protocol):
    version: int


def check_seen_version(record: Versioned, version: int) -> None:
    check_was_written(int(record.version == version))


def check_was_written(rows: int) -> None:
    if rows != 1:
        raise RuleViolation(
            "stale", "Пока вы смотрели, запись изменил кто-то другой. Обновите страницу."
        )


def check_name(name: str) -> None:
    if not name.strip():
        raise RuleViolation("no-name", "Напишите название: по нему запись узнают в плане.")


def name_taken() -> RuleViolation:
    """The database says it: of two that write one name at one moment the second is refused."""
    return RuleViolation("name-taken", "С таким названием запись уже есть. Откройте её.")


def already_recorded() -> RuleViolation:
    """The database says this, too."""
    return RuleViolation(
        "already-recorded",
        "Это событие в этот день уже отмечено. Если оно было дважды, напишите, что именно.",
    )


def check_can_be_withdrawn(date: EventDate, reason: str) -> None:
    if date.withdrawn_at is not None:
        raise RuleViolation("already-withdrawn", "Эта отметка уже отозвана.")
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите, почему отметка отзывается.")


def check_one_origin(has_procedure: bool, dates: Sequence[object]) -> None:
    if has_procedure and dates:
        raise RuleViolation(
            "two-origins",
            "Даты берутся или из процедуры, или из списка. Очистите список или процедуру.",
        )


def check_links_as_seen(now: Sequence[object], seen: Sequence[object]) -> None:
    """A choice is made on the readings and links that its author saw."""
    if list(now) != list(seen):
        raise RuleViolation(
            "stale", "Срок строки или его связи только что изменили. Обновите страницу."
        )
