"""The «Сегодня» page: what every room has to say to one person."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from accounts.models import User
from accounts.waiting import WaitingItem
from assessments.models import Procedure, Session
from assessments.reports.pages import Progress, progress_of
from assessments.reports.waiting import waiting_for as results_waiting_for
from observers.reports import staffing
from observers.reports import waiting_for as observation_waiting_for
from schools.reports import waiting_for as cases_waiting_for

SOURCES: tuple[Callable[[User, datetime.date], list[WaitingItem]], ...] = (
    cases_waiting_for,
    results_waiting_for,
    observation_waiting_for,
)
URGENCY = {"bad": 0, "warn": 1, "wait": 2, "good": 3}


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """What waits for this person in every room, the pressing things first."""
    items = [item for source in SOURCES for item in source(user, today)]
    return sorted(items, key=lambda item: URGENCY[item.tone])


class ProcedureNow(NamedTuple):
    """The procedure that is on, or the next one, or the last one."""

    procedure: Procedure
    progress: Progress
    assigned: int
    needed: int
    sessions_today: int


def procedure_now(user: User, today: datetime.date) -> ProcedureNow | None:
    mine = Procedure.objects.visible_to(user)
    procedure = (
        mine.filter(ends_on__gte=today).order_by("starts_on").first()
        or mine.order_by("-ends_on").first()
    )
    if procedure is None:
        return None
    sessions = Session.objects.visible_to(user).filter(procedure=procedure)
    assigned, needed = staffing(procedure)
    return ProcedureNow(
        procedure=procedure,
        progress=progress_of(sessions, today),
        assigned=assigned,
        needed=needed,
        sessions_today=sessions.filter(held_on=today).count(),
    )
