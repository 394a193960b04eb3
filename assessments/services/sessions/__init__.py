"""Decisions about sessions: planned one by one or for all classes, moved, cancelled."""

from assessments.services.sessions.moving import (
    cancel_session,
    change_session,
    move_session,
    restore_session,
)
from assessments.services.sessions.planning import (
    plan_session,
    plan_sessions,
    preview_sessions,
)

__all__ = [
    "cancel_session",
    "change_session",
    "move_session",
    "plan_session",
    "plan_sessions",
    "preview_sessions",
    "restore_session",
]
