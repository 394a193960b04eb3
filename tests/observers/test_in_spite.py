"""Sending somebody in spite of a soft conflict: with a reason in writing, never past a hard one."""

import pytest
from django.db import IntegrityError

from accounts.audit import AUDIT_WORDS
from accounts.models import AuditEvent
from observers.models import Assignment, Interest
from observers.services.assignments import assign_observer, replace_observer
from tests.factories.schools import PostFactory, make_deputy
from tests.observers.people import (
    DAY,
    HTMX,
    NOW,
    ONE,
    fit_observer,
    page,
    sent,
    session_in,
    text_of,
)
from tests.refusals import refusal

WHY = "Других аккредитованных на этот день нет, решено на совещании."


def tied(observer, session, kind):
    Interest.objects.create(observer=observer, school=session.school, kind=kind)
    return observer


def assign(observer, session, by, because=WHY):
    return assign_observer(
        session_id=session.pk,
        observer_id=observer.pk,
        in_spite_because=because,
        by=by,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        pytest.param(Interest.Kind.FORMER_POST, "worked-there", id="worked there"),
        pytest.param(Interest.Kind.RELATIVE, "relative-there", id="a relative works there"),
        pytest.param(Interest.Kind.CURATOR, "curator-there", id="curator of the school"),
    ],
)
def test_a_reason_in_writing_overcomes_a_soft_tie_and_stays(editor, observer, session, kind, code):
    tied(observer, session, kind)

    assignment = assign(observer, session, editor, f"  {WHY} ")

    event = AuditEvent.objects.about(assignment).get()
    assert assignment.overcome_reason == WHY
    assert assignment.overcome
    assert event.action == "observer-assigned-in-spite"
    assert event.details["overcome"] == [code]
    assert event.action in AUDIT_WORDS


def test_a_second_session_of_the_day_is_possible_with_a_reason(
    editor, committee, observer, session
):
    sent(observer, session_in(committee, starts_at="12:00"))

    assert assign(observer, session, editor).overcome.startswith("22.04.2026 уже назначен")


def test_two_places_at_one_hour_are_not(editor, committee, observer):
    sent(observer, session_in(committee, starts_at="09:00"))
    session = session_in(committee, starts_at="09:00")

    assert refusal(assign, observer, session, editor) == "busy-that-hour"


@pytest.mark.parametrize("because", ["", "   "])
def test_without_a_reason_a_soft_conflict_refuses(editor, observer, session, because):
    tied(observer, session, Interest.Kind.RELATIVE)

    assert refusal(assign, observer, session, editor, because) == "relative-there"


def test_no_reason_sends_anybody_to_where_they_work(editor, observer, session):
    PostFactory(person=observer.person, school=session.school)

    assert refusal(assign, observer, session, editor) == "works-there"


def test_no_reason_sends_a_parent_to_the_school_of_their_child(editor, observer, session):
    tied(observer, session, Interest.Kind.RELATIVE)
    tied(observer, session, Interest.Kind.CHILD)

    assert refusal(assign, observer, session, editor) == "child-there"
    assert not Assignment.objects.exists()


def test_a_reason_that_nothing_asked_for_is_not_kept(editor, observer, session):
    assignment = assign(observer, session, editor)

    assert (assignment.overcome, assignment.overcome_reason) == ("", "")
    assert AuditEvent.objects.about(assignment).get().action == "observer-assigned"


def test_the_database_keeps_conflict_and_reason_together(editor, observer, session):
    with pytest.raises(IntegrityError):
        Assignment.objects.create(
            session=session, observer=observer, assigned_by=editor, overcome="Работал там."
        )


def test_a_replacement_may_need_a_reason_too(editor, committee, observer, session):
    given_up = sent(fit_observer(committee), session)
    tied(observer, session, Interest.Kind.FORMER_POST)

    taken = replace_observer(
        assignment_id=given_up.pk, observer_id=observer.pk, reason="заболел",
        in_spite_because=WHY, by=editor, now=NOW,
    )  # fmt: skip

    assert taken.overcome_reason == WHY


def test_the_panel_asks_for_the_reason_where_one_is_enough(as_editor, committee, observer, session):
    soft = tied(observer, session, Interest.Kind.RELATIVE)
    hard = tied(fit_observer(committee), session, Interest.Kind.CHILD)

    shown = text_of(as_editor.get(page("session-observers", session_id=session.pk)))

    assert f'id="in-spite-{soft.pk}"' in shown
    assert f'id="in-spite-{hard.pk}"' not in shown


def test_the_board_and_the_panel_show_the_reason(as_editor, observer, session):
    tied(observer, session, Interest.Kind.RELATIVE)

    panel = as_editor.post(
        page("session-assign", session_id=session.pk),
        {"observer": observer.pk, "in_spite_because": WHY},
        headers=HTMX,
    )
    board = as_editor.get(page("board", procedure_id=session.procedure_id))

    assert panel.status_code == 200
    assert WHY in text_of(panel)
    assert WHY in text_of(board)


def test_the_school_is_not_told_what_spoke_against_its_observer(
    client, editor, committee, observer, session
):
    tied(observer, session, Interest.Kind.RELATIVE)
    assign(observer, session, editor)
    assign(fit_observer(committee), session_in(committee, held_on=DAY + ONE), editor)
    client.force_login(make_deputy(session.school))

    shown = text_of(client.get(page("session-observers", session_id=session.pk)))

    assert observer.person.full_name in shown
    assert WHY not in shown
