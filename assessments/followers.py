"""Rooms above that act when sessions are planned, moved, called off or restored.

Assessments know nothing of plans and observers; the setting SESSION_FOLLOWERS names the functions
that want to know. Each is called in the transaction of the decision, with the sessions locked, so
that all of it happens or nothing.
"""

import datetime
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, cast

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from assessments.models import Session


class Slot(NamedTuple):
    """When and where a session is held."""

    held_on: datetime.date
    starts_at: datetime.time | None
    room: str
    lesson: int | None = None


class SessionsChange(NamedTuple):
    """What was decided; `before` knows the sessions that got another day, hour or room."""

    kind: Literal["planned", "changed", "cancelled", "restored"]
    procedure_id: int
    session_ids: tuple[int, ...]
    by: User | None  # None for the clock
    before: Mapping[int, Slot] = MappingProxyType({})


def slot_of(session: Session) -> Slot:
    return Slot(session.held_on, session.starts_at, session.room, session.lesson)


def tell_followers(change: SessionsChange) -> None:
    for name in settings.SESSION_FOLLOWERS:
        follower = cast(Callable[[SessionsChange], None], import_string(name))
        follower(change)


class UncountedAct(NamedTuple):
    """An observer's act whose number is not among those compared, as one reader sees it."""

    address: str
    may_supplement: bool


def uncounted_acts(session: Session, user: User) -> list[UncountedAct]:
    """What the room with the acts, named by the setting UNCOUNTED_ACTS, knows of a session."""
    ask = cast(
        Callable[[Session, User], list[UncountedAct]], import_string(settings.UNCOUNTED_ACTS)
    )
    return ask(session, user)
