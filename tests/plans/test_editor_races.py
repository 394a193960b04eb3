"""Several people save one row at the same moment."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from accounts.errors import RuleViolation
from plans.models import Activity
from plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 6


def at_once(work):
    """The outcome of `work(number)` for each of the writers, all let go at one moment."""
    start, outcomes = threading.Barrier(WRITERS), {}

    def writer(number):
        start.wait()
        try:
            outcomes[number] = patient(work, number)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[number] for number in range(WRITERS)]


def patient(work, number):
    """SQLite in memory answers "locked" at once where a file would make the writer wait."""
    while True:
        try:
            return work(number)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise


@pytest.fixture
def row():
    editor = UserFactory()
    plan = PlanFactory(committee=editor.committee)
    return ActivityFactory(section=SectionFactory(plan=plan), changed_by=editor, title="Было")


def test_of_parallel_saves_of_a_row_one_wins_and_the_others_are_told(row):
    def save(number):
        try:
            editing.change_activity(
                activity_id=row.pk, version=1, by=row.changed_by, title=f"Текст {number}"
            )
        except RuleViolation as refused:
            return refused.code
        return "saved"

    outcomes = at_once(save)

    winner = outcomes.index("saved")
    row.refresh_from_db()
    assert sorted(outcomes) == ["saved", *["stale"] * (WRITERS - 1)]
    assert (row.title, row.version) == (f"Текст {winner}", 2)


def test_without_the_version_every_save_would_pass_and_all_but_one_be_lost(row):
    """The control of the test above: the same race, the version not asked."""

    def save(number):
        with transaction.atomic():
            Activity.objects.filter(pk=row.pk).update(title=f"Текст {number}")
        return "saved"

    outcomes = at_once(save)

    row.refresh_from_db()
    assert outcomes == ["saved"] * WRITERS
    assert row.title in {f"Текст {number}" for number in range(WRITERS)}


def test_rows_added_at_once_all_stay_and_take_places_of_their_own(row):
    def add(number):
        added = editing.add_activity(
            section_id=row.section_id, by=row.changed_by, title=f"Строка {number}"
        )
        return added.pk

    added = at_once(add)

    places = list(row.section.activities.order_by("position").values_list("position", flat=True))
    assert len(set(added)) == WRITERS
    assert places == list(range(1, WRITERS + 2))
