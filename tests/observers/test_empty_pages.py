"""What a page without rows says: what to do next, never «change the conditions» in vain."""

import pytest

from accounts.models import Role
from observers.models import ObservationAct
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory
from tests.observers.people import HTMX, fit_observer, page, sent, session_in, text_of


def test_an_empty_roster_leads_to_its_first_observer(as_editor):
    shown = text_of(as_editor.get(page("observer-list")))

    assert "Наблюдателей пока нет" in shown
    assert page("observer-create") in shown
    assert "Измените условия" not in shown


def test_the_head_of_an_empty_roster_is_not_sent_to_a_closed_door(client, committee):
    client.force_login(UserFactory(committee=committee, role=Role.HEAD))

    shown = text_of(client.get(page("observer-list")))

    assert "Наблюдателей пока нет" in shown
    assert page("observer-create") not in shown


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_search_in_vain_asks_for_other_conditions(as_editor, observer, headers):
    answer = as_editor.get(page("observer-list"), {"search": "Незнакомов"}, headers=headers)

    assert "Измените условия" in text_of(answer)


def test_without_sessions_the_acts_lead_to_the_procedures(as_editor):
    shown = text_of(as_editor.get(page("act-list")))

    assert "Сессий пока нет" in shown
    assert "Все акты сданы" not in shown


def test_without_observations_the_acts_lead_to_the_observers(as_editor, session):
    shown = text_of(as_editor.get(page("act-list")))

    assert "Наблюдений ещё не было" in shown
    assert "Все акты сданы" not in shown


def test_acts_that_are_all_in_are_said_to_be(as_editor, committee, observer):
    assignment = sent(observer, session_in(committee))
    ObservationAct.objects.create(
        assignment=assignment, started_at="09:00", ended_at="10:00", participants=20,
        no_violations=True,
    )  # fmt: skip

    assert "Все акты сданы" in text_of(as_editor.get(page("act-list")))


def test_a_board_without_sessions_leads_to_the_procedure(as_editor, committee):
    fit_observer(committee)
    procedure = ProcedureFactory(committee=committee)

    shown = text_of(as_editor.get(page("board", procedure_id=procedure.pk)))

    assert "Сессий пока нет" in shown
    assert "Измените условия" not in shown
