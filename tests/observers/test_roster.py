"""The roster: one person, one record; accreditations and ties."""

import datetime

import pytest

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Person, Role
from accounts.services import PersonFacts
from observers import reports
from observers.models import Interest, Observer
from observers.services.roster import (
    ObserverFacts,
    add_accreditation,
    add_interest,
    add_observer,
    remove_interest,
    set_observer_active,
)
from schools.models import Case, School
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.schools import PostFactory, SchoolFactory
from tests.observers.people import DAY, ONE, fit_observer, sent, session_in
from tests.refusals import refusal

FACTS = ObserverFacts(kind=Observer.Kind.PARENT)


def test_a_teacher_becomes_an_observer_without_a_second_record(editor, committee):
    teacher = PersonFactory(committee=committee)
    PostFactory(person=teacher, school__committee=committee)
    before = Person.objects.count()

    observer = add_observer(person=teacher.pk, facts=FACTS, by=editor)

    assert observer.person == teacher
    assert Person.objects.count() == before
    assert AuditEvent.objects.about(observer).get().action == "observer-added"


def test_a_new_person_is_written_down_in_the_committee_of_the_editor(editor, committee):
    new = PersonFacts(last_name="Озёрный", first_name="Пётр", email="p@example.test")

    observer = add_observer(person=new, facts=FACTS, by=editor)

    assert observer.person.committee == committee
    assert observer.person.email == "p@example.test"


def test_nobody_is_on_the_roster_twice(editor, observer):
    assert (
        refusal(add_observer, person=observer.person.pk, facts=FACTS, by=editor)
        == "already-observer"
    )


@pytest.mark.parametrize(
    ("last_name", "is_namesake", "code"),
    [
        pytest.param("ОЗЕРНЫЙ", False, "person-exists", id="same name, other spelling"),
        pytest.param("Озёрный", True, None, id="a namesake, said so"),
        pytest.param("Озёрная", False, None, id="another name"),
    ],
)
def test_the_same_full_name_is_asked_about(editor, committee, last_name, is_namesake, code):
    PersonFactory(committee=committee, last_name="Озёрный", first_name="Пётр", patronymic="")
    new = PersonFacts(last_name=last_name, first_name="Пётр")

    answer = refusal(add_observer, person=new, facts=FACTS, is_namesake=is_namesake, by=editor)

    assert answer == code


def test_a_person_of_another_committee_does_not_exist_here(editor):
    with pytest.raises(Person.DoesNotExist):
        add_observer(person=PersonFactory().pk, facts=FACTS, by=editor)


def test_the_head_does_not_keep_the_roster(committee):
    head = UserFactory(committee=committee, role=Role.HEAD)

    with pytest.raises(NotAllowed):
        add_observer(person=PersonFacts(last_name="Озёрный"), facts=FACTS, by=head)


def test_an_accreditation_does_not_end_before_it_begins(editor, observer):
    code = refusal(
        add_accreditation, observer_id=observer.pk, certificate_number="1",
        valid_from=DAY, valid_until=DAY - ONE, by=editor,
    )  # fmt: skip

    assert code == "ends-before-start"
    assert observer.accreditations.count() == 1


def test_a_tie_is_written_once_and_its_removal_is_remembered(editor, committee, observer):
    school = SchoolFactory(committee=committee)
    tie = {"observer_id": observer.pk, "school_id": school.pk, "kind": "child", "note": ""}
    interest = add_interest(**tie, by=editor)

    again = refusal(add_interest, **tie, by=editor)
    remove_interest(interest_id=interest.pk, by=editor)

    assert again == "interest-exists"
    assert not Interest.objects.exists()
    actions = [event.action for event in AuditEvent.objects.about(observer)]
    assert actions == ["interest-removed", "interest-added"]


def test_no_tie_to_a_school_of_another_committee(editor, observer):
    with pytest.raises(School.DoesNotExist):
        add_interest(
            observer_id=observer.pk, school_id=SchoolFactory().pk, kind="child", note="", by=editor
        )


@pytest.mark.parametrize(
    ("today", "code"),
    [
        pytest.param(DAY, "has-assignments", id="on the day of the last session"),
        pytest.param(DAY + ONE, None, id="the day after"),
    ],
)
def test_who_still_has_sessions_ahead_is_replaced_first(editor, observer, session, today, code):
    sent(observer, session)

    answer = refusal(
        set_observer_active, observer_id=observer.pk, is_active=False, by=editor, today=today
    )

    observer.refresh_from_db()
    assert answer == code
    assert observer.is_active is (code is not None)


def test_the_page_shows_ties_from_the_registry_beside_declared_ones(committee, observer):
    works, left, helps, studies = (SchoolFactory(committee=committee) for _ in range(4))
    PostFactory(person=observer.person, school=works)
    PostFactory(person=observer.person, school=left, ended_on=datetime.date(2025, 6, 1))
    Case.objects.create(school=helps, year=2026, title="Помощь", curator=observer.person)
    Interest.objects.create(observer=observer, school=studies, kind=Interest.Kind.CHILD)

    ties = {tie.school: tie for tie in reports.ties_of(observer)}

    assert set(ties) == {works, left, helps, studies}
    assert [ties[school].interest is None for school in (works, left, helps, studies)] == [
        True, True, True, False,
    ]  # fmt: skip


def test_the_roster_finds_by_day_of_accreditation_and_by_free_day(committee, observer, session):
    other = fit_observer(committee)
    sent(other, session)
    everybody = Observer.objects.filter(person__committee=committee)

    assert set(everybody.free_on(DAY)) == {observer}
    assert set(everybody.free_on(DAY + ONE)) == {observer, other}
    assert set(everybody.accredited_on(datetime.date(2026, 12, 31))) == {observer, other}
    assert set(everybody.accredited_on(datetime.date(2027, 1, 1))) == set()


def test_the_roster_counts_only_sessions_that_take_place(committee, observer, session):
    sent(observer, session)
    sent(observer, session_in(committee, held_on=DAY + ONE, status="cancelled"))
    sent(observer, session_in(committee, held_on=DAY + 2 * ONE), withdrawn_at="2026-04-01T00:00Z")

    row = Observer.objects.for_table(DAY).get(pk=observer.pk)

    assert row.upcoming_count == 1
    assert row.accredited_until == datetime.date(2026, 12, 31)
