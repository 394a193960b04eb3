"""Sessions brought to the new days of a calendar: what the job does before it plans."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from accounts.audit import record_event
from accounts.models import User
from assessments.followers import SessionsChange, slot_of, tell_followers
from assessments.models import Procedure, Session
from assessments.notices import queue_moved_sessions
from assessments.reports.calendar import classes_of
from assessments.reports.moves import Move, moves_by_calendar

ROWS_A_STATEMENT = 500
REASON = "Изменён календарь процедуры."
FIELDS = ("held_on", "calendar_on", "lesson", "starts_at", "version")
# No class ever wrote anything then: where sessions wait that change places with each other.
LONG_AGO = datetime.timedelta(days=150 * 365)


def follow_calendar(
    procedure: Procedure, school_ids: Sequence[int], *, today: datetime.date, by: User | None
) -> int:
    """Move what can be moved, classes locked before sessions. Returns how many were moved.

    Whoever was sent to observe, and the plans that wait for the sessions, hear of each of them;
    a school gets one letter about all of its own.
    """
    classes = classes_of(procedure).filter(school__in=school_ids)
    list(classes.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    moves = moves_by_calendar(procedure, classes, today=today, lock=True).moves
    if not moves:
        return 0
    before = {move.session.pk: slot_of(move.session) for move in moves}
    _make_room(moves)
    for move in moves:
        _bring(move)
    moved = [move.session for move in moves]
    Session.objects.bulk_update(moved, FIELDS, batch_size=ROWS_A_STATEMENT)
    for session in moved:
        record_event(
            action="session-changed",
            target=session,
            by=by,
            before=str(before[session.pk].held_on),
            held_on=str(session.held_on),
            reason=REASON,
        )
    tell_followers(SessionsChange("changed", procedure.pk, tuple(before), by, before))
    queue_moved_sessions(procedure, before, REASON)
    return len(moved)


def _make_room(moves: Sequence[Move]) -> None:
    """Databases look at one row at a time: what leaves a day another comes to leaves it first."""
    wanted: dict[int, set[datetime.date]] = defaultdict(set)
    for move in moves:
        wanted[move.session.class_group_id].add(move.to.held_on)
    leaving = [
        move.session
        for move in moves
        if move.session.held_on in wanted[move.session.class_group_id]
    ]
    for session in leaving:
        session.held_on -= LONG_AGO
    Session.objects.bulk_update(leaving, ("held_on",), batch_size=ROWS_A_STATEMENT)


def _bring(move: Move) -> None:
    session, row = move.session, move.to
    if session.version == 1:
        # Nobody has chosen another hour or lesson.
        session.lesson, session.starts_at = row.lesson, row.starts_at
    session.held_on = session.calendar_on = row.held_on
    session.version += 1
