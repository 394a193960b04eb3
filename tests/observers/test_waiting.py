"""What waits for whom on the «Сегодня» page, and how far a procedure is staffed."""

import datetime

import pytest

from observers import reports
from observers.models import ObservationAct
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.observers.people import (
    DAY,
    NOW,
    ONE,
    account_of,
    editor_of,
    fit_observer,
    sent,
    session_in,
)


@pytest.mark.parametrize(
    ("today", "tones"),
    [
        pytest.param(DAY - 15 * ONE, [], id="fifteen days ahead"),
        pytest.param(DAY - 14 * ONE, ["warn"], id="two weeks ahead"),
        pytest.param(DAY - 3 * ONE, ["bad"], id="three days ahead"),
        pytest.param(DAY, ["bad"], id="on the day"),
        pytest.param(DAY + ONE, [], id="too late"),
    ],
)
def test_gaps_wait_for_the_editor_two_weeks_ahead(editor, session, today, tones):
    assert [item.tone for item in reports.waiting_for(editor, today)] == tones


def test_empty_seats_of_a_procedure_are_one_line(editor, committee, observer):
    sent(observer, session_in(committee, observer_seats=3))
    session_in(committee, held_on=DAY + ONE)
    session_in(committee, held_on=DAY + ONE, status="cancelled")

    (item,) = reports.waiting_for(editor, DAY - ONE)

    assert item.label == "мест: 3"
    assert "22.04.2026" in item.note
    assert item.address.endswith("/observers/?only_gaps=on")


def test_gaps_of_another_committee_and_closed_ones_do_not_wait(observer, session):
    sent(observer, session)

    assert reports.waiting_for(editor_of(CommitteeFactory()), DAY) == []
    assert reports.waiting_for(editor_of(session.school.committee), DAY) == []


@pytest.mark.parametrize(
    ("today", "labels"),
    [
        pytest.param(DAY - ONE, ["22.04.2026"], id="ahead"),
        pytest.param(DAY, ["нужен сегодня"], id="on the day"),
        pytest.param(DAY + ONE, ["ждём акт"], id="the day after"),
    ],
)
def test_an_observer_is_reminded_of_the_visit_and_of_the_act(observer, session, today, labels):
    sent(observer, session)
    user = account_of(observer)

    assert [item.label for item in reports.waiting_for(user, today)] == labels


def test_nothing_waits_once_the_act_is_in_or_the_assignment_is_off(committee, observer):
    done = sent(observer, session_in(committee))
    sent(observer, session_in(committee, held_on=DAY + ONE), withdrawn_at=NOW)
    ObservationAct.objects.create(
        assignment=done, started_at=datetime.time(9), ended_at=datetime.time(10),
        participants=20, no_violations=True,
    )  # fmt: skip

    assert reports.waiting_for(account_of(observer), DAY + ONE) == []


def test_nothing_here_waits_for_a_head(committee, session):
    assert reports.waiting_for(UserFactory(committee=committee, role="head"), DAY) == []


def test_staffing_counts_seats_and_no_session_makes_up_for_another(committee, observer):
    crowded = session_in(committee, observer_seats=1)
    sent(observer, crowded)
    sent(fit_observer(committee), crowded)
    session_in(committee, held_on=DAY + ONE, observer_seats=2)
    session_in(committee, held_on=DAY + ONE, status="cancelled")

    assert reports.staffing(crowded.procedure) == (1, 3)
