"""A day of the calendar changes: which sessions go with it, and why some stay."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from assessments.models import CalendarRow, Session
from assessments.reports.calendar import classes_of
from assessments.reports.moves import moves_by_calendar, preview_moves
from assessments.services import calendar, sessions
from assessments.services.draws import draw_due_subjects
from tests.factories.assessments import (
    CalendarRowFactory,
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 4, 1)
DAY = datetime.date(2026, 4, 22)
NEXT_DAY = datetime.date(2026, 4, 23)
FRIDAY = datetime.date(2026, 4, 24)


@pytest.fixture
def row(procedure):
    return CalendarRowFactory(procedure=procedure, held_on=DAY, lesson=2)


def make(procedure, by, today=TODAY):
    return calendar.make_schedule(procedure_id=procedure.pk, shift=False, today=today, by=by)


def put(row, held_on, **changes):
    """Another day in the calendar."""
    CalendarRow.objects.filter(pk=row.pk).update(held_on=held_on, **changes)


def stays(procedure, today=TODAY):
    found = moves_by_calendar(procedure, classes_of(procedure), today=today)
    return {stay.code for stay in found.stays}, len(found.moves)


def test_the_preview_says_from_which_day_to_which_and_the_editor_moves_them(
    client, editor, procedure, group, row, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)
    make(procedure, editor)
    put(row, NEXT_DAY, lesson=3)
    client.force_login(editor)
    address = reverse("assessments:schedule-make", args=[procedure.pk])

    shown = client.get(address).content.decode()
    done = client.post(address, follow=True).content.decode()

    assert "переносится с 22.04.2026 на 23.04.2026" in shown
    assert "Перенести 1" in shown
    assert "перенесено: 1" in done
    session = Session.objects.get()
    assert (session.held_on, session.lesson, session.version) == (NEXT_DAY, 3, 2)
    line = AuditEvent.objects.about(session).get()
    assert (line.by, line.details["before"], line.details["held_on"]) == (
        editor, "2026-04-22", "2026-04-23",
    )  # fmt: skip
    assert refusal(make, procedure, editor) == "nothing-to-plan"


def test_each_school_gets_one_letter_about_all_that_has_moved(editor, procedure, group, row):
    ClassGroupFactory(school=group.school, letter="Б")
    other = ClassGroupFactory(school=SchoolFactory(committee=editor.committee), letter="В")
    make_deputy(group.school, person__email="first@example.test")
    make_deputy(other.school, person__email="second@example.test")
    make(procedure, editor)
    planned = Email.objects.count()
    put(row, NEXT_DAY)

    make(procedure, editor)

    letters = {letter.to[0]: letter.message for letter in Email.objects.all()}
    assert planned == 0
    assert Email.objects.count() == 2
    assert letters["first@example.test"].count("стало 23.04.2026, урок 2") == 2
    assert "5В" not in letters["first@example.test"]
    assert "5В" in letters["second@example.test"]
    assert "Причина: Изменён календарь процедуры." in letters["second@example.test"]


def test_new_classes_are_planned_in_the_same_go(editor, procedure, group, row):
    make(procedure, editor)
    late = ClassGroupFactory(school=group.school, letter="Б")
    put(row, NEXT_DAY)

    job = make(procedure, editor)

    assert (job.result["planned"], job.result["moved"]) == (1, 1)
    assert Session.objects.get(class_group=late).held_on == NEXT_DAY


def test_two_works_change_places(editor, procedure, group, row, russian):
    other = CalendarRowFactory(procedure=procedure, work=russian, held_on=NEXT_DAY)
    make(procedure, editor)
    put(row, NEXT_DAY)
    put(other, DAY)

    make(procedure, editor)

    assert Session.objects.get(work=row.work).held_on == NEXT_DAY
    assert Session.objects.get(work=russian).held_on == DAY


def test_what_a_school_or_the_committee_chose_itself_stays_and_is_named(
    editor, procedure, group, row
):
    make(procedure, editor)
    session = Session.objects.get()
    sessions.move_session(
        session_id=session.pk, version=1, held_on=FRIDAY, starts_at=None, room="", today=TODAY,
        by=make_deputy(group.school),
    )  # fmt: skip
    put(row, NEXT_DAY, last_on=NEXT_DAY)

    preview = preview_moves(procedure, TODAY)

    assert preview.total == 0
    assert [stay.reason for stay in preview.stays] == [
        "день 24.04.2026 выбран школой; он вне нового окна"
    ]
    assert refusal(make, procedure, editor) == "nothing-to-plan"


def test_a_session_with_results_and_one_that_is_over_stay(editor, procedure, group, row):
    second = ClassGroupFactory(school=group.school, letter="Б")
    make(procedure, editor)
    Session.objects.filter(class_group=second).update(status="collected")
    put(row, NEXT_DAY)

    assert stays(procedure) == ({"session-not-planned"}, 1)
    assert stays(procedure, today=NEXT_DAY) == ({"session-not-planned", "session-held"}, 0)


def test_a_day_that_has_passed_or_lies_outside_the_window_is_given_to_nobody(
    editor, procedure, group, row
):
    make(procedure, editor)
    advanced = WorkFactory(level="advanced")
    CalendarRowFactory(procedure=procedure, work=advanced, last_on=DAY)
    put(row, datetime.date(2026, 4, 20))

    passed = stays(procedure, today=datetime.date(2026, 4, 21))
    put(row, NEXT_DAY)
    Session.objects.update(work=advanced)

    assert passed == ({"day-passed"}, 0)
    assert stays(procedure) == ({"outside-window"}, 0)


def test_a_class_that_writes_something_else_then_keeps_its_day_and_holds_others_back(
    editor, procedure, group, row, russian
):
    other = CalendarRowFactory(procedure=procedure, work=russian, held_on=NEXT_DAY)
    make(procedure, editor)
    autumn = ProcedureFactory(committee=editor.committee, kind="dkr")
    history = WorkFactory(subject=SubjectFactory(code="IS", abbreviation="ИС", name="История"))
    SessionFactory(class_group=group, procedure=autumn, work=history, held_on=FRIDAY)
    put(other, FRIDAY)
    put(row, NEXT_DAY)

    found = moves_by_calendar(procedure, classes_of(procedure), today=TODAY)

    assert found.moves == []
    assert [(stay.session.work, stay.code) for stay in found.stays] == [
        (russian, "class-busy"),
        (row.work, "class-busy"),
    ]
    assert "История" in found.stays[0].reason


def test_a_session_that_was_put_onto_a_free_day_by_the_portal_follows_too(
    editor, procedure, group, row, russian
):
    SessionFactory(class_group=group, procedure=procedure, work=russian, held_on=DAY)
    calendar.make_schedule(procedure_id=procedure.pk, shift=True, today=TODAY, by=editor)
    assert Session.objects.get(work=row.work).held_on == NEXT_DAY
    put(row, FRIDAY)

    make(procedure, editor)

    assert Session.objects.get(work=row.work).held_on == FRIDAY


def test_a_drawn_work_follows_and_the_day_of_a_coming_draw_is_kept_for_it(
    editor, procedure, group, russian
):
    history = WorkFactory(subject=SubjectFactory(code="IS", abbreviation="ИС", name="История"))
    for work in (russian, history):
        CalendarRowFactory(procedure=procedure, work=work, held_on=DAY, draw_group="Предмет 3")
    draw_due_subjects(today=datetime.date(2026, 4, 15))
    CalendarRow.objects.update(held_on=FRIDAY)

    make(procedure, editor)

    assert Session.objects.get().held_on == FRIDAY


def test_more_schools_cost_the_preview_no_more_queries(
    client, editor, procedure, row, django_assert_max_num_queries
):
    for _ in range(6):
        ClassGroupFactory(school=SchoolFactory(committee=editor.committee))
    make(procedure, editor)
    put(row, NEXT_DAY)

    with django_assert_max_num_queries(5):
        assert preview_moves(procedure, TODAY).total == 6
