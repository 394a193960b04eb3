"""Two editors at the same moment: the last seat, and one observer for two places."""

import threading

import pytest
from django.db import transaction

from observers import rules
from observers.models import Assignment, Observer
from observers.services.assignments import assign_observer
from tests.factories.accounts import CommitteeFactory
from tests.observers.people import NOW, editor_of, fit_observer, session_in
from tests.racing import PATIENCE, race, shared_by_threads

pytestmark = pytest.mark.django_db(transaction=True)


def assigning(session, observer, by):
    def attempt():
        assign_observer(session_id=session.pk, observer_id=observer.pk, by=by, now=NOW)
        return "assigned"

    return attempt


def assigning_carelessly(session, observer, by, meanwhile):
    """The same rules and the same write, but nothing locked in between."""

    def attempt():
        rules.check_can_observe(Observer.objects.get(pk=observer.pk), session)
        meanwhile.wait(PATIENCE)
        with transaction.atomic():
            Assignment.objects.create(session=session, observer=observer, assigned_by=by)
        return "assigned"

    return attempt


@pytest.mark.parametrize("attempt", range(3))
def test_two_editors_cannot_take_the_last_seat(tmp_path, attempt):
    committee = CommitteeFactory()
    session, by = session_in(committee), editor_of(committee)
    first, second = fit_observer(committee), fit_observer(committee)

    with shared_by_threads(tmp_path):
        outcomes = race(assigning(session, first, by), assigning(session, second, by))

    assert sorted(outcomes) == ["assigned", "no-seat"]


@pytest.mark.parametrize("attempt", range(3))
def test_two_editors_cannot_send_one_observer_to_two_places(tmp_path, attempt):
    committee = CommitteeFactory()
    here, there = session_in(committee), session_in(committee)
    observer, by = fit_observer(committee), editor_of(committee)

    with shared_by_threads(tmp_path):
        outcomes = race(assigning(here, observer, by), assigning(there, observer, by))

    assert sorted(outcomes) == ["assigned", "busy-that-day"]


def test_without_the_locks_the_last_seat_is_taken_twice(tmp_path):
    """The control: were the locks useless, the tests above could not fail."""
    committee, meanwhile = CommitteeFactory(), threading.Barrier(2)
    session, by = session_in(committee), editor_of(committee)
    first, second = fit_observer(committee), fit_observer(committee)

    with shared_by_threads(tmp_path):
        outcomes = race(
            assigning_carelessly(session, first, by, meanwhile),
            assigning_carelessly(session, second, by, meanwhile),
        )

    assert outcomes == ["assigned", "assigned"]


def test_without_the_locks_one_observer_is_sent_to_two_places(tmp_path):
    committee, meanwhile = CommitteeFactory(), threading.Barrier(2)
    here, there = session_in(committee), session_in(committee)
    observer, by = fit_observer(committee), editor_of(committee)

    with shared_by_threads(tmp_path):
        outcomes = race(
            assigning_carelessly(here, observer, by, meanwhile),
            assigning_carelessly(there, observer, by, meanwhile),
        )

    assert outcomes == ["assigned", "assigned"]
