"""Schools stand in the order in which people count them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.words import natural_key
from schools.models import Case, CaseDecision, School
from schools.resources import enter_schools
from schools.services import cases
from schools.services.schools import SchoolFacts, add_school, change_school
from schools.spreadsheets.school_list import SchoolRow
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
BACKFILL = import_module("schools.migrations.0004_fill_sort_keys_and_decisions")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Школа № 2", "Школа № 10", id="two before ten"),
        pytest.param("Школа № 2", "Школа №10", id="whatever the blank"),
        pytest.param("лицей № 1", "Школа № 1", id="whatever the capital letters"),
        pytest.param("Гимназия № 9", "Лицей № 1", id="by words first"),
        pytest.param("Зелёная школа", "Зеленый лицей", id="ё is sorted as е"),
    ],
)
def test_names_are_sorted_as_people_count(first, second):
    assert natural_key(first) < natural_key(second)


def names(schools):
    return [school.short_name for school in schools]


def test_schools_are_listed_in_that_order(client):
    editor = UserFactory()
    for number in (10, 2, 1):
        SchoolFactory(committee=editor.committee, short_name=f"Школа № {number}")
    client.force_login(editor)

    page = client.get(reverse("schools:school-list")).context["page"]

    assert names(page) == ["Школа № 1", "Школа № 2", "Школа № 10"]


def test_the_order_follows_a_new_name():
    editor = UserFactory()
    first = add_school(facts=SchoolFacts("edu990001", "Школа № 1", "Школа № 1"), by=editor)
    SchoolFactory(committee=editor.committee, short_name="Школа № 2")

    renamed = SchoolFacts("edu990001", "Школа № 10", "Школа № 10")
    change_school(school_id=first.pk, version=1, facts=renamed, by=editor)

    assert names(School.objects.all()) == ["Школа № 2", "Школа № 10"]


def test_a_single_field_saved_takes_the_key_along():
    school = SchoolFactory(short_name="Школа № 3")

    school.short_name = "Школа № 30"
    school.save(update_fields=["short_name"])

    assert School.objects.get().sort_key == natural_key("Школа № 30")


def test_a_list_from_a_file_is_sorted_too():
    committee = CommitteeFactory()
    rows = [
        SchoolRow("", number, {"login": f"edu99{number:04}", "name": f"Школа № {number}"})
        for number in (11, 3)
    ]

    enter_schools(rows=rows, committee=committee)

    assert [school.name for school in School.objects.all()] == ["Школа № 3", "Школа № 11"]


def test_the_migration_gives_every_school_the_key_that_saving_would():
    school = SchoolFactory(short_name="Лицей № 12 «Ёлка»")
    School.objects.update(sort_key="")

    BACKFILL.fill_sort_keys(apps, None)

    assert School.objects.get().sort_key == school.sort_key


def test_the_migration_keeps_what_had_been_decided():
    editor = UserFactory()
    case = cases.open_case(
        school_id=SchoolFactory(committee=editor.committee).pk, year=2026, title="Признаки",
        source="sign", summary="Завышен средний", by=editor,
    )  # fmt: skip
    cases.decide_case(case_id=case.pk, version=1, status="watched", decision="Ждём", by=editor)
    CaseDecision.objects.all().delete()

    BACKFILL.keep_decisions(apps, None)
    BACKFILL.keep_decisions(apps, None)

    kept = Case.objects.get().decisions.get()
    assert (kept.text, kept.status, kept.decided_by) == ("Ждём", "watched", editor)
