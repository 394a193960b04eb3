"""An observer's own pages, the act, and the committee's list of acts."""

import pytest
from django.utils import timezone

from observers.models import ChecklistItem, ObservationAct
from tests.observers.people import (
    ONE,
    fit_observer,
    page,
    sent,
    session_in,
    text_of,
)


def act_data(**changed):
    typed = {
        "stage": "conduct", "started_at": "08:40", "ended_at": "10:15", "participants": "24",
        "verdict": "clean",
    }  # fmt: skip
    return {**typed, **changed}


def test_an_observer_sees_what_waits_what_comes_and_what_is_done(
    as_observer, committee, observer, today
):
    late = sent(observer, session_in(committee, held_on=today - ONE))
    due = sent(observer, session_in(committee, held_on=today))
    ahead = sent(observer, session_in(committee, held_on=today + ONE))
    sent(observer, session_in(committee, held_on=today + 2 * ONE), withdrawn_at=timezone.now())

    answer = as_observer.get(page("assignment-list"))

    assert list(answer.context["awaiting"]) == [late, due]
    assert list(answer.context["upcoming"]) == [ahead]


def test_an_act_is_filled_in_and_read_by_the_committee(
    as_observer, editor, observer, session, committee
):
    assignment = sent(observer, session)
    seats = ChecklistItem.objects.get(code="seating")
    address = page("act-create", assignment_id=assignment.pk)

    answer = as_observer.post(
        address,
        act_data(
            verdict="violations",
            **{f"broken_{seats.pk}": "on", f"comment_{seats.pk}": "вариант один на всех"},
        ),
    )
    act = ObservationAct.objects.get()
    again = as_observer.get(address)
    as_observer.force_login(editor)
    read = as_observer.get(page("act-detail", act_id=act.pk))

    assert answer.url == again.url == page("act-detail", act_id=act.pk)
    assert "вариант один на всех" in text_of(read)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"ended_at": "08:00"}, "ended_at", id="ends before it starts"),
        pytest.param({"verdict": ""}, "verdict", id="no verdict"),
        pytest.param({"verdict": "violations"}, "verdict", id="violations, none named"),
        pytest.param({"participants": "-1"}, "participants", id="fewer than nobody"),
    ],
)
def test_a_faulty_act_comes_back_as_it_was_typed(as_observer, observer, session, changed, field):
    assignment = sent(observer, session)
    first = ChecklistItem.objects.first()

    answer = as_observer.post(
        page("act-create", assignment_id=assignment.pk),
        act_data(**{f"comment_{first.pk}": "видел телефон"}, **changed),
    )

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "видел телефон" in text_of(answer)
    assert not ObservationAct.objects.exists()


def test_before_the_day_there_is_nothing_to_fill_in(as_observer, committee, observer, today):
    ahead = sent(observer, session_in(committee, held_on=today + ONE))

    answer = as_observer.get(page("act-create", assignment_id=ahead.pk))

    assert "Сдать акт" not in text_of(answer)
    assert f"Акт заполняют с {today + ONE:%d.%m.%Y}" in text_of(answer)


def test_a_second_act_is_refused(as_observer, observer, session):
    address = page("act-create", assignment_id=sent(observer, session).pk)
    as_observer.post(address, act_data())

    again = as_observer.post(address, act_data(participants="3"))

    assert again.status_code == 422
    assert ObservationAct.objects.get().participants == 24


def test_the_assignments_and_acts_of_another_observer_do_not_exist_for_me(as_observer, committee):
    theirs = sent(fit_observer(committee), session_in(committee))
    act = ObservationAct.objects.create(
        assignment=theirs, started_at="09:00", ended_at="10:00", participants=20,
        no_violations=True,
    )  # fmt: skip

    answers = [
        as_observer.get(page("act-create", assignment_id=theirs.pk)),
        as_observer.post(page("act-create", assignment_id=theirs.pk), act_data()),
        as_observer.get(page("act-detail", act_id=act.pk)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_committee_finds_missing_acts(as_editor, committee, observer, session):
    missing = sent(observer, session)
    written = sent(fit_observer(committee), session_in(committee))
    ObservationAct.objects.create(
        assignment=written, started_at="09:00", ended_at="10:00", participants=20,
        no_violations=False, remarks="Опоздали",
    )  # fmt: skip

    found = {
        state: list(as_editor.get(page("act-list"), {"state": state}).context["page"])
        for state in ("missing", "clean", "violations")
    }

    assert found == {"missing": [missing], "clean": [], "violations": [written]}


def test_more_acts_take_no_more_queries(as_editor, committee, django_assert_max_num_queries):
    for _ in range(10):
        sent(fit_observer(committee), session_in(committee))

    with django_assert_max_num_queries(9):
        as_editor.get(page("act-list"))
