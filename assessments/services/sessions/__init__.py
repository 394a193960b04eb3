"""Decisions about sessions: planned one by one, moved, cancelled."""

from assessments.services.sessions.moving import (
    cancel_session,
    change_session,
    move_session,
    restore_session,
)
from assessments.services.sessions.planning import plan_session

__all__ = [
    "cancel_session",
    "change_session",
    "move_session",
    "plan_session",
    "restore_session",
]
