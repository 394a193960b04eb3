"""The board and the panel of a session: gaps, candidates, one press, two presses."""

import re

import pytest

from observers.models import Assignment, Interest
from tests.factories.accounts import CommitteeFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.observers.people import (
    DAY,
    HTMX,
    ONE,
    fit_observer,
    page,
    sent,
    session_in,
    text_of,
)


def test_the_board_shows_days_sessions_and_gaps(as_editor, committee, observer, session):
    sent(observer, session)
    open_one = session_in(committee, held_on=DAY + ONE, observer_seats=2)

    answer = as_editor.get(page("board", procedure_id=session.procedure_id))

    days = answer.context["days"]
    assert [(day.held_on, day.missing) for day in days] == [(DAY, 0), (DAY + ONE, 2)]
    assert days[1].sessions[0].session == open_one
    assert (answer.context["assigned"], answer.context["needed"]) == (1, 3)
    assert "нужно 2, назначено 0" in text_of(answer)


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param({"only_gaps": "on"}, id="only gaps"),
        pytest.param({"day": "2026-04-23"}, id="a day"),
        pytest.param({"school": "of the other"}, id="a school"),
    ],
)
def test_the_board_is_filtered(as_editor, committee, observer, session, chosen):
    sent(observer, session)
    other = session_in(committee, held_on=DAY + ONE)
    chosen = {
        name: other.school_id if name == "school" else value for name, value in chosen.items()
    }

    days = as_editor.get(page("board", procedure_id=session.procedure_id), chosen).context["days"]

    assert [staffed.session for day in days for staffed in day.sessions] == [other]


def test_a_bigger_board_takes_no_more_queries(as_editor, committee, django_assert_max_num_queries):
    sessions = [session_in(committee) for _ in range(12)]
    for session in sessions[:6]:
        sent(fit_observer(committee), session)

    with django_assert_max_num_queries(10):
        as_editor.get(page("board", procedure_id=sessions[0].procedure_id))


def test_the_panel_names_the_fit_and_gives_the_others_reasons(
    as_editor, committee, observer, session
):
    tied = fit_observer(committee)
    Interest.objects.create(observer=tied, school=session.school, kind=Interest.Kind.CHILD)

    answer = as_editor.get(page("session-observers", session_id=session.pk), headers=HTMX)

    shown = text_of(answer)
    assert [one.observer for one in answer.context["free"]] == [observer]
    assert [one.observer for one in answer.context["unfit"]] == [tied]
    assert "учится ребёнок" in shown
    assert "<html" not in shown


def test_the_least_busy_come_first(as_editor, committee, observer, session):
    busier = fit_observer(committee)
    sent(busier, session_in(committee, held_on=DAY + ONE))
    idle = fit_observer(committee)
    sent(observer, session_in(committee, held_on=DAY + ONE))
    sent(observer, session_in(committee, held_on=DAY + 2 * ONE))

    free = as_editor.get(page("session-observers", session_id=session.pk)).context["free"]

    assert [one.observer for one in free] == [idle, busier, observer]


def test_more_candidates_take_no_more_queries(
    as_editor, committee, session, django_assert_max_num_queries
):
    for _ in range(15):
        fit_observer(committee)

    with django_assert_max_num_queries(13):
        as_editor.get(page("session-observers", session_id=session.pk), headers=HTMX)


def test_one_press_assigns(as_editor, observer, session):
    answer = as_editor.post(
        page("session-assign", session_id=session.pk), {"observer": observer.pk}, headers=HTMX
    )

    assert answer.status_code == 200
    assert observer.person.full_name in text_of(answer)
    assert Assignment.objects.standing().get().observer == observer


def test_a_refusal_stands_in_the_panel(as_editor, committee, session):
    tied = fit_observer(committee)
    Interest.objects.create(observer=tied, school=session.school, kind=Interest.Kind.RELATIVE)

    answer = as_editor.post(
        page("session-assign", session_id=session.pk), {"observer": tied.pk}, headers=HTMX
    )

    assert answer.status_code == 422
    assert answer.context["form"].has_error("observer", "relative-there")
    assert 'role="alert"' in text_of(answer)
    assert not Assignment.objects.exists()


def test_an_observer_of_another_committee_cannot_be_chosen(as_editor, session):
    stranger = fit_observer(CommitteeFactory())

    answer = as_editor.post(
        page("session-assign", session_id=session.pk), {"observer": stranger.pk}
    )

    assert answer.status_code == 422
    assert not Assignment.objects.exists()


def test_a_replacement_takes_two_presses(as_editor, committee, observer, session):
    given_up = sent(fit_observer(committee), session)
    panel = page("session-observers", session_id=session.pk)

    choosing = as_editor.get(panel, {"instead": given_up.pk}, headers=HTMX)
    reason = re.search(r'name="reason" maxlength="300" value="([^"]+)"', text_of(choosing))[1]
    answer = as_editor.post(
        page("assignment-replace", assignment_id=given_up.pk),
        {"observer": observer.pk, "reason": reason},
        headers=HTMX,
    )

    assert [one.observer for one in choosing.context["free"]] == [observer]
    assert answer.status_code == 200
    assert Assignment.objects.standing().get().observer == observer


def test_a_withdrawal_without_a_reason_comes_back(as_editor, observer, session):
    assignment = sent(observer, session)

    answer = as_editor.post(
        page("assignment-withdraw", assignment_id=assignment.pk), {"reason": " "}, headers=HTMX
    )

    assert answer.status_code == 422
    assert answer.context["reason_form"].has_error("reason", "no-reason")


def test_a_withdrawal_without_scripts_leads_back_to_the_session(as_editor, observer, session):
    assignment = sent(observer, session)

    answer = as_editor.post(
        page("assignment-withdraw", assignment_id=assignment.pk), {"reason": "болезнь"}
    )

    assert answer.status_code == 302
    assert not Assignment.objects.standing().exists()


def test_a_deputy_sees_who_comes_and_no_more(client, observer, session):
    sent(observer, session)
    client.force_login(make_deputy(session.school))

    shown = client.get(page("session-observers", session_id=session.pk), headers=HTMX)

    assert observer.person.full_name in text_of(shown)
    assert "Снять" not in text_of(shown)
    assert shown.context["free"] == []


def test_a_deputy_of_another_school_finds_nothing(client, committee, observer, session):
    sent(observer, session)
    client.force_login(make_deputy(SchoolFactory(committee=committee)))

    assert client.get(page("session-observers", session_id=session.pk)).status_code == 404
