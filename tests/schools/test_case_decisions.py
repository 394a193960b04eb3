"""Decisions about a case: a later one never takes the words of an earlier one away."""

import pytest
from django.utils import timezone

from schools.models import Case
from schools.services import cases
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Независимый наблюдатель весной.", "Помогает лицей: проверяем работы вместе."


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def decided_twice(editor):
    case = cases.open_case(
        school_id=SchoolFactory(committee=editor.committee).pk, year=2026, title="Признаки",
        source="sign", summary="Завышен средний", by=editor,
    )  # fmt: skip
    case = cases.decide_case(
        case_id=case.pk, version=1, status="watched", decision=FIRST, by=editor,
        exit_condition="Год без признаков",
    )  # fmt: skip
    case = cases.appoint_curator(
        case_id=case.pk, version=2, curator_id=editor.person_id, curator_school_id=None, by=editor
    )
    return cases.decide_case(
        case_id=case.pk, version=3, status="helped", decision=SECOND, by=editor
    )


def test_both_decisions_stay_with_their_authors_and_ways_out(editor, decided_twice):
    kept = [
        (one.text, one.status, one.exit_condition, one.decided_by)
        for one in decided_twice.decisions.all()
    ]

    assert kept == [
        (SECOND, Case.Status.HELPED, "", editor),
        (FIRST, Case.Status.WATCHED, "Год без признаков", editor),
    ]
    assert decided_twice.decision == SECOND


def test_the_page_shows_all_decisions_with_their_days(client, decided_twice):
    client.force_login(make_deputy(decided_twice.school))

    page = client.get(decided_twice.get_absolute_url()).content.decode()

    assert FIRST in page
    assert page.index(SECOND) < page.index(FIRST)
    assert f"{timezone.localdate():%d.%m.%Y}" in page


def test_a_refused_decision_is_none(editor, decided_twice):
    with pytest.raises(Exception, match="нельзя перейти"):
        cases.decide_case(
            case_id=decided_twice.pk, version=4, status="helped", decision="Ещё раз", by=editor
        )

    assert decided_twice.decisions.count() == 2
