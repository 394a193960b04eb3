"""What has fallen to a school by lot, and which schools nobody could write to."""

import datetime
from typing import NamedTuple

from django.urls import reverse

from accounts.models import User
from accounts.waiting import WaitingItem
from assessments.models import DrawnWork, Procedure
from schools.models import School

NAMED = 3  # classes of a line; the page behind it names all


def drawn_ahead(user: User, today: datetime.date) -> list[WaitingItem]:
    """A line a procedure, from the draw until the last of the works is written."""
    running = DrawnWork.objects.visible_to(user).filter(draw__procedure__ends_on__gte=today)
    by_procedure: dict[Procedure, list[DrawnWork]] = {}
    for one in running.for_table().select_related("draw__procedure"):
        if one.held_on is None or one.held_on >= today:
            by_procedure.setdefault(one.draw.procedure, []).append(one)
    return [_line(procedure, drawn) for procedure, drawn in by_procedure.items()]


def _line(procedure: Procedure, drawn: list[DrawnWork]) -> WaitingItem:
    days = [one.held_on for one in drawn if one.held_on is not None]
    unplaced = len(days) < len(drawn)
    named = ", ".join(f"{one.class_group.label} — {one.work.subject}" for one in drawn[:NAMED])
    return WaitingItem(
        title=f"Выпали предметы по случайному выбору: {procedure}",
        address=reverse("assessments:draw-list", args=[procedure.pk]),
        label="свободного дня нет" if unplaced else f"пишут с {min(days):%d.%m.%Y}",
        tone="warn" if unplaced else "wait",
        note=f"{named} и другие" if len(drawn) > NAMED else named,
    )


class Untold(NamedTuple):
    """Schools that got no letter: the first of them by name, and how many there are."""

    schools: list[School]
    total: int


UNTOLD_SHOWN = 20


def untold_schools(procedure: Procedure, user: User, today: datetime.date) -> Untold:
    """Where nobody has an account with an address: the committee tells them another way."""
    drawn = DrawnWork.objects.visible_to(user).untold(today).filter(draw__procedure=procedure)
    schools = School.objects.filter(pk__in=drawn.order_by().values("school"))
    return Untold(list(schools.order_by("sort_key")[:UNTOLD_SHOWN]), schools.count())
