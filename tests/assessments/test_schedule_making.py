"""A schedule for all schools out of one calendar."""

import datetime

import pytest
from django.urls import reverse

from accounts.jobs import JOB_KINDS
from accounts.models import AuditEvent, Job
from assessments.models import Session
from assessments.services import calendar, sessions
from tests.factories.assessments import (
    CalendarRowFactory,
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.schools import ClassGroupFactory, SchoolFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 4, 1)
DAY = datetime.date(2026, 4, 22)
NEXT_DAY = datetime.date(2026, 4, 23)


@pytest.fixture
def row(procedure):
    return CalendarRowFactory(
        procedure=procedure, held_on=DAY, lesson=2, starts_at=datetime.time(9, 0)
    )


def make(procedure, by, shift=False):
    return calendar.make_schedule(procedure_id=procedure.pk, shift=shift, today=TODAY, by=by)


def address(procedure):
    return reverse("assessments:schedule-make", args=[procedure.pk])


def test_every_class_of_every_working_school_gets_its_session(editor, procedure, group, row):
    other = ClassGroupFactory(school=SchoolFactory(committee=editor.committee))
    closed = SchoolFactory(committee=editor.committee, is_active=False)
    for left_out in (
        {"school": closed},
        {"school": group.school, "grade": 6},
        {"school": group.school, "school_year": 2024},
        {},  # of another committee
    ):
        ClassGroupFactory(**left_out)

    job = make(procedure, editor)

    assert job.result["planned"] == 2
    made = Session.objects.all()
    assert {session.class_group for session in made} == {group, other}
    assert {(one.held_on, one.lesson, one.starts_at) for one in made} == {
        (DAY, 2, datetime.time(9, 0))
    }
    assert AuditEvent.objects.about(procedure).get().details["sessions"] == 2


def test_what_stands_already_is_left_as_it_is(editor, procedure, group, row):
    moved = SessionFactory(class_group=group, procedure=procedure, work=row.work, held_on=NEXT_DAY)
    called_off = SessionFactory(
        class_group=ClassGroupFactory(school=group.school, letter="Б"),
        procedure=procedure, work=row.work, status="cancelled",
    )  # fmt: skip
    ClassGroupFactory(school=group.school, letter="В")

    make(procedure, editor)

    moved.refresh_from_db()
    called_off.refresh_from_db()
    assert (moved.held_on, called_off.status) == (NEXT_DAY, "cancelled")
    assert Session.objects.count() == 3
    assert refusal(make, procedure, editor) == "nothing-to-plan"


def test_a_class_that_is_busy_that_day_is_listed_with_what_to_do(
    client, editor, procedure, group, row, russian
):
    SessionFactory(class_group=group, procedure=procedure, work=russian, held_on=DAY)
    ClassGroupFactory(school=group.school, letter="Б")
    client.force_login(editor)

    shown = client.get(address(procedure))
    made = client.post(address(procedure), follow=True)

    (clash,) = shown.context["preview"].clashes
    assert (clash.class_group, clash.held_on, clash.free_on) == (group, DAY, NEXT_DAY)
    assert clash.stands == "Русский язык, ВПР 2026"
    assert Session.objects.filter(work=row.work).count() == 1
    assert "Не намечено из-за занятых дней: 1" in made.content.decode()


def test_a_busy_class_may_be_put_onto_the_nearest_free_day_of_the_window(
    editor, procedure, group, row, russian
):
    SessionFactory(class_group=group, procedure=procedure, work=russian, held_on=DAY)
    # The day after belongs to another work of the calendar.
    history = WorkFactory(subject=SubjectFactory(code="IS", abbreviation="ИС", name="История"))
    CalendarRowFactory(procedure=procedure, work=history, held_on=NEXT_DAY)

    make(procedure, editor, shift=True)

    shifted = Session.objects.get(work=row.work)
    assert shifted.held_on == datetime.date(2026, 4, 21)
    assert Session.objects.get(work=history).held_on == NEXT_DAY


def test_of_two_levels_a_class_gets_the_base_one_and_may_change_it(editor, procedure, group, row):
    advanced = WorkFactory(level="advanced")
    CalendarRowFactory(procedure=procedure, work=advanced, held_on=DAY)
    make(procedure, editor)
    session = Session.objects.get()

    sessions.change_session(
        session_id=session.pk, version=1, held_on=DAY, starts_at=None, room="", observer_seats=1,
        work_id=advanced.pk, by=editor,
    )  # fmt: skip

    assert session.work == row.work
    assert Session.objects.get().work == advanced
    assert refusal(make, procedure, editor) == "nothing-to-plan"


def test_a_subject_that_is_still_to_be_drawn_is_not_planned(editor, procedure, group, row, russian):
    history = WorkFactory(subject=SubjectFactory(code="IS", abbreviation="ИС", name="История"))
    for work in (russian, history):
        CalendarRowFactory(procedure=procedure, work=work, held_on=NEXT_DAY, draw_group="Предмет 3")

    make(procedure, editor)

    assert Session.objects.get().work == row.work


def test_autumn_classes_write_in_autumn(editor):
    autumn = ProcedureFactory(
        committee=editor.committee, kind="dkr", starts_on=datetime.date(2026, 10, 1),
        ends_on=datetime.date(2026, 10, 30),
    )  # fmt: skip
    CalendarRowFactory(
        procedure=autumn, first_on=autumn.starts_on, last_on=autumn.ends_on,
        held_on=datetime.date(2026, 10, 7),
    )  # fmt: skip
    school = SchoolFactory(committee=editor.committee)
    now = ClassGroupFactory(school=school, school_year=2026)
    ClassGroupFactory(school=school, school_year=2025)

    make(autumn, editor)

    assert Session.objects.get().class_group == now


# Many schools -----------------------------------------------------------------------------------


def test_more_schools_cost_no_more_queries(
    editor, procedure, row, django_assert_max_num_queries, client
):
    for number in range(12):
        school = SchoolFactory(committee=editor.committee)
        ClassGroupFactory(school=school, letter="А")
        ClassGroupFactory(school=school, letter=str(number))
    client.force_login(editor)

    with django_assert_max_num_queries(18):
        page = client.get(address(procedure))
    # The job and its savepoints, the batch, the followers, the journal.
    with django_assert_max_num_queries(40):
        make(procedure, editor)

    assert page.context["preview"].to_plan == 24
    assert Session.objects.count() == 24


def test_a_large_schedule_is_made_by_a_worker_in_batches(
    client, editor, procedure, row, monkeypatch
):
    for _ in range(3):
        ClassGroupFactory(school=SchoolFactory(committee=editor.committee))
    monkeypatch.setattr("assessments.services.calendar.AT_ONCE", 2)
    monkeypatch.setattr("assessments.computation.schedule.SCHOOLS_A_BATCH", 2)
    client.force_login(editor)

    answer = client.post(address(procedure))
    job = Job.objects.get()
    waiting = client.get(address(procedure)).content.decode()
    JOB_KINDS[job.kind](job)

    assert answer["Location"] == reverse("accounts:job-detail", args=[job.pk])
    assert "Расписание сейчас составляется" in waiting
    job.refresh_from_db()
    assert (job.steps_done, job.steps_total) == (3, 3)
    assert Session.objects.count() == 3


def test_a_job_that_died_goes_on_where_it_stopped(editor, procedure, group, row):
    make(procedure, editor)
    late = ClassGroupFactory(school=group.school, letter="Б")
    job = Job.objects.get()
    job.attempts = 2

    JOB_KINDS[job.kind](job)

    assert Session.objects.filter(class_group=late).count() == 1
    assert Session.objects.filter(class_group=group).count() == 1
