"""Sessions that stand by a day the calendar no longer names: which follow it, which cannot."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import AuditEvent, Role
from assessments.documents.calendar import CalendarDraft, Sitting, sittings_of
from assessments.models import Procedure, Session, SubjectDraw
from assessments.reports.calendar import calendar_of, classes_of
from assessments.rules import schedule
from schools.models import ClassGroup

STAYS_SHOWN = 50
Reserved = set[tuple[int, datetime.date]]  # grade, day


class Place(NamedTuple):
    """What the calendar says now of a work."""

    main: CalendarDraft  # whose day, lesson and hour the session takes
    own: CalendarDraft  # whose window it keeps to


class Move(NamedTuple):
    session: Session
    to: CalendarDraft


class Stay(NamedTuple):
    """A session the new day is not given to, and why."""

    session: Session
    to: CalendarDraft
    code: str
    reason: str


class Moves(NamedTuple):
    moves: list[Move]
    stays: list[Stay]


class MovedDay(NamedTuple):
    """So many sessions of a work go from a day to another."""

    label: str
    was_on: datetime.date
    held_on: datetime.date
    sessions: int


class MovesPreview(NamedTuple):
    """What the new days would do; nothing is saved. The first of `stay_count` are in `stays`."""

    days: list[MovedDay]
    stays: list[Stay]
    stay_count: int

    @property
    def total(self) -> int:
        return sum(day.sessions for day in self.days)


def preview_moves(procedure: Procedure, today: datetime.date) -> MovesPreview:
    found = moves_by_calendar(procedure, classes_of(procedure), today=today)
    counted = Counter(
        (move.to.held_on, str(move.session.work), move.session.held_on) for move in found.moves
    )
    shown = sorted(found.stays, key=lambda stay: (stay.to.held_on, str(stay.session.school)))
    return MovesPreview(
        days=[MovedDay(name, was, to, count) for (to, name, was), count in sorted(counted.items())],
        stays=_naming_who_moved(shown[:STAYS_SHOWN]),
        stay_count=len(found.stays),
    )


def _naming_who_moved(stays: Sequence[Stay]) -> list[Stay]:
    by_hand = [stay.session.pk for stay in stays if stay.code == "moved-by-hand"]
    changes = AuditEvent.objects.filter(
        action="session-changed", target_type=Session._meta.label_lower, target_id__in=by_hand
    )
    # The last who changed it stands.
    roles = dict(changes.order_by("at", "pk").values_list("target_id", "by__role"))
    return [
        stay._replace(reason=stay.reason.replace("вручную", "школой"))
        if roles.get(stay.session.pk) == Role.DEPUTY
        else stay
        for stay in stays
    ]


def moves_by_calendar(
    procedure: Procedure,
    classes: QuerySet[ClassGroup],
    *,
    today: datetime.date,
    lock: bool = False,
) -> Moves:
    """Every session of these classes whose day in the calendar has changed since it was planned.

    Args:
        lock: the sessions, inside a transaction; their classes are locked already.
    """
    sittings = sittings_of(calendar_of(procedure))
    places = _places(sittings)
    sessions = _stale(procedure, classes, places)
    if sessions is None:
        return Moves([], [])
    if lock:
        sessions = sessions.select_for_update(of=("self",))
    wishes: list[Move] = []
    stays: list[Stay] = []
    reserved = _reserved(procedure, sittings)
    for session in sessions.order_by("pk"):
        place = places[session.work_id]
        refusal = schedule.why_not_by_calendar(
            session,
            place.main.held_on,
            window=(place.own.first_on, place.own.last_on),
            reserved=reserved,
            today=today,
        )
        if refusal is None:
            wishes.append(Move(session, place.main))
        elif session.held_on != place.main.held_on:
            stays.append(Stay(session, place.main, *refusal))
    moves, busy = _into_free_days(wishes)
    return Moves(moves, [*stays, *busy])


def _places(sittings: Iterable[Sitting]) -> dict[int, Place]:
    """By work. Another level or form is written on the day of the usual one."""
    return {row.work_id: Place(one.main, row) for one in sittings for row in one.rows}


def _stale(
    procedure: Procedure, classes: QuerySet[ClassGroup], places: dict[int, Place]
) -> QuerySet[Session] | None:
    """None where no day has changed, which two short queries tell."""
    standing = Session.objects.live().filter(procedure=procedure, calendar_on__isnull=False)
    pairs = standing.order_by().values_list("work", "calendar_on").distinct()
    changed = [
        Q(work=work_id, calendar_on=day)
        for work_id, day in pairs
        if work_id in places and places[work_id].main.held_on != day
    ]
    if not changed:
        return None
    return standing.filter(reduce(or_, changed), class_group__in=classes).for_table()


def _reserved(procedure: Procedure, sittings: Iterable[Sitting]) -> Reserved:
    """Days of draws that are still to come."""
    drawn = set(SubjectDraw.objects.filter(procedure=procedure).values_list("grade", "draw_group"))
    return {
        (one.grade, one.main.held_on)
        for one in sittings
        if one.is_draw and (one.grade, one.group) not in drawn
    }


def _into_free_days(wishes: Sequence[Move]) -> tuple[list[Move], list[Stay]]:
    """One class, one work a day. Works may change places, for those that leave free their days;
    one that cannot leave keeps its day, and so may hold another back.
    """
    taken = _written_besides(wishes)
    moves, stays = list(wishes), list[Stay]()
    while True:
        left, found = _one_round(moves, taken)
        if not found:
            return left, stays
        stays += found
        for stay in found:
            taken[stay.session.class_group_id][stay.session.held_on] = str(stay.session.work)
        moves = left


def _one_round(
    moves: Sequence[Move], taken: dict[int, dict[datetime.date, str]]
) -> tuple[list[Move], list[Stay]]:
    left: list[Move] = []
    stays: list[Stay] = []
    claimed: dict[tuple[int, datetime.date], str] = {}
    for move in moves:
        session, day = move.session, move.to.held_on
        key = (session.class_group_id, day)
        stands = taken[session.class_group_id].get(day) or claimed.get(key)
        if stands is None:
            claimed[key] = str(session.work)
            left.append(move)
        else:
            stays.append(Stay(session, move.to, "class-busy", f"класс пишет другое: {stands}"))
    return left, stays


def _written_besides(wishes: Sequence[Move]) -> dict[int, dict[datetime.date, str]]:
    """What the classes write on which day, the sessions that would move left out."""
    days: dict[int, dict[datetime.date, str]] = defaultdict(dict)
    if not wishes:
        return days
    moving = {move.session.pk for move in wishes}
    classes = {move.session.class_group_id for move in wishes}
    live = Session.objects.live().filter(class_group__in=classes).for_table()
    for session in live.select_related("work__subject"):
        if session.pk not in moving:
            days[session.class_group_id][session.held_on] = str(session.work)
    return days
