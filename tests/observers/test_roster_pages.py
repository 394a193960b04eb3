"""The roster in the browser: found, filled in, refused with a reason."""

import datetime

import pytest

from accounts.models import Role
from observers.models import Observer
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.observers import AccreditationFactory
from tests.factories.schools import SchoolFactory
from tests.observers.people import (
    DAY,
    ONE,
    fit_observer,
    page,
    sent,
    session_in,
    text_of,
)


@pytest.mark.parametrize("typed", ["озёрный", "ОЗЁРНЫЙ", "зЁрн"])
def test_the_roster_is_searched_by_name_in_any_case(as_editor, committee, typed):
    wanted = fit_observer(committee)
    wanted.person.last_name = "Озёрный"
    wanted.person.save()
    fit_observer(committee)

    found = as_editor.get(page("observer-list"), {"search": typed}).context["page"]

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
