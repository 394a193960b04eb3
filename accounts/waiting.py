"""What waits for a person: the line every room hands to «Сегодня» and to the morning letter."""

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, cast

from django.conf import settings
from django.utils.module_loading import import_string

Tone = Literal["good", "wait", "warn", "bad"]
URGENCY: dict[Tone, int] = {"bad": 0, "warn": 1, "wait": 2, "good": 3}


class WaitingItem(NamedTuple):
    """One line: a link in plain words, a chip with its tone, and a small note under it.

    `is_due_date` marks the due date of a plan: a letter, which tells of those by itself, leaves
    the line out.
    """

    title: str
    address: str
    label: str
    tone: Tone = "wait"
    note: str = ""
    is_due_date: bool = False


# Gives what waits for an account on a day; the account's type stands in a layer above.
Source: TypeAlias = Callable[..., list[WaitingItem]]


def waiting_for(user: object, today: datetime.date) -> list[WaitingItem]:
    """What waits for this person in every room, the pressing things first."""
    items = [item for source in _sources() for item in source(user, today)]
    return sorted(items, key=lambda item: URGENCY[item.tone])


@lru_cache(maxsize=1)
def _sources() -> tuple[Source, ...]:
    """The rooms' own functions, by name: no room knows those above it."""
    return tuple(cast(Source, import_string(name)) for name in settings.WAITING_SOURCES)
