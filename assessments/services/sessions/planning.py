"""A session of one class; those of all classes come out of the calendar."""

import datetime

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from assessments import permissions, rules
from assessments.followers import SessionsChange, tell_followers
from assessments.models import Procedure, Session, Work
from assessments.rules import schedule
from schools.models import ClassGroup, School


@transaction.atomic
def plan_session(
    *,
    procedure_id: int,
    work_id: int,
    class_group_id: int,
    held_on: datetime.date,
    starts_at: datetime.time | None = None,
    room: str = "",
    observer_seats: int = 1,
    lesson: int | None = None,
    by: User,
) -> Session:
    """One session of one class.

    Raises:
        RuleViolation: other-year, other-grade, other-school-year, outside-procedure, class-busy,
            session-exists.
    """
    permissions.check_can_plan_sessions(by)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    visible_classes = ClassGroup.objects.filter(school__in=School.objects.visible_to(by))
    # The class is locked: two editors cannot give it two works on one day.
    class_group = visible_classes.select_for_update().get(pk=class_group_id)
    session = Session(
        procedure=procedure,
        school_id=class_group.school_id,
        work=Work.objects.get(pk=work_id),
        class_group=class_group,
        held_on=held_on,
        starts_at=starts_at,
        room=room,
        observer_seats=observer_seats,
        lesson=lesson,
    )
    rules.check_work_fits(session.work, session)
    rules.check_class_of_procedure_year(session)
    rules.check_day_of_procedure(procedure, held_on)
    rules.check_class_free(session)
    row = schedule.row_of(session)
    if row is not None and row.held_on == held_on:
        session.calendar_on = held_on
    session.save()
    record_event(action="session-planned", target=session, by=by, held_on=str(held_on))
    tell_followers(SessionsChange("planned", procedure.pk, (session.pk,), by))
    return session
