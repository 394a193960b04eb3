"""Who may observe where: each rule with its cases, and all reasons at once."""

import datetime

import pytest

from assessments.models import Session
from observers import rules
from observers.models import Interest
from schools.models import Case, Post
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.factories.observers import AccreditationFactory, ObserverFactory
from tests.factories.schools import PostFactory, SchoolFactory
from tests.observers.people import DAY, ONE, fit_observer, sent, session_in
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def codes(observer, session, **more):
    found = rules.conflicts_of([observer], session, **more)[observer.pk]
    return [conflict.code for conflict in found]


def test_a_free_accredited_stranger_to_the_school_may_observe(observer, session):
    assert rules.conflicts(observer, session) == []
    assert refusal(rules.check_can_observe, observer, session) is None


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "expected"),
    [
        pytest.param(DAY - 9 * ONE, DAY - ONE, ["not-accredited"], id="ended the day before"),
        pytest.param(DAY - 9 * ONE, DAY, [], id="ends on the day itself"),
        pytest.param(DAY - 9 * ONE, DAY + ONE, [], id="ends later"),
        pytest.param(DAY, DAY + ONE, [], id="begins on the day itself"),
        pytest.param(DAY + ONE, DAY + ONE, ["not-accredited"], id="begins the day after"),
    ],
)
def test_accreditation_covers_the_day_of_the_session(
    committee, session, valid_from, valid_until, expected
):
    observer = ObserverFactory(person__committee=committee)
    AccreditationFactory(observer=observer, valid_from=valid_from, valid_until=valid_until)

    assert codes(observer, session) == expected


def test_without_any_accreditation_nobody_observes(committee, session):
    observer = ObserverFactory(person__committee=committee)

    assert codes(observer, session) == ["not-accredited"]


def test_one_valid_accreditation_among_expired_ones_is_enough(observer, session):
    AccreditationFactory(observer=observer, valid_from=DAY - 9 * ONE, valid_until=DAY - ONE)

    assert codes(observer, session) == []


@pytest.mark.parametrize(
    ("ended_on", "expected"),
    [
        pytest.param(None, ["works-there"], id="works there"),
        pytest.param(DAY + ONE, ["works-there"], id="leaves after the session"),
        pytest.param(DAY, ["works-there"], id="last working day"),
        pytest.param(DAY - ONE, ["worked-there"], id="left the day before"),
        pytest.param(DAY - 3 * 365 * ONE, ["worked-there"], id="left three years ago"),
        pytest.param(DAY - (3 * 365 + 1) * ONE, [], id="left longer ago"),
    ],
)
def test_nobody_observes_where_they_work_or_worked_of_late(observer, session, ended_on, expected):
    PostFactory(person=observer.person, school=session.school, ended_on=ended_on)

    assert codes(observer, session) == expected


def test_a_teacher_of_another_school_may_observe(committee, observer, session):
    PostFactory(person=observer.person, school=SchoolFactory(committee=committee))

    assert codes(observer, session) == []


def test_a_deputy_is_as_much_of_the_school_as_a_teacher(observer, session):
    PostFactory(person=observer.person, school=session.school, role=Post.Role.DEPUTY)

    assert codes(observer, session) == ["works-there"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        pytest.param(Interest.Kind.CHILD, "child-there", id="a child studies there"),
        pytest.param(Interest.Kind.RELATIVE, "relative-there", id="a relative works there"),
        pytest.param(Interest.Kind.FORMER_POST, "worked-there", id="a former post"),
        pytest.param(Interest.Kind.CURATOR, "curator-there", id="curator of the school"),
    ],
)
def test_a_declared_tie_keeps_an_observer_away_from_that_school_only(
    committee, observer, session, kind, code
):
    Interest.objects.create(observer=observer, school=session.school, kind=kind)
    elsewhere = session_in(committee)

    assert codes(observer, session) == [code]
    assert codes(observer, elsewhere) == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param(Case.Status.HELPED, ["curator-there"], id="open case"),
        pytest.param(Case.Status.CLOSED, [], id="closed case"),
    ],
)
def test_the_curator_of_an_open_case_does_not_observe_the_school(
    observer, session, editor, status, expected
):
    closed = {"closed_at": datetime.datetime.now(datetime.UTC), "closed_by": editor}
    Case.objects.create(
        school=session.school,
        year=2026,
        title="Высокие результаты",
        status=status,
        curator=observer.person,
        **(closed if status == Case.Status.CLOSED else {}),
    )

    assert codes(observer, session) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param(Session.Status.PLANNED, [], id="planned"),
        pytest.param(Session.Status.COLLECTED, ["session-finished"], id="results are in"),
        pytest.param(Session.Status.CANCELLED, ["session-finished"], id="cancelled"),
    ],
)
def test_observers_go_to_planned_sessions_only(committee, observer, status, expected):
    assert codes(observer, session_in(committee, status=status)) == expected


def test_observers_do_not_go_to_another_committee(observer):
    foreign = session_in(CommitteeFactory())

    assert codes(observer, foreign) == ["same-committee"]


def test_who_stopped_observing_is_not_sent(committee, session):
    assert codes(fit_observer(committee, is_active=False), session) == ["inactive"]


@pytest.mark.parametrize(
    ("other_day", "status", "expected"),
    [
        pytest.param(DAY, Session.Status.PLANNED, ["busy-that-day"], id="the same day"),
        pytest.param(DAY + ONE, Session.Status.PLANNED, [], id="the next day"),
        pytest.param(DAY, Session.Status.CANCELLED, [], id="that one is cancelled"),
    ],
)
def test_one_observer_goes_to_one_session_a_day(
    committee, observer, session, other_day, status, expected
):
    sent(observer, session_in(committee, held_on=other_day, status=status))

    assert codes(observer, session) == expected


def test_a_withdrawn_assignment_makes_the_day_free_again(committee, observer, session):
    sent(observer, session_in(committee), withdrawn_at=datetime.datetime.now(datetime.UTC))

    assert codes(observer, session) == []


def test_nobody_is_assigned_twice_to_one_session(committee, observer):
    session = session_in(committee, observer_seats=2)
    sent(observer, session)

    assert codes(observer, session) == ["already-assigned"]


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        pytest.param(1, ["no-seat"], id="one seat, taken"),
        pytest.param(2, [], id="two seats, one taken"),
        pytest.param(0, ["no-seat"], id="none asked for"),
    ],
)
def test_no_more_observers_than_seats(committee, observer, seats, expected):
    session = session_in(committee, observer_seats=seats)
    sent(fit_observer(committee), session)

    assert codes(observer, session) == expected


def test_a_seat_that_is_given_up_counts_as_free(committee, observer, session):
    given_up = sent(fit_observer(committee), session)

    assert codes(observer, session, instead_of=given_up) == []


def test_all_reasons_are_told_and_the_first_one_is_the_refusal(committee, session):
    observer = ObserverFactory(person__committee=committee)
    PostFactory(person=observer.person, school=session.school)
    Interest.objects.create(observer=observer, school=session.school, kind=Interest.Kind.CHILD)
    sent(observer, session_in(committee))

    assert codes(observer, session) == [
        "not-accredited", "works-there", "child-there", "busy-that-day",
    ]  # fmt: skip
    assert refusal(rules.check_can_observe, observer, session) == "not-accredited"


def test_a_committee_may_switch_off_a_proposal_but_not_the_order(settings, committee, session):
    settings.OBSERVER_RULES_OFF = ["child-there", "busy-that-day"]
    observer = fit_observer(committee)
    Interest.objects.create(observer=observer, school=session.school, kind=Interest.Kind.CHILD)
    sent(observer, session_in(committee))

    assert codes(observer, session) == ["busy-that-day"]


def test_each_reason_says_whether_it_is_a_proposal(committee, session):
    observer = fit_observer(committee)
    Interest.objects.create(observer=observer, school=session.school, kind=Interest.Kind.CHILD)
    sent(observer, session_in(committee))

    found = {each.code: each.is_proposal for each in rules.conflicts(observer, session)}

    assert found == {"child-there": True, "busy-that-day": False}


def test_reasons_of_many_observers_take_no_more_queries_than_of_one(
    committee, session, django_assert_num_queries
):
    observers = [fit_observer(committee) for _ in range(6)]
    for observer in observers:
        sent(observer, session_in(committee))
        PostFactory(person=observer.person, school=session.school)
    UserFactory()

    with django_assert_num_queries(6):
        found = rules.conflicts_of(observers, session)

    assert {len(reasons) for reasons in found.values()} == {2}


@pytest.mark.parametrize(
    ("no_violations", "broken", "remarks", "code"),
    [
        pytest.param(True, 0, "", None, id="clean"),
        pytest.param(True, 0, "Спокойно", None, id="clean with a comment"),
        pytest.param(True, 1, "", "clean-with-violations", id="clean, yet a line is ticked"),
        pytest.param(False, 1, "", None, id="a line is ticked"),
        pytest.param(False, 0, "Опоздали", None, id="a violation in words"),
        pytest.param(False, 0, "  ", "no-violation-named", id="violations, none named"),
    ],
)
def test_an_act_says_either_that_all_was_well_or_what_was_not(no_violations, broken, remarks, code):
    verdict = {"no_violations": no_violations, "broken": broken, "remarks": remarks}

    assert refusal(rules.check_verdict, **verdict) == code
