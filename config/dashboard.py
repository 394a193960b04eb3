"""The «Сегодня» page: what every room has to say to one person."""

import datetime
from typing import NamedTuple

from accounts.models import User
from accounts.waiting import WaitingItem
from assessments.models import Procedure, Session, SignRun
from assessments.reports.pages import Progress as Collecting
from assessments.reports.pages import progress_of
from assessments.reports.signs import Heat, heat
from observers.models import Assignment
from observers.reports import staffing
from plans.models import Plan
from plans.reports.execution import Progress, plan_progress
from plans.reports.soonest import soonest
from schools.reports import CitySummary, city_summary

BAR = 1000  # units of the drawing


class ProcedureNow(NamedTuple):
    """The procedure that is on, or the next one, or the last one."""

    procedure: Procedure
    progress: Collecting
    assigned: int
    needed: int
    sessions_today: int

    @property
    def is_ahead(self) -> bool:
        """Nothing to collect yet."""
        return self.progress.collected == 0 and self.progress.overdue == 0


def procedure_now(user: User, today: datetime.date) -> ProcedureNow | None:
    """For the committee all of its schools, for a deputy the own one."""
    procedure = Procedure.objects.visible_to(user).current(today)
    if procedure is None:
        return None
    sessions = Session.objects.visible_to(user).filter(procedure=procedure)
    assigned, needed = staffing(procedure) if user.is_committee else (0, 0)
    return ProcedureNow(
        procedure=procedure,
        progress=progress_of(sessions, today),
        assigned=assigned,
        needed=needed,
        sessions_today=sessions.filter(held_on=today).count(),
    )


class Segment(NamedTuple):
    """A piece of the bar: its place, its tone and the words for it."""

    x: int
    width: int
    tone: str
    label: str


class PlanNow(NamedTuple):
    plan: Plan
    progress: Progress
    segments: list[Segment]
    ahead: list[WaitingItem]

    @property
    def says(self) -> str:
        """«Исполнено 41 · впереди 18 · просрочено 3 · без даты 9»"""
        return " · ".join(segment.label for segment in self.segments)


def plan_now(user: User, today: datetime.date) -> PlanNow | None:
    """The approved plan whose period we are in, drawn as a bar."""
    current = Plan.objects.visible_to(user).filter(
        status=Plan.Status.APPROVED, period_from__lte=today, period_to__gte=today
    )
    plan = current.order_by("-period_from", "-pk").first()
    if plan is None:
        return None
    progress = plan_progress(plan, today=today, viewer=user)
    parts = (
        (progress.done, "good", "исполнено"),
        (progress.planned, "wait", "впереди"),
        (progress.overdue, "bad", "просрочено"),
        (progress.dropped, "soft", "не требуется или не исполнено"),
        (progress.awaiting, "line", "ждут события или графика"),
        (progress.waiting, "line", "без даты"),
    )
    ahead = soonest(plan, user, today) if user.is_committee else []  # a deputy's wait above
    return PlanNow(plan, progress, _segments(parts), ahead)


def _segments(parts: tuple[tuple[int, str, str], ...]) -> list[Segment]:
    total = sum(number for number, _, _ in parts) or 1
    segments, x = [], 0
    for number, tone, label in parts:
        if number:
            width = BAR * number // total
            segments.append(Segment(x, width, tone, f"{label} {number}"))
            x += width
    return segments


def city_now(user: User, today: datetime.date) -> CitySummary | None:
    """Where the city stands, for the committee."""
    return city_summary(user.committee, today) if user.is_committee else None


def next_visit(user: User, today: datetime.date) -> Assignment | None:
    """Where an observer goes next: the day, the door, the work."""
    if not user.is_observer:
        return None
    ahead = Assignment.objects.visible_to(user).upcoming(today).for_table()
    return ahead.order_by("session__held_on", "session__starts_at", "pk").first()


class SignsNow(NamedTuple):
    run: SignRun
    heat: Heat


def signs_now(user: User) -> SignsNow | None:
    """The newest computation of the newest procedure; a deputy sees the row of their school."""
    if user.is_observer:
        return None
    run = (
        SignRun.objects.visible_to(user)
        .filter(finished_at__isnull=False)
        .select_related("procedure")
        .order_by("-procedure__year", "-pk")
        .first()
    )
    return SignsNow(run, heat(run, user)) if run else None
