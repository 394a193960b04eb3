"""Two clocks and two people at the same moment, on PostgreSQL and SQLite."""

import datetime

import pytest

from assessments.models import DrawnWork, Session, SubjectDraw
from assessments.services import sessions
from assessments.services.draws import draw_due_subjects
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    CalendarRowFactory,
    SessionFactory,
    WorkFactory,
)
from tests.factories.schools import make_deputy
from tests.racing import race, shared_by_threads

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.date(2026, 4, 22)
FRIDAY = datetime.date(2026, 4, 24)


def seen(look):
    """What the database of the race holds; this thread's own connection knows another one."""
    return race(look)[0]


def test_two_clocks_that_draw_at_once_draw_once(group, procedure, russian, tmp_path):
    for work in (russian, WorkFactory()):
        CalendarRowFactory(procedure=procedure, work=work, draw_group="Предмет 3")

    def draw():
        return draw_due_subjects(today=datetime.date(2026, 4, 15)).drawn

    with shared_by_threads(tmp_path):
        outcomes = race(draw, draw)
        left = seen(
            lambda: (
                SubjectDraw.objects.count(),
                DrawnWork.objects.count(),
                Session.objects.count(),
            )
        )

    assert sorted(outcomes) == [0, 1]
    assert left == (1, 1, 1)


def test_a_school_and_the_committee_do_not_give_a_class_two_works_a_day(
    group, procedure, russian, tmp_path
):
    maths = SessionFactory(class_group=group, procedure=procedure, held_on=DAY)
    other = SessionFactory(
        class_group=group, procedure=procedure, work=russian, held_on=datetime.date(2026, 4, 21)
    )
    CalendarRowFactory(procedure=procedure, work=maths.work)
    deputy, editor = make_deputy(group.school), UserFactory(committee=procedure.committee)

    def choose():
        sessions.move_session(
            session_id=maths.pk, version=1, held_on=FRIDAY, starts_at=None, room="",
            today=datetime.date(2026, 4, 1), by=deputy,
        )  # fmt: skip
        return "moved"

    def change():
        sessions.change_session(
            session_id=other.pk, version=1, held_on=FRIDAY, starts_at=None, room="",
            observer_seats=1, by=editor,
        )  # fmt: skip
        return "moved"

    with shared_by_threads(tmp_path):
        outcomes = race(choose, change)

    assert sorted(outcomes) == ["class-busy", "moved"]
