"""The way of a school to its signs."""

import pytest
from django.urls import reverse

from schools.services import cases
from tests.assessments.signs_city import City, compute, shifted
from tests.factories.schools import SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = City(5)
    for n, school in enumerate(made.schools):
        made.write(school, shifted(n % 3 - 1))
    return made


def latest(school):
    return reverse("assessments:sign-latest", args=[school.pk])


def test_the_deputy_comes_from_the_school_to_its_newest_signs(client, city):
    compute(city)
    newest, school = compute(city), city.schools[0]
    client.force_login(make_deputy(school))

    page = client.get(school.get_absolute_url()).content.decode()
    answer = client.get(latest(school))

    assert f'href="{latest(school)}"' in page
    assert answer["Location"] == reverse("assessments:sign-school", args=[newest.pk, school.pk])
    assert client.get(answer["Location"]).status_code == 200


def test_the_page_of_a_case_leads_there_too(client, city):
    school = city.schools[0]
    case = cases.open_case(
        school_id=school.pk, year=2026, title="Признаки", source="sign", summary="Завышен",
        by=city.editor,
    )  # fmt: skip
    client.force_login(make_deputy(school))

    assert f'href="{latest(school)}"' in client.get(case.get_absolute_url()).content.decode()


def test_without_a_computation_the_page_says_so(client):
    school = SchoolFactory()
    client.force_login(make_deputy(school))

    answer = client.get(latest(school))

    assert answer.status_code == 200
    assert "признаки ещё не считали" in answer.content.decode()


def test_a_deputy_does_not_come_to_the_signs_of_another_school(client, city):
    compute(city)
    client.force_login(make_deputy(city.schools[0]))

    assert client.get(latest(city.schools[1])).status_code == 404
