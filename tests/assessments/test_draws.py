"""The subject drawn at random: a week before, once, seen by the school, repeatable by anybody."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from assessments.models import CalendarRow, DrawnWork, Session, SubjectDraw
from assessments.reports.waiting import waiting_for
from assessments.schedule import draw_subjects
from assessments.scoring.draws import drawn_index
from assessments.services import calendar, sessions
from assessments.services.draws import draw_due_subjects
from schools.models import School
from tests.factories.assessments import (
    CalendarRowFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 22)
WEEK_BEFORE = datetime.date(2026, 4, 15)
GROUP = "Предмет 3"


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee, login="edu990901")


@pytest.fixture
def rows(procedure):
    works = [
        WorkFactory(subject=SubjectFactory(code=code, abbreviation=code, name=name))
        for code, name in (("IS", "История"), ("BI", "Биология"))
    ]
    return [
        CalendarRowFactory(procedure=procedure, work=work, held_on=DAY, draw_group=GROUP, lesson=2)
        for work in works
    ]


def drawn_works():
    return dict(DrawnWork.objects.values_list("class_group", "work"))


@pytest.mark.parametrize(
    ("today", "classes"),
    [
        pytest.param(datetime.date(2026, 4, 14), 0, id="eight days before: too early"),
        pytest.param(WEEK_BEFORE, 1, id="a week before"),
        pytest.param(datetime.date(2026, 4, 24), 1, id="missed, the window is open"),
        pytest.param(datetime.date(2026, 4, 26), 0, id="the window is over"),
    ],
)
def test_when_a_subject_is_drawn(procedure, group, rows, today, classes):
    counts = draw_due_subjects(today=today)

    assert counts.drawn == classes
    assert DrawnWork.objects.count() == classes


def test_how_many_days_before_is_a_setting(settings, procedure, group, rows):
    settings.DRAW_DAYS_BEFORE = 3

    early = draw_due_subjects(today=datetime.date(2026, 4, 18))
    in_time = draw_due_subjects(today=datetime.date(2026, 4, 19))

    assert (early.drawn, in_time.drawn) == (0, 1)


def test_what_was_drawn_becomes_the_session_of_the_class(procedure, group, rows):
    draw_due_subjects(today=WEEK_BEFORE)

    one = DrawnWork.objects.get()
    session = Session.objects.get()
    assert (session.class_group, session.work) == (group, one.work)
    assert (session.held_on, session.lesson) == (DAY, 2)
    event = AuditEvent.objects.about(procedure).get()
    assert (event.action, event.details["classes"], event.by) == ("subjects-drawn", 1, None)


def test_two_clocks_draw_once(procedure, group, rows):
    draw_due_subjects(today=WEEK_BEFORE)
    before = (drawn_works(), SubjectDraw.objects.get().seed)

    again = draw_due_subjects(today=WEEK_BEFORE)

    assert again.drawn == 0
    assert (drawn_works(), SubjectDraw.objects.get().seed) == before
    assert Session.objects.count() == 1


def test_the_draw_is_repeated_by_its_seed(procedure, school, rows):
    for letter in "АБВГД":
        ClassGroupFactory(school=school, letter=letter)
    draw_due_subjects(today=WEEK_BEFORE)

    draw = SubjectDraw.objects.get()
    repeated = {
        one.class_group_id: draw.work_ids[
            drawn_index(seed=draw.seed, name=f"edu990901 {one.class_group.label}", count=2)
        ]
        for one in DrawnWork.objects.select_related("class_group")
    }
    assert len(draw.seed) == 32
    assert repeated == drawn_works()


def test_a_school_that_draws_as_a_whole_gets_one_subject(procedure, school, rows):
    procedure.draw_unit = "school"
    procedure.save()
    for letter in "АБВГДЕЖ":
        ClassGroupFactory(school=school, letter=letter)

    draw_due_subjects(today=WEEK_BEFORE)

    assert len(drawn_works()) == 7
    assert len(set(drawn_works().values())) == 1


def test_a_class_that_came_later_draws_by_the_same_seed(procedure, school, group, rows):
    draw_due_subjects(today=WEEK_BEFORE)
    first = drawn_works()
    late = ClassGroupFactory(school=school, letter="Б")

    counts = draw_due_subjects(today=datetime.date(2026, 4, 16))

    assert counts.drawn == 1
    assert SubjectDraw.objects.count() == 1
    assert drawn_works() == {**first, late.pk: drawn_works()[late.pk]}


def test_a_class_that_is_busy_gets_the_nearest_free_day(procedure, group, rows):
    SessionFactory(class_group=group, procedure=procedure, held_on=DAY)

    draw_due_subjects(today=WEEK_BEFORE)

    drawn = Session.objects.get(work=DrawnWork.objects.get().work)
    assert drawn.held_on == datetime.date(2026, 4, 23)


def test_a_class_without_a_free_day_is_counted_and_shown(client, editor, procedure, group, rows):
    for row in rows:
        row.first_on = row.last_on = DAY
        row.save()
    SessionFactory(class_group=group, procedure=procedure, held_on=DAY)

    counts = draw_due_subjects(today=WEEK_BEFORE)

    client.force_login(editor)
    page = client.get(reverse("assessments:draw-list", args=[procedure.pk])).content.decode()
    assert counts == (1, 1)
    assert Session.objects.count() == 1
    assert "свободного дня нет" in page


def test_the_clock_and_the_command_draw_what_is_due(
    settings, capsys, editor, procedure, group, rows
):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    procedure.ends_on = tomorrow + datetime.timedelta(days=30)
    procedure.save()
    for row in rows:
        row.first_on = row.held_on = tomorrow
        row.last_on = tomorrow + datetime.timedelta(days=20)
        row.save()
    settings.DRAW_DAYS_BEFORE = 30

    draw_subjects()
    call_command("draw_subjects")

    assert DrawnWork.objects.count() == 1
    assert "Предмет выпал классам: 0" in capsys.readouterr().out


# Letters ---------------------------------------------------------------------------------------


def letters():
    return list(Email.objects.order_by("pk"))


def test_a_school_gets_one_letter_about_all_its_classes(procedure, school, group, rows):
    make_deputy(school, person__email="deputy@example.test")
    ClassGroupFactory(school=school, letter="Б")

    draw_due_subjects(today=WEEK_BEFORE)

    (letter,) = letters()
    drawn = DrawnWork.objects.get(class_group=group)
    assert letter.to == ["deputy@example.test"]
    assert f"5А: {drawn.work.subject.name}, 22.04.2026" in letter.message
    assert "5Б: " in letter.message
    assert reverse("assessments:draw-list", args=[procedure.pk]) in letter.message


def test_a_school_is_not_told_twice_and_hears_of_a_class_that_came_later(
    procedure, school, group, rows
):
    make_deputy(school)
    draw_due_subjects(today=WEEK_BEFORE)

    draw_due_subjects(today=WEEK_BEFORE)
    repeated = len(letters())
    ClassGroupFactory(school=school, letter="Б")
    draw_due_subjects(today=datetime.date(2026, 4, 16))

    assert repeated == 1
    assert "5Б: " in letters()[1].message
    assert "5А: " not in letters()[1].message


def test_the_committee_sees_whom_no_letter_reached_and_it_leaves_when_a_deputy_comes(
    client, editor, procedure, school, group, rows
):
    # Ahead of whatever day the page is opened on.
    procedure.ends_on = datetime.date(9999, 12, 31)
    procedure.save()
    CalendarRow.objects.update(
        first_on=datetime.date(9999, 12, 28),
        held_on=datetime.date(9999, 12, 29),
        last_on=datetime.date(9999, 12, 30),
    )
    School.objects.filter(pk=school.pk).update(email="office@example.test")
    client.force_login(editor)
    address = reverse("assessments:draw-list", args=[procedure.pk])

    draw_due_subjects(today=datetime.date(9999, 12, 22))
    before = client.get(address)
    unwritten = letters()
    make_deputy(school)
    draw_due_subjects(today=datetime.date(9999, 12, 23))
    after = client.get(address)

    assert unwritten == []
    assert before.context["untold"].schools == [school]
    assert "Письмо о выпавших предметах не ушло" in before.content.decode()
    assert len(letters()) == 1
    assert after.context["untold"].total == 0


def test_a_draw_of_a_work_that_is_over_is_told_to_nobody(procedure, school, group, rows):
    draw_due_subjects(today=WEEK_BEFORE)
    make_deputy(school)

    draw_due_subjects(today=datetime.date(2026, 4, 23))

    assert letters() == []


def test_today_tells_the_deputy_what_has_fallen_until_it_is_written(procedure, school, group, rows):
    deputy = make_deputy(school)
    stranger = make_deputy(SchoolFactory(committee=school.committee))
    draw_due_subjects(today=WEEK_BEFORE)
    subject = DrawnWork.objects.get().work.subject

    (item,) = waiting_for(deputy, WEEK_BEFORE)

    assert item.note == f"5А — {subject}"
    assert item.label == "пишут с 22.04.2026"
    assert item.address == reverse("assessments:draw-list", args=[procedure.pk])
    assert waiting_for(stranger, WEEK_BEFORE) == []
    after = waiting_for(deputy, datetime.date(2026, 4, 23))
    assert all("Выпали" not in one.title for one in after)


# What people see --------------------------------------------------------------------------------


def test_the_school_sees_its_own_subject_and_the_committee_all(
    client, editor, procedure, school, group, rows
):
    neighbour = ClassGroupFactory(school=SchoolFactory(committee=editor.committee), letter="Я")
    address = reverse("assessments:draw-list", args=[procedure.pk])
    client.force_login(make_deputy(school))
    before = client.get(procedure.get_absolute_url()).content.decode()
    draw_due_subjects(today=WEEK_BEFORE)

    after = client.get(procedure.get_absolute_url()).content.decode()
    own = client.get(address)
    client.force_login(editor)
    everybody = client.get(address)

    assert "жребий 15.04.2026" in before
    assert f"5А — {DrawnWork.objects.get(class_group=group).work.subject}" in after
    assert [one.class_group for one in own.context["page"]] == [group]
    assert {one.class_group for one in everybody.context["page"]} == {group, neighbour}
    assert SubjectDraw.objects.get().seed in everybody.content.decode()


def test_the_day_of_a_coming_draw_is_kept_free(editor, procedure, group, rows):
    row = CalendarRowFactory(procedure=procedure, held_on=datetime.date(2026, 4, 23))
    calendar.make_schedule(procedure_id=procedure.pk, shift=False, today=WEEK_BEFORE, by=editor)
    session = Session.objects.get(work=row.work)

    code = refusal(
        sessions.change_session, session_id=session.pk, version=1, held_on=DAY, starts_at=None,
        room="", observer_seats=1, by=editor,
    )  # fmt: skip

    assert code == "day-reserved"


def test_more_classes_cost_no_more_queries(
    client, editor, procedure, rows, django_assert_max_num_queries
):
    for letter in "АБВГДЕЖЗИК":
        ClassGroupFactory(school=SchoolFactory(committee=editor.committee), letter=letter)
    client.force_login(editor)

    with django_assert_max_num_queries(25):
        counts = draw_due_subjects(today=WEEK_BEFORE)
    with django_assert_max_num_queries(14):
        client.get(reverse("assessments:draw-list", args=[procedure.pk]))

    assert counts.drawn == 10
