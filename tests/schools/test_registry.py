"""The registry in the browser: list and facts."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from schools.models import GradeSize, Post, School
from tests.factories.accounts import UserFactory
from tests.factories.schools import ClassGroupFactory, PostFactory, SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee, login="edu990001")


def facts_of(school, **changes):
    names = ("login", "name", "short_name", "code", "kind", "municipality", "address")
    facts = {name: getattr(school, name) for name in names}
    return {**facts, "is_active": "on", "version": school.version, **changes}


def listed(client, **query):
    page = client.get(reverse("schools:school-list"), query).context["page"]
    return {school.login for school in page}


def test_the_list_is_searched_by_name_login_and_code_in_any_letters(client, editor):
    for login, name, code in (("edu1", "Лицей у реки", "77"), ("edu2", "Школа в лесу", "88")):
        SchoolFactory(
            committee=editor.committee, login=login, name=name, short_name=name, code=code
        )

    found = [listed(client, search=text) for text in ("ЛИЦЕЙ реки", "EDU2", "88", "лицей лесу")]

    assert found == [{"edu1"}, {"edu2"}, {"edu2"}, set()]


def test_the_list_is_narrowed_by_kind_and_by_whether_schools_work(client, editor):
    SchoolFactory(committee=editor.committee, login="edu1", kind="lyceum")
    SchoolFactory(committee=editor.committee, login="edu2", is_active=False)

    found = [listed(client, kind="lyceum"), listed(client, active="no"), listed(client)]

    assert found == [{"edu1"}, {"edu2"}, {"edu1", "edu2"}]


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_schools(
    client, editor, django_assert_num_queries
):
    def furnish(number):
        for _ in range(number):
            school = SchoolFactory(committee=editor.committee)
            PostFactory(school=school, role=Post.Role.HEAD)
            GradeSize.objects.create(school=school, grade=5, pupils=50)

    furnish(2)
    client.get(reverse("schools:school-list"))
    with django_assert_num_queries(6):
        client.get(reverse("schools:school-list"))
    furnish(20)

    with django_assert_num_queries(6):
        page = client.get(reverse("schools:school-list")).context["page"]

    assert all(school.head_name and school.pupils == 50 for school in page)


def test_a_deputy_sees_the_own_school_and_no_other(client, school):
    foreign = SchoolFactory(committee=school.committee)
    client.force_login(make_deputy(school))

    own = client.get(school.get_absolute_url())
    other = client.get(foreign.get_absolute_url())

    assert listed(client) == {school.login}
    assert (own.status_code, other.status_code) == (200, 404)


@pytest.mark.parametrize("name", ["school-detail", "school-edit", "post-create", "pupils-edit"])
def test_a_school_of_another_committee_is_not_there(client, editor, name):
    address = reverse(f"schools:{name}", args=[SchoolFactory().pk])

    answers = {client.get(address).status_code, client.head(address).status_code}

    assert answers == {404}


def test_a_school_is_entered_and_changed_with_a_line_for_each(client, editor):
    client.post(
        reverse("schools:school-create"),
        {"login": "edu990001", "name": "Школа", "kind": "lyceum", "is_active": "on"},
    )
    school = School.objects.get(login="edu990001")

    client.post(reverse("schools:school-edit", args=[school.pk]), facts_of(school, name="Лицей"))

    school.refresh_from_db()
    assert (school.name, school.committee, school.version) == ("Лицей", editor.committee, 2)
    actions = [event.action for event in AuditEvent.objects.about(school)]
    assert actions == ["school-changed", "school-added"]


@pytest.mark.parametrize(
    ("login", "code"), [("EDU990002", "login-taken"), ("еdu990003", "bad-login")]
)
def test_a_login_is_latin_and_nobody_elses(client, school, login, code):
    SchoolFactory(login="edu990002")

    response = client.post(
        reverse("schools:school-edit", args=[school.pk]), facts_of(school, login=login)
    )

    assert response.status_code == 422
    assert response.context["form"].errors.as_data()["login"][0].code == code


def test_a_stale_edit_shows_both_texts_and_the_next_press_wins(client, school):
    typed = facts_of(school, name="Моё название")
    School.objects.filter(pk=school.pk).update(name="Чужое название", version=2)
    address = reverse("schools:school-edit", args=[school.pk])

    stale = client.post(address, typed)
    again = client.post(address, {**typed, "version": stale.context["form"]["version"].value()})

    assert stale.status_code == 409
    assert [(r["now"], r["typed"]) for r in stale.context["rivals"]] == [
        ("Чужое название", "Моё название")
    ]
    assert again.status_code == 302
    school.refresh_from_db()
    assert school.name == "Моё название"


def test_the_page_of_a_school_asks_the_same_number_of_questions_however_big_it_is(
    client, editor, school, django_assert_num_queries
):
    def furnish(letters):
        for letter in letters:
            PostFactory(school=school)
            PostFactory(school=school, ended_on=datetime.date(2026, 1, 1))
            ClassGroupFactory(school=school, letter=letter)

    furnish("А")
    with django_assert_num_queries(11):
        client.get(school.get_absolute_url())
    furnish("БВГДЕЖ")

    with django_assert_num_queries(11):
        page = client.get(school.get_absolute_url())

    assert len(page.context["posts"]) == 7
