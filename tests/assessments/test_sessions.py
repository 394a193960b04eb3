"""Sessions: planned one by one and for all classes, moved, cancelled, brought back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Procedure, Session
from assessments.services import sessions
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    ProcedureFactory,
    SessionFactory,
    WorkFactory,
)
from tests.factories.schools import ClassGroupFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 22)
NEXT_DAY = datetime.date(2026, 4, 23)


@pytest.fixture
def session(group, procedure):
    return SessionFactory(class_group=group, procedure=procedure, held_on=DAY)


def plan(procedure, work, group, by, held_on=DAY):
    return sessions.plan_session(
        procedure_id=procedure.pk,
        work_id=work.pk,
        class_group_id=group.pk,
        held_on=held_on,
        by=by,
    )


def change(session, by, **changes):
    values = {
        "version": session.version,
        "held_on": session.held_on,
        "starts_at": None,
        "room": "",
        "observer_seats": 1,
    }
    return sessions.change_session(session_id=session.pk, by=by, **{**values, **changes})


# One session ------------------------------------------------------------------------------------


def test_an_editor_plans_a_session_of_a_class(editor, procedure, group, russian):
    session = plan(procedure, russian, group, editor)

    assert (session.school, session.status) == (group.school, "planned")
    assert AuditEvent.objects.about(session).get().action == "session-planned"


@pytest.mark.parametrize(
    ("work", "group_fields", "held_on", "code"),
    [
        pytest.param({"year": 2025}, {}, DAY, "other-year", id="last year's work"),
        pytest.param({"grade": 6}, {}, DAY, "other-grade", id="work of another grade"),
        pytest.param({}, {"school_year": 2024}, DAY, "other-school-year", id="last year's class"),
        pytest.param({}, {}, datetime.date(2026, 6, 1), "outside-procedure", id="after the end"),
        pytest.param({}, {}, datetime.date(2026, 5, 20), None, id="on the last day"),
    ],
)
def test_what_a_session_may_be(editor, school, procedure, work, group_fields, held_on, code):
    paper = WorkFactory(**work)
    group = ClassGroupFactory(school=school, **group_fields)

    assert refusal(plan, procedure, paper, group, editor, held_on) == code


def test_a_class_writes_one_work_a_day(editor, session, russian):
    code = refusal(plan, session.procedure, russian, session.class_group, editor)
    next_day = refusal(plan, session.procedure, russian, session.class_group, editor, NEXT_DAY)

    assert (code, next_day) == ("class-busy", None)


def test_a_cancelled_session_leaves_the_day_free(editor, session, russian):
    cancel(session, editor)

    assert refusal(plan, session.procedure, russian, session.class_group, editor) is None


def test_a_class_writes_a_work_once(editor, session):
    code = refusal(plan, session.procedure, session.work, session.class_group, editor, NEXT_DAY)

    assert code == "session-exists"


def test_nobody_plans_for_foreign_schools(editor, procedure, russian):
    with pytest.raises(ClassGroupFactory._meta.model.DoesNotExist):
        plan(procedure, russian, ClassGroupFactory(), editor)
    with pytest.raises(Procedure.DoesNotExist):
        plan(ProcedureFactory(), russian, ClassGroupFactory(), editor)


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OBSERVER])
def test_others_do_not_plan(role, procedure, group, russian):
    with pytest.raises(NotAllowed):
        plan(procedure, russian, group, UserFactory(role=role))


# Moved and cancelled ----------------------------------------------------------------------------


def cancel(session, by, reason="Карантин"):
    return sessions.cancel_session(
        session_id=session.pk, version=session.version, reason=reason, by=by
    )


def test_a_session_moves_to_another_day_and_room(editor, session):
    change(session, editor, held_on=NEXT_DAY, room="12")

    session.refresh_from_db()
    assert (session.held_on, session.room, session.version) == (NEXT_DAY, "12", 2)


@pytest.mark.parametrize(
    ("status", "changes", "code"),
    [
        pytest.param("collected", {"held_on": NEXT_DAY}, "session-not-planned", id="with results"),
        pytest.param("collected", {"room": "12"}, None, id="the room of a held session"),
        pytest.param(
            "planned", {"held_on": datetime.date(2026, 7, 1)}, "outside-procedure", id="July"
        ),
        pytest.param("planned", {"version": 7}, "stale", id="seen before a change"),
    ],
)
def test_what_may_change(editor, session, status, changes, code):
    Session.objects.update(status=status)

    assert refusal(change, session, editor, **changes) == code


def test_a_session_does_not_move_onto_a_busy_day(editor, session, russian):
    other = plan(session.procedure, russian, session.class_group, editor, NEXT_DAY)

    assert refusal(change, other, editor, held_on=DAY) == "class-busy"


def test_a_session_is_cancelled_with_a_reason_and_brought_back(editor, session):
    cancelled = cancel(session, editor)
    restored = sessions.restore_session(session_id=session.pk, version=cancelled.version, by=editor)

    story = AuditEvent.objects.about(session)
    assert restored.status == Session.Status.PLANNED
    assert [event.action for event in story] == ["session-restored", "session-cancelled"]
    assert story.last().details["reason"] == "Карантин"


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        pytest.param("planned", "  ", "no-reason", id="without a reason"),
        pytest.param("collected", "Карантин", "session-not-planned", id="with results"),
        pytest.param("cancelled", "Карантин", "session-not-planned", id="twice"),
    ],
)
def test_when_a_session_is_not_cancelled(editor, session, status, reason, code):
    Session.objects.update(status=status)

    assert refusal(cancel, session, editor, reason) == code


def test_a_session_does_not_come_back_onto_a_busy_day(editor, session, russian):
    cancelled = cancel(session, editor)
    plan(session.procedure, russian, session.class_group, editor)

    code = refusal(
        sessions.restore_session, session_id=session.pk, version=cancelled.version, by=editor
    )

    assert code == "class-busy"


# Pages ------------------------------------------------------------------------------------------


def test_an_editor_plans_and_moves_on_pages(client, editor, procedure, group, russian):
    client.force_login(editor)
    fields = {
        "work": russian.pk, "class_group": group.pk, "held_on": "2026-04-22",
        "starts_at": "09:00", "room": "5", "observer_seats": 2,
    }  # fmt: skip

    client.post(reverse("assessments:session-create", args=[procedure.pk]), fields)
    session = Session.objects.get()
    edit = reverse("assessments:session-edit", args=[session.pk])
    moved = client.post(edit, {**fields, "held_on": "2026-04-23", "version": 1})
    stale = client.post(edit, {**fields, "room": "9", "version": 1})

    session.refresh_from_db()
    assert (session.held_on, session.room, session.observer_seats) == (NEXT_DAY, "5", 2)
    assert moved.status_code == 302
    assert stale.status_code == 409
    assert 'value="9"' in stale.content.decode()


def test_a_class_of_a_foreign_school_is_not_offered(client, editor, procedure, group):
    foreign = ClassGroupFactory()
    client.force_login(editor)

    page = client.get(reverse("assessments:session-create", args=[procedure.pk]))

    offered = page.context["form"].fields["class_group"].queryset
    assert group in offered
    assert foreign not in offered


@pytest.mark.parametrize(
    ("reason", "status"),
    [pytest.param("Карантин", "cancelled", id="with"), pytest.param("", "planned", id="without")],
)
def test_a_session_is_cancelled_on_its_page(client, editor, session, reason, status):
    client.force_login(editor)

    client.post(
        reverse("assessments:session-cancel", args=[session.pk]), {"reason": reason, "version": 1}
    )

    session.refresh_from_db()
    assert session.status == status


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(1, "назначена", id="ahead"),
        pytest.param(0, "ждём результаты", id="on the day"),
    ],
)
def test_results_are_waited_for_from_the_day_of_the_work(session, days, words):
    session.held_on = timezone.localdate() + datetime.timedelta(days=days)

    assert session.get_status_display() == words


def test_a_deputy_reads_the_own_session_and_changes_nothing(client, session):
    client.force_login(make_deputy(session.school))

    page = client.get(session.get_absolute_url())
    edit = client.get(reverse("assessments:session-edit", args=[session.pk]))

    assert page.status_code == 200
    assert "Отменить" not in page.content.decode()
    assert edit.status_code == 403


def test_the_page_of_a_session_costs_few_queries(
    client, editor, session, django_assert_max_num_queries
):
    client.force_login(editor)

    with django_assert_max_num_queries(14):
        client.get(session.get_absolute_url())
