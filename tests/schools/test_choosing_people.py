"""Whom to appoint: found by a word among hundreds, with scripts and without."""

import pytest
from django.urls import reverse

from accounts.models import Person
from schools.models import Post
from tests.factories.accounts import CommitteeFactory, PersonFactory, UserFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def school(client):
    editor = UserFactory()
    client.force_login(editor)
    return SchoolFactory(committee=editor.committee)


@pytest.fixture
def five_hundred(school):
    Person.objects.bulk_create(
        Person(committee=school.committee, last_name=f"Жителев{n}", first_name="Пётр")
        for n in range(500)
    )


def address(school):
    return reverse("schools:post-create", args=[school.pk])


def test_a_few_people_are_offered_at_once(client, school):
    person = PersonFactory(committee=school.committee)

    assert person in client.get(address(school)).context["offered"]


def test_of_five_hundred_none_is_offered_before_a_word_is_typed(client, school, five_hundred):
    answer = client.get(address(school))

    assert answer.context["offered"] == []
    assert "Людей в списке много" in answer.content.decode()
    assert len(answer.content) < 30_000


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without scripts", "with htmx"])
def test_one_of_five_hundred_is_found_by_a_part_of_the_name(client, school, five_hundred, headers):
    wanted = PersonFactory(committee=school.committee, last_name="Ёлкина", first_name="Анна")
    PersonFactory(committee=CommitteeFactory(), last_name="Ёлкина")

    answer = client.get(address(school), {"search": "анна ёлк"}, headers=headers)

    assert answer.context["offered"] == [wanted]
    assert f'value="{wanted.pk}"' in answer.content.decode()
    assert ("<html" in answer.content.decode()) is not bool(headers)


def test_too_many_found_ask_for_another_word(client, school, five_hundred):
    answer = client.get(address(school), {"search": "жителев"})

    assert len(answer.context["offered"]) == 20
    assert "Уточните поиск" in answer.content.decode()


def test_nobody_found_leads_to_the_fields_of_a_new_person(client, school, five_hundred):
    answer = client.get(address(school), {"search": "Незнакомов"})

    assert "никого не нашлось" in answer.content.decode()


def test_the_one_who_was_chosen_stays_after_a_refusal(client, school, five_hundred):
    chosen = PersonFactory(committee=school.committee)
    Post.objects.create(school=school, person=chosen, role="teacher")

    answer = client.post(address(school), {"person": chosen.pk, "role": "teacher"})

    assert answer.status_code == 422
    assert f'value="{chosen.pk}"' in answer.content.decode()
    assert "checked" in answer.content.decode()
