"""The pages: what people see, what happens when they press, what they are told when refused."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from observers.models import Assignment, ChecklistItem, Interest, ObservationAct, Observer
from tests.factories.accounts import CommitteeFactory, PersonFactory, UserFactory
from tests.factories.observers import AccreditationFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.observers.people import DAY, ONE, account_of, fit_observer, sent, session_in

HTMX = {"HX-Request": "true"}


def page(name, **kwargs):
    return reverse(f"observers:{name}", kwargs=kwargs)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def as_observer(client, observer):
    client.force_login(account_of(observer))
    return client


# The roster -------------------------------------------------------------------------------------


def test_the_roster_is_searched_by_name_in_any_case(as_editor, committee):
    wanted = fit_observer(committee)
    wanted.person.last_name = "Озёрный"
    wanted.person.save()
    fit_observer(committee)

    found = as_editor.get(page("observer-list"), {"search": "озёрный"}).context["page"]

    assert list(found) == [wanted]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        pytest.param({"kind": "parent"}, "parent", id="by kind"),
        pytest.param({"active": "no"}, "retired", id="by state"),
        pytest.param({"accredited_on": "2027-01-15"}, "long", id="accredited on a day"),
        pytest.param({"free_on": "2026-04-22", "kind": "public"}, "free", id="free on a day"),
    ],
)
def test_the_roster_is_filtered(as_editor, committee, session, chosen, expected):
    people = {
        "parent": fit_observer(committee, kind=Observer.Kind.PARENT),
        "retired": fit_observer(committee, kind=Observer.Kind.SPECIALIST, is_active=False),
        "long": fit_observer(committee, kind=Observer.Kind.SPECIALIST),
        "free": fit_observer(committee),
        "busy": fit_observer(committee),
    }
    AccreditationFactory(
        observer=people["long"], valid_from=DAY, valid_until=datetime.date(2027, 8, 31)
    )
    sent(people["busy"], session)

    found = as_editor.get(page("observer-list"), chosen).context["page"]

    assert list(found) == [people[expected]]


def test_a_longer_roster_takes_no_more_queries(as_editor, committee, django_assert_max_num_queries):
    for _ in range(8):
        sent(fit_observer(committee), session_in(committee))

    with django_assert_max_num_queries(8):
        as_editor.get(page("observer-list"))


def test_a_known_person_is_put_on_the_roster(as_editor, committee):
    person = PersonFactory(committee=committee)

    answer = as_editor.post(page("observer-create"), {"person": person.pk, "kind": "public"})

    observer = Observer.objects.get(person=person)
    assert answer.status_code == 302
    assert answer.url == page("observer-detail", observer_id=observer.pk)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({}, id="nobody named"),
        pytest.param({"last_name": "Озёрный", "first_name": "Пётр"}, id="such a person exists"),
    ],
)
def test_a_refused_newcomer_keeps_what_was_typed(as_editor, committee, typed):
    PersonFactory(committee=committee, last_name="Озёрный", first_name="Пётр", patronymic="")

    answer = as_editor.post(
        page("observer-create"), {"kind": "parent", "note": "после обеда", **typed}
    )

    assert answer.status_code == 422
    assert "после обеда" in text_of(answer)
    assert answer.context["form"].errors["person"]
    assert not Observer.objects.exists()


def test_a_person_of_another_committee_cannot_be_chosen(as_editor):
    answer = as_editor.post(
        page("observer-create"), {"person": PersonFactory().pk, "kind": "public"}
    )

    assert answer.status_code == 422
    assert not Observer.objects.exists()


def test_ties_and_accreditations_are_written_on_the_observers_page(as_editor, committee, observer):
    school = SchoolFactory(committee=committee)
    as_editor.post(
        page("interest-add", observer_id=observer.pk), {"school": school.pk, "kind": "child"}
    )
    as_editor.post(
        page("accreditation-add", observer_id=observer.pk),
        {"certificate_number": "Н-77", "valid_from": "2027-01-01", "valid_until": "2027-12-31"},
    )

    shown = text_of(as_editor.get(page("observer-detail", observer_id=observer.pk)))

    assert f"{school} — там учится ребёнок" in shown
    assert "Н-77" in shown


def test_a_faulty_accreditation_comes_back_with_the_reason(as_editor, observer):
    answer = as_editor.post(
        page("accreditation-add", observer_id=observer.pk),
        {"certificate_number": "Н-77", "valid_from": "2027-01-02", "valid_until": "2027-01-01"},
    )

    assert answer.status_code == 422
    assert "Н-77" in text_of(answer)
    assert answer.context["accreditation_form"].has_error("valid_until", "ends-before-start")


def test_who_is_needed_ahead_is_not_let_go(as_editor, committee, observer, today):
    sent(observer, session_in(committee, held_on=today + ONE))

    answer = as_editor.post(page("observer-deactivate", observer_id=observer.pk))

    observer.refresh_from_db()
    assert answer.status_code == 422
    assert observer.is_active


def test_the_head_reads_the_roster_and_changes_nothing(client, committee, observer):
    client.force_login(UserFactory(committee=committee, role=Role.HEAD))

    shown = client.get(page("observer-detail", observer_id=observer.pk))
    refused = client.post(page("observer-deactivate", observer_id=observer.pk))

    assert shown.status_code == 200
    assert "Записать связь" not in text_of(shown)
    assert refused.status_code == 403


# The board and the panel of a session -----------------------------------------------------------


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


# Observers and their acts -----------------------------------------------------------------------


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
