"""A school chooses the day of its session inside the window; the committee may go beyond it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Session
from assessments.services import sessions
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    CalendarRowFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.schools import make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 22)
FRIDAY = datetime.date(2026, 4, 24)
TODAY = datetime.date(2026, 4, 1)


@pytest.fixture
def session():
    session = SessionFactory(held_on=DAY)
    CalendarRowFactory(procedure=session.procedure, work=session.work)
    return session


def move(session, by, today=TODAY, **changes):
    plain = {"version": 1, "held_on": FRIDAY, "starts_at": None, "room": ""}
    return sessions.move_session(session_id=session.pk, today=today, by=by, **{**plain, **changes})


def change(session, by, **changes):
    plain = {"version": 1, "held_on": FRIDAY, "starts_at": None, "room": "", "observer_seats": 1}
    return sessions.change_session(session_id=session.pk, by=by, **{**plain, **changes})


def test_a_deputy_chooses_day_lesson_and_room_inside_the_window(session, deputy):
    moved = move(session, deputy, lesson=3, starts_at=datetime.time(10, 20), room="12")

    session.refresh_from_db()
    assert (session.held_on, session.lesson, session.room) == (FRIDAY, 3, "12")
    assert moved.version == session.version == 2
    event = AuditEvent.objects.about(session).get()
    assert (event.action, event.by) == ("session-changed", deputy)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"held_on": datetime.date(2026, 4, 25)}, None, id="the last day"),
        pytest.param({"held_on": datetime.date(2026, 4, 27)}, "outside-window", id="after it"),
        pytest.param({"held_on": datetime.date(2026, 4, 19)}, "outside-window", id="before it"),
        pytest.param({"today": datetime.date(2026, 4, 22)}, None, id="on the day itself"),
        pytest.param({"today": datetime.date(2026, 4, 23)}, "session-held", id="a day too late"),
        pytest.param(
            {"today": DAY, "held_on": datetime.date(2026, 4, 21)}, "day-passed", id="to yesterday"
        ),
        pytest.param({"version": 7}, "stale", id="seen before a change"),
    ],
)
def test_what_a_school_may_choose(session, deputy, changes, code):
    assert refusal(move, session, deputy, **changes) == code


def test_a_busy_day_is_refused(session, deputy):
    russian = WorkFactory(subject=SubjectFactory(code="RU", abbreviation="РУ", name="Русский язык"))
    SessionFactory(
        class_group=session.class_group, procedure=session.procedure, work=russian, held_on=FRIDAY
    )

    assert refusal(move, session, deputy) == "class-busy"


def test_without_a_window_only_the_committee_moves(deputy, session):
    session.procedure.calendar.all().delete()

    assert refusal(move, session, deputy) == "no-window"
    assert refusal(change, session, UserFactory(committee=session.school.committee)) is None


def test_a_session_with_results_stays_where_it_was(session, deputy):
    Session.objects.update(status="collected")

    assert refusal(move, session, deputy) == "session-not-planned"


def test_others_move_nothing(session):
    with pytest.raises(NotAllowed):
        move(session, UserFactory(role=Role.HEAD, committee=session.school.committee))
    with pytest.raises(Session.DoesNotExist):
        move(session, make_deputy(SessionFactory().school))


def test_the_committee_leaves_the_window_with_a_reason(session):
    editor = UserFactory(committee=session.school.committee)
    outside = {"held_on": datetime.date(2026, 5, 6)}

    without = refusal(change, session, editor, **outside)
    change(session, editor, reason="Карантин в школе", **outside)

    assert without == "no-reason"
    session.refresh_from_db()
    assert session.held_on == datetime.date(2026, 5, 6)
    assert AuditEvent.objects.about(session).first().details["reason"] == "Карантин в школе"


def test_the_school_hears_by_letter_when_the_committee_moves_its_session(session):
    school = session.class_group.school
    make_deputy(school, person__email="deputy@example.test")
    editor = UserFactory(committee=school.committee)

    change(session, editor, room="12")
    change(session, editor, version=2, room="14")
    change(session, editor, version=3, held_on=DAY, room="14", reason="Каникулы")

    first, second = Email.objects.order_by("pk")
    assert first.to == ["deputy@example.test"]
    assert "было 22.04.2026; стало 24.04.2026, кабинет 12" in first.message
    assert "Причина" not in first.message
    assert "было 24.04.2026; стало 22.04.2026, кабинет 14" in second.message
    assert "Причина: Каникулы" in second.message


def test_a_class_takes_another_level_of_the_same_work_only(session, deputy):
    advanced = WorkFactory(level="advanced")
    russian = WorkFactory(subject=SubjectFactory(code="RU", abbreviation="РУ", name="Русский язык"))

    other = refusal(move, session, deputy, work_id=russian.pk)
    move(session, deputy, work_id=advanced.pk)

    assert other == "other-subject"
    session.refresh_from_db()
    assert session.work == advanced


# Pages ------------------------------------------------------------------------------------------


@pytest.fixture
def today(monkeypatch):
    """The calendar on the wall."""
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda *given: day)


def test_a_deputy_moves_on_the_page_and_is_told_the_window(client, session, deputy, today):
    today(datetime.date(2026, 4, 1))
    client.force_login(deputy)
    address = reverse("assessments:session-move", args=[session.pk])

    offered = client.get(session.get_absolute_url()).content.decode()
    shown = client.get(address).content.decode()
    outside = client.post(address, {"held_on": "2026-05-06", "version": 1})
    moved = client.post(address, {"held_on": "2026-04-24", "lesson": "2", "version": 1})
    stale = client.post(address, {"held_on": "2026-04-23", "version": 1})

    assert address in offered
    assert "с 20.04.2026 по 25.04.2026" in shown
    assert outside.status_code == 422
    assert "обратитесь в комитет" in outside.content.decode()
    assert (moved.status_code, stale.status_code) == (302, 409)
    session.refresh_from_db()
    assert (session.held_on, session.lesson) == (FRIDAY, 2)


def test_after_the_day_the_page_says_whom_to_ask(client, session, deputy, today):
    today(datetime.date(2026, 4, 30))
    client.force_login(deputy)
    address = reverse("assessments:session-move", args=[session.pk])

    page = client.get(address).content.decode()

    assert "Работа уже прошла" in page
    assert '<form class="card narrow"' not in page
    assert address not in client.get(session.get_absolute_url()).content.decode()


def test_the_committee_is_asked_for_the_reason_on_its_page(client, session):
    client.force_login(UserFactory(committee=session.school.committee))
    address = reverse("assessments:session-edit", args=[session.pk])
    fields = {"held_on": "2026-05-06", "observer_seats": 1, "version": 1}

    without = client.post(address, fields)
    moved = client.post(address, {**fields, "reason": "Карантин"})

    assert without.status_code == 422
    assert "Напишите причину переноса" in without.content.decode()
    assert moved.status_code == 302
