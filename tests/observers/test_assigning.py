"""Sending observers, taking them back, one for another."""

import pytest
from post_office.models import Email

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Session
from observers import notices
from observers.models import Assignment, ObservationAct, Observer
from observers.services.assignments import assign_observer, replace_observer, withdraw_assignment
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.factories.schools import make_deputy
from tests.observers.people import NOW, editor_of, fit_observer, sent, session_in
from tests.refusals import refusal


def test_assigning_is_recorded_and_the_letter_leaves_once(editor, observer, session):
    assignment = assign_observer(session_id=session.pk, observer_id=observer.pk, by=editor, now=NOW)
    again = notices.queue_assignment_notice(assignment_id=assignment.pk, now=NOW)

    event = AuditEvent.objects.about(assignment).get()
    assignment.refresh_from_db()
    assert (event.action, event.by) == ("observer-assigned", editor)
    assert again is False
    assert [letter.to for letter in Email.objects.all()] == [[observer.person.email]]
    assert assignment.notice_sent_at == NOW


def test_the_letter_says_where_and_when(editor, observer, committee):
    session = session_in(committee, room="217")

    assign_observer(session_id=session.pk, observer_id=observer.pk, by=editor, now=NOW)

    text = Email.objects.get().message
    assert session.school.name in text
    assert "22.04.2026" in text
    assert "217" in text


def test_without_an_address_the_assignment_stands_and_is_not_marked_as_told(
    editor, observer, session
):
    observer.person.email = ""
    observer.person.save()

    assignment = assign_observer(session_id=session.pk, observer_id=observer.pk, by=editor, now=NOW)

    assignment.refresh_from_db()
    assert assignment.notice_sent_at is None
    assert not Email.objects.exists()


def test_a_refusal_leaves_neither_assignment_nor_letter_nor_audit_line(editor, observer, committee):
    session = session_in(committee)
    sent(fit_observer(committee), session)

    code = refusal(
        assign_observer, session_id=session.pk, observer_id=observer.pk, by=editor, now=NOW
    )

    assert code == "no-seat"
    assert not Assignment.objects.filter(observer=observer).exists()
    assert not Email.objects.exists()
    assert not AuditEvent.objects.filter(action="observer-assigned").exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OBSERVER])
def test_only_editors_assign(committee, observer, session, role):
    somebody = UserFactory(committee=committee, role=role)

    with pytest.raises(NotAllowed):
        assign_observer(session_id=session.pk, observer_id=observer.pk, by=somebody, now=NOW)


def test_a_foreign_session_or_observer_does_not_exist_for_an_editor(editor, observer, session):
    foreign = CommitteeFactory()
    stranger, elsewhere = fit_observer(foreign), session_in(foreign)

    with pytest.raises(Session.DoesNotExist):
        assign_observer(session_id=elsewhere.pk, observer_id=observer.pk, by=editor, now=NOW)
    with pytest.raises(Observer.DoesNotExist):
        assign_observer(session_id=session.pk, observer_id=stranger.pk, by=editor, now=NOW)


def test_a_withdrawn_assignment_keeps_its_reason_and_frees_the_seat(
    editor, observer, session, committee
):
    assignment = assign_observer(session_id=session.pk, observer_id=observer.pk, by=editor, now=NOW)

    withdraw_assignment(assignment_id=assignment.pk, reason=" заболел ", by=editor, now=NOW)

    assignment.refresh_from_db()
    assert (assignment.withdrawn_at, assignment.withdrawal_reason) == (NOW, "заболел")
    assert Email.objects.count() == 2
    assign_observer(
        session_id=session.pk, observer_id=fit_observer(committee).pk, by=editor, now=NOW
    )
    assert Assignment.objects.standing().count() == 1


def test_who_was_never_told_of_the_assignment_is_not_told_of_its_end(editor, observer, session):
    assignment = sent(observer, session)

    withdraw_assignment(assignment_id=assignment.pk, reason="ошибка", by=editor, now=NOW)

    assert not Email.objects.exists()


def test_nothing_is_withdrawn_without_a_reason_or_twice_or_after_the_act(
    editor, committee, observer, session
):
    plain = sent(observer, session)
    gone = sent(fit_observer(committee), session_in(committee), withdrawn_at=NOW)
    written = sent(fit_observer(committee), session_in(committee))
    ObservationAct.objects.create(
        assignment=written, started_at="09:00", ended_at="10:00", participants=20,
        no_violations=True,
    )  # fmt: skip

    codes = [
        refusal(withdraw_assignment, assignment_id=one.pk, reason=reason, by=editor, now=NOW)
        for one, reason in ((plain, "  "), (gone, "заболел"), (written, "заболел"))
    ]

    assert codes == ["no-reason", "already-withdrawn", "act-exists"]


def test_one_observer_takes_the_place_of_another(editor, committee, observer, session):
    given_up = sent(fit_observer(committee), session)

    taken = replace_observer(
        assignment_id=given_up.pk, observer_id=observer.pk, reason="замена", by=editor, now=NOW
    )

    assert list(Assignment.objects.standing()) == [taken]
    assert taken.observer == observer


def test_a_refused_replacement_leaves_the_first_observer_in_place(editor, committee, session):
    given_up = sent(fit_observer(committee), session)
    busy = fit_observer(committee)
    sent(busy, session_in(committee))

    code = refusal(
        replace_observer, assignment_id=given_up.pk, observer_id=busy.pk, reason="замена",
        by=editor, now=NOW,
    )  # fmt: skip

    given_up.refresh_from_db()
    assert code == "busy-that-day"
    assert given_up.withdrawn_at is None


def test_a_deputy_sees_the_assignments_of_the_own_school_only(committee, observer, session):
    own = sent(observer, session)
    sent(fit_observer(committee), session_in(committee))

    assert list(Assignment.objects.visible_to(make_deputy(session.school))) == [own]


def test_an_editor_of_another_committee_sees_none(observer, session):
    sent(observer, session)

    assert not Assignment.objects.visible_to(editor_of(CommitteeFactory())).exists()
