"""A session is moved: are its observers fit for the new day, and do they know of it?"""

import datetime

import pytest
from post_office.models import Email

from assessments.models import CalendarRow, Session
from assessments.services import calendar, sessions
from observers import reports
from observers.models import Assignment
from observers.services.assignments import assign_observer, replace_observer, withdraw_assignment
from observers.services.roster import add_accreditation
from tests.factories.accounts import CommitteeFactory
from tests.factories.assessments import CalendarRowFactory, ProcedureFactory
from tests.factories.schools import ClassGroupFactory
from tests.observers.people import (
    DAY,
    NOW,
    ONE,
    editor_of,
    fit_observer,
    page,
    session_in,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory()


@pytest.fixture
def by(committee):
    return editor_of(committee)


def sent(session, observer, by):
    return assign_observer(session_id=session.pk, observer_id=observer.pk, by=by, now=NOW)


def move(session, by, **changed):
    session = Session.objects.get(pk=session.pk)
    kept = {
        name: getattr(session, name)
        for name in ("version", "held_on", "starts_at", "room", "observer_seats")
    }
    return sessions.change_session(session_id=session.pk, by=by, **{**kept, **changed})


def letters_to(observer):
    return list(
        Email.objects.filter(to=observer.person.email)
        .order_by("pk")
        .values_list("subject", "message")
    )


def test_whoever_is_busy_on_the_new_day_stays_and_is_marked_to_be_replaced(committee, by):
    moved, other = session_in(committee, held_on=DAY), session_in(committee, held_on=DAY + ONE)
    observer = fit_observer(committee)
    assignment, elsewhere = sent(moved, observer, by), sent(other, observer, by)

    move(moved, by, held_on=DAY + ONE)

    assignment.refresh_from_db()
    elsewhere.refresh_from_db()
    assert assignment.withdrawn_at is None
    assert assignment.unfit_codes == "busy-that-day"
    assert elsewhere.unfit_codes == ""


def test_a_calendar_that_moves_many_sessions_looks_at_their_observers_again(committee, by):
    procedure = ProcedureFactory(committee=committee)
    row = CalendarRowFactory(procedure=procedure, held_on=DAY)
    group = ClassGroupFactory(school__committee=committee)
    ClassGroupFactory(school__committee=committee)
    make = {"procedure_id": procedure.pk, "shift": False, "today": NOW.date(), "by": by}
    calendar.make_schedule(**make)
    observer = fit_observer(committee)
    moved = sent(Session.objects.get(class_group=group), observer, by)
    sent(session_in(committee, procedure=procedure, held_on=DAY + ONE), observer, by)
    CalendarRow.objects.filter(pk=row.pk).update(held_on=DAY + ONE)

    calendar.make_schedule(**make)

    moved.refresh_from_db()
    assert moved.unfit_codes == "busy-that-day"
    subjects = [subject for subject, _ in letters_to(observer)]
    assert [subject for subject in subjects if "перенесена" in subject] == [subjects[-1]]


def test_an_accreditation_that_ends_before_the_new_day_marks_too(committee, by):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    observer.accreditations.update(valid_until=DAY)
    assignment = sent(session, observer, by)

    move(session, by, held_on=DAY + ONE)

    assignment.refresh_from_db()
    assert assignment.unfit_codes == "not-accredited"


def test_what_was_weighed_when_the_observer_was_sent_is_not_held_against_them_again(committee, by):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    assignment = sent(session, observer, by)
    observer.accreditations.all().delete()  # since then, and for both days alike

    move(session, by, held_on=DAY + ONE)

    assignment.refresh_from_db()
    assert assignment.unfit_codes == ""


@pytest.mark.parametrize(
    "mend",
    [
        pytest.param(
            lambda moved, elsewhere, by: move(moved, by, held_on=DAY + 2 * ONE), id="moved on"
        ),
        pytest.param(
            lambda moved, elsewhere, by: withdraw_assignment(
                assignment_id=elsewhere.pk, reason="Заболел класс", by=by, now=NOW
            ),
            id="freed elsewhere",
        ),
        pytest.param(
            lambda moved, elsewhere, by: move(elsewhere.session, by, held_on=DAY + 3 * ONE),
            id="the other one moved away",
        ),
    ],
)
def test_the_mark_goes_when_its_reason_is_gone(committee, by, mend):
    moved, other = session_in(committee, held_on=DAY), session_in(committee, held_on=DAY + ONE)
    observer = fit_observer(committee)
    assignment, elsewhere = sent(moved, observer, by), sent(other, observer, by)
    move(moved, by, held_on=DAY + ONE)

    mend(moved, elsewhere, by)

    assignment.refresh_from_db()
    assert (assignment.unfit_codes, assignment.unfit) == ("", "")


def test_new_accreditation_takes_the_mark_off(committee, by):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    observer.accreditations.update(valid_until=DAY)
    assignment = sent(session, observer, by)
    move(session, by, held_on=DAY + ONE)

    add_accreditation(
        observer_id=observer.pk, certificate_number="Н-7", valid_from=DAY, valid_until=DAY + ONE,
        by=by,
    )  # fmt: skip

    assignment.refresh_from_db()
    assert assignment.unfit_codes == ""


def test_the_observer_learns_of_the_move_once_and_why_somebody_else_may_come(committee, by):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    observer.accreditations.update(valid_until=DAY)
    sent(session, observer, by)

    move(session, by, held_on=DAY + ONE)
    move(session, by, observer_seats=2)  # nothing that concerns the observer

    _, (subject, text) = letters_to(observer)
    assert subject.startswith("Сессия перенесена")
    assert "Было: 22.04.2026" in text
    assert "Стало: 23.04.2026" in text
    assert "нет действующей аккредитации" in text


@pytest.mark.parametrize("changed", [{"room": "каб. 7"}, {"starts_at": datetime.time(10)}])
def test_another_room_or_hour_is_told_too_and_marks_nobody(committee, by, changed):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    assignment = sent(session, observer, by)

    move(session, by, **changed)

    assignment.refresh_from_db()
    assert len(letters_to(observer)) == 2
    assert assignment.unfit_codes == ""


def test_a_session_called_off_and_put_back_is_told_each_time(committee, by):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    sent(session, observer, by)

    called_off = sessions.cancel_session(
        session_id=session.pk, version=session.version, reason="Карантин", by=by
    )
    sessions.restore_session(session_id=session.pk, version=called_off.version, by=by)

    subjects = [subject.partition(":")[0] for subject, _ in letters_to(observer)]
    assert subjects == ["Назначение наблюдателем", "Сессия отменена", "Сессия снова состоится"]


def test_the_board_shows_whom_to_replace_and_the_replacement_settles_it(client, committee, by):
    session, observer = session_in(committee, held_on=DAY), fit_observer(committee)
    observer.accreditations.update(valid_until=DAY)
    assignment = sent(session, observer, by)
    move(session, by, held_on=DAY + ONE)
    client.force_login(by)
    board = page("board", procedure_id=session.procedure_id)

    marked = text_of(client.get(board, {"only_gaps": "on"}))
    waiting = reports.waiting_for(by, DAY)
    replace_observer(
        assignment_id=assignment.pk, observer_id=fit_observer(committee).pk, reason="Перенос",
        by=by, now=NOW,
    )  # fmt: skip
    settled = text_of(client.get(board, {"only_gaps": "on"}))

    assert "нужна замена" in marked
    assert [item.label for item in waiting] == ["замен: 1"]
    assert "нужна замена" not in settled
    assert reports.waiting_for(by, DAY) == []


def test_moving_a_session_of_many_observers_writes_to_each(committee, by):
    session = session_in(committee, held_on=DAY, observer_seats=3)
    observers = [fit_observer(committee) for _ in range(3)]
    for observer in observers:
        sent(session, observer, by)

    move(session, by, held_on=DAY + ONE)

    assert [len(letters_to(observer)) for observer in observers] == [2, 2, 2]
    assert not Assignment.objects.to_replace().exists()
