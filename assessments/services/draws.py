"""The draw of subjects: a week before, once, and so that anybody can repeat it."""

import datetime
import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from assessments import notices
from assessments.documents.calendar import Sitting, free_day, sittings_of
from assessments.followers import SessionsChange, tell_followers
from assessments.models import DrawnWork, Procedure, Session, SubjectDraw
from assessments.reports.calendar import calendar_of, classes_of, days_of_classes
from assessments.rules import schedule
from assessments.scoring.draws import drawn_index
from schools.models import ClassGroup, School

ROWS_A_STATEMENT = 500


class DrawCounts(NamedTuple):
    drawn: int  # classes
    unplaced: int  # of them, without a free day in the window


def draw_due_subjects(*, today: datetime.date) -> DrawCounts:
    """Draw for every group whose day is near; classes that came later draw by the same seed.

    Safe to be called by two clocks at once, and daily: what is drawn stays, and each school gets
    one letter about all that has fallen to its classes since the last one.
    """
    drawn = unplaced = 0
    for procedure in Procedure.objects.filter(ends_on__gte=today).order_by("pk"):
        for sitting in sittings_of(calendar_of(procedure)):
            if sitting.is_draw and _is_due(sitting, today):
                counts = _draw(procedure.pk, sitting, today)
                drawn, unplaced = drawn + counts.drawn, unplaced + counts.unplaced
        _tell_schools(procedure.pk, today)
    return DrawCounts(drawn, unplaced)


def _is_due(sitting: Sitting, today: datetime.date) -> bool:
    return schedule.is_draw_due(
        held_on=sitting.main.held_on,
        last_on=sitting.main.last_on,
        today=today,
        days_before=settings.DRAW_DAYS_BEFORE,
    )


@transaction.atomic
def _draw(procedure_id: int, sitting: Sitting, today: datetime.date) -> DrawCounts:
    # The procedure is locked: a second clock waits here and then finds everything drawn.
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    draw = _draw_of(procedure, sitting)
    classes = classes_of(procedure).filter(grade=sitting.grade)
    late = classes.exclude(pk__in=draw.drawn.values("class_group"))
    waiting = list(late.select_for_update(of=("self",)).select_related("school").order_by("pk"))
    if not waiting:
        return DrawCounts(0, 0)
    fresh = [_drawn(draw, group) for group in waiting]
    DrawnWork.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
    sessions = _sessions(procedure, sitting, fresh, today)
    record_event(
        action="subjects-drawn",
        target=procedure,
        by=None,
        draw=draw.pk,
        classes=len(fresh),
        sessions=len(sessions),
    )
    return DrawCounts(len(fresh), len(fresh) - len(sessions))


@transaction.atomic
def _tell_schools(procedure_id: int, today: datetime.date) -> None:
    """One letter a school. One that nobody can be reached at is tried again the next day.

    What a crash kept from being told is told by the next clock, for the mark is on the row.
    """
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    by_school: dict[School, list[DrawnWork]] = defaultdict(list)
    for one in DrawnWork.objects.untold(today).filter(draw__procedure=procedure):
        by_school[one.school].append(one)
    addresses = notices.addresses_of(by_school)
    told = [
        one.pk
        for school, drawn in by_school.items()
        if notices.queue_drawn_subjects(procedure, school, drawn, addresses[school.pk])
        for one in drawn
    ]
    DrawnWork.objects.filter(pk__in=told).update(told_at=timezone.now())


def _draw_of(procedure: Procedure, sitting: Sitting) -> SubjectDraw:
    """The draw of this group; its seed is thrown at the moment of the draw and not before."""
    return SubjectDraw.objects.get_or_create(
        procedure=procedure,
        grade=sitting.grade,
        draw_group=sitting.group,
        defaults={
            "unit": procedure.draw_unit,
            "seed": secrets.token_hex(16),
            "works": [{"id": row.work_id, "label": row.label} for row in sitting.rows],
            "drawn_at": timezone.now(),
        },
    )[0]


def _drawn(draw: SubjectDraw, group: ClassGroup) -> DrawnWork:
    index = drawn_index(seed=draw.seed, name=name_in_draw(draw, group), count=len(draw.work_ids))
    return DrawnWork(
        draw=draw,
        school=group.school,
        class_group=group,
        work_id=draw.work_ids[index],
        drawn_at=timezone.now(),
    )


def name_in_draw(draw: SubjectDraw, group: ClassGroup) -> str:
    """What stands for a class in the draw: «edu990001 5А», or the login where schools draw."""
    if draw.unit == Procedure.DrawUnit.SCHOOL:
        return group.school.login
    return f"{group.school.login} {group.label}"


def _sessions(
    procedure: Procedure, sitting: Sitting, drawn: list[DrawnWork], today: datetime.date
) -> list[Session]:
    """A session for each class on the day of the sitting, or on the nearest free one."""
    row = sitting.main
    groups = [one.class_group for one in drawn]
    busy = days_of_classes(groups)
    have = _existing(procedure, groups)
    fresh = []
    for one in drawn:
        if (one.class_group_id, one.work_id) in have:
            continue
        day = free_day(
            wanted=row.held_on,
            first_on=max(row.first_on, today),
            last_on=row.last_on,
            busy=busy[one.class_group_id],
        )
        if day is not None:
            fresh.append(_session(procedure, sitting, one, day))
    Session.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
    planned = tuple(session.pk for session in fresh)
    tell_followers(SessionsChange("planned", procedure.pk, planned, None))
    return fresh


def _existing(procedure: Procedure, groups: Iterable[ClassGroup]) -> set[tuple[int, int]]:
    sessions = Session.objects.filter(procedure=procedure, class_group__in=list(groups))
    return set(sessions.values_list("class_group_id", "work_id"))


def _session(
    procedure: Procedure, sitting: Sitting, drawn: DrawnWork, day: datetime.date
) -> Session:
    return Session(
        procedure=procedure,
        school_id=drawn.school_id,
        work_id=drawn.work_id,
        class_group=drawn.class_group,
        held_on=day,
        calendar_on=sitting.main.held_on,
        lesson=sitting.main.lesson,
        starts_at=sitting.main.starts_at,
    )
