"""Works, two ВПР with results, one ahead of us, and their sessions."""

import datetime
import random

from accounts.models import Committee, User
from assessments.documents.calendar import SUNDAY
from assessments.models import CalendarRow, Item, Procedure, Result, Session, Subject, Work
from assessments.services.reconciliation import count_results
from config.demo.forms import attach_forms
from config.demo.results import make_results
from config.demo.schools import DemoSchool

# What is written when: subject, grade, day after the procedure's start.
TIMETABLE = (("RU", 4, 1), ("MA", 4, 3), ("RU", 5, 2), ("MA", 5, 6))
# Of these one is drawn for each class of the grade.
DRAWN = (("IS", 5), ("BI", 5))
DRAW_DAY = 13
# Demo works repeat the shape of the published works of 2021.
PATTERN_YEAR = 2021
SOURCE = "демонстрационная работа по образцу 2021 года"


def make_works(year: int) -> dict[tuple[str, int], Work]:
    """The demo's works of a year, as copies of the catalogue's works of 2021."""
    return {(code, grade): _copy_of_pattern(year, code, grade) for code, grade, _ in TIMETABLE}


def _copy_of_pattern(year: int, code: str, grade: int) -> Work:
    pattern = Work.objects.get(year=PATTERN_YEAR, grade=grade, subject__code=code, form=1)
    work, created = Work.objects.get_or_create(
        year=year,
        grade=grade,
        subject=Subject.objects.get(code=code),
        level=pattern.level,
        form=_free_form(year, grade, code),
        defaults={
            "max_points": pattern.max_points,
            "upper_2": pattern.upper_2,
            "upper_3": pattern.upper_3,
            "upper_4": pattern.upper_4,
            "minutes": pattern.minutes,
            "source": SOURCE,
        },
    )
    if created:
        Item.objects.bulk_create(
            Item(
                work=work,
                position=item.position,
                code=item.code,
                max_points=item.max_points,
                level=item.level,
            )
            for item in pattern.items.all()
        )
    return work


def _free_form(year: int, grade: int, code: str) -> int:
    """The real catalogue may hold a work of that year already: then ours is its second form."""
    taken = Work.objects.filter(year=year, grade=grade, subject__code=code)
    return 2 if taken.exists() else 1


def make_procedure(committee: Committee, year: int) -> Procedure:
    starts_on = datetime.date(year, 4, 14)
    return Procedure.objects.create(
        committee=committee,
        year=year,
        starts_on=starts_on,
        ends_on=starts_on + datetime.timedelta(days=30),
        results_due_on=starts_on + datetime.timedelta(days=40),
    )


def make_calendar(procedure: Procedure, works: dict[tuple[str, int], Work]) -> None:
    """A school may move each work by some days; history or biology is drawn a week before."""
    days = [(works[code, grade], day, "") for code, grade, day in TIMETABLE]
    drawn = [_copy_of_pattern(procedure.year, code, grade) for code, grade in DRAWN]
    days += [(work, DRAW_DAY, "Предмет по случайному выбору") for work in drawn]
    CalendarRow.objects.bulk_create(
        CalendarRow(
            procedure=procedure,
            work=work,
            first_on=procedure.starts_on,
            last_on=procedure.starts_on + datetime.timedelta(days=day + 7),
            held_on=_school_day(procedure.starts_on, day),
            lesson=2,
            starts_at=datetime.time(9, 0),
            draw_group=group,
        )
        for work, day, group in days
    )


def _school_day(starts_on: datetime.date, days_after: int) -> datetime.date:
    """Never a Sunday."""
    day = starts_on + datetime.timedelta(days=days_after)
    return day + datetime.timedelta(days=1) if day.isoweekday() == SUNDAY else day


def make_sessions(
    procedure: Procedure, schools: list[DemoSchool], works: dict[tuple[str, int], Work]
) -> list[Session]:
    """Every class of the grade writes the work on the day of the timetable."""
    return Session.objects.bulk_create(
        Session(
            procedure=procedure,
            school=made.school,
            work=works[code, grade],
            class_group=group,
            held_on=_school_day(procedure.starts_on, day),
            calendar_on=_school_day(procedure.starts_on, day),
            lesson=2,
            starts_at=datetime.time(9, 0),
            room=str(200 + 10 * grade + number),
        )
        for made in schools
        for code, grade, day in TIMETABLE
        for number, group in enumerate(made.classes[procedure.year - 1, grade], start=1)
    )


def make_results_of(
    sessions: list[Session],
    *,
    years_ago: int,
    numbers: dict[int, str],
    by: User,
    rng: random.Random,
) -> int:
    """Save results of all sessions and mark them collected; returns how many participants."""
    maxima = {
        work_id: list(
            Item.objects.filter(work=work_id)
            .order_by("position")
            .values_list("max_points", flat=True)
        )
        for work_id in {session.work_id for session in sessions}
    }
    results = [
        result
        for session in sessions
        for result in make_results(
            session,
            number=numbers[session.school_id],
            years_ago=years_ago,
            items=maxima[session.work_id],
            rng=rng,
        )
    ]
    attach_forms(sessions, results, by=by)
    Result.objects.bulk_create(results, batch_size=1000)
    Session.objects.filter(pk__in=[session.pk for session in sessions]).update(
        status=Session.Status.COLLECTED
    )
    count_results(session_ids=[session.pk for session in sessions], by=by)
    return len(results)
