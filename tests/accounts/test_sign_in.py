"""The door: who comes in, who is made to wait, and what an expired session does to a page."""

import datetime
import re

import pytest
from axes.models import AccessAttempt
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import Role
from tests.factories.accounts import PASSWORD, CommitteeFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
ONE_MINUTE = datetime.timedelta(minutes=1)


def sign_in(client, login, password=PASSWORD, **headers):
    """Through the real form, the secret of the form included."""
    page = client.get(LOGIN, **headers).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    answers = {"login": login, "password": password, "csrfmiddlewaretoken": token}
    return client.post(LOGIN, answers, **headers)


def fail(client, login, times, **headers):
    return [sign_in(client, login, "not the password", **headers) for _ in range(times)][-1]


def is_in(response):
    return response.status_code == 302 and response.headers["Location"] == "/"


@pytest.fixture
def deputy():
    return UserFactory(username="Заместитель", email="deputy@example.test", role=Role.DEPUTY)


@pytest.mark.parametrize("login", ["Заместитель", "deputy@example.test", "DEPUTY@example.test"])
def test_one_signs_in_by_name_or_by_address(login, client, deputy):
    assert is_in(sign_in(client, login))
    assert client.get("/").context["user"] == deputy


def test_a_wrong_password_is_said_where_a_screen_reader_finds_it(client, deputy):
    page = fail(client, "Заместитель", 1).content.decode()

    field = re.search(r'<input[^>]*name="password"[^>]*>', page)[0]
    described_by = re.search(r'aria-describedby="([^"]+)"', field)[1]
    assert 'aria-invalid="true"' in field
    assert "autofocus" in field
    assert re.search(rf'id="{described_by}"[^>]*>(.|\n)*не подходит', page)


def test_the_form_speaks_russian(client):
    page = client.get(LOGIN).content.decode()

    assert "Логин или эл. почта" in page
    assert "Пароль" in page
    assert re.search(r">\s*(Login|Password|Sign [Ii]n)\b", page) is None


def test_after_five_wrong_passwords_the_account_waits(client, deputy):
    fifth = fail(client, "Заместитель", 5)

    right = sign_in(client, "Заместитель")

    assert fifth.status_code == 429
    assert right.status_code == 429
    assert "Вход приостановлен на 15 минут" in right.content.decode()


def test_four_wrong_passwords_are_forgiven_by_the_right_one(client, deputy):
    fail(client, "Заместитель", 4)
    assert is_in(sign_in(client, "Заместитель"))
    client.post("/accounts/logout/")

    fail(client, "Заместитель", 4)

    assert is_in(sign_in(client, "Заместитель"))


def test_another_account_still_gets_in_from_the_same_address(client, deputy):
    UserFactory(username="коллега")
    fail(client, "Заместитель", 5)

    assert is_in(sign_in(client, "коллега"))


def test_the_same_account_still_gets_in_from_another_address(client, deputy):
    fail(client, "Заместитель", 5, REMOTE_ADDR="203.0.113.7")

    assert is_in(sign_in(client, "Заместитель", REMOTE_ADDR="203.0.113.8"))


def test_spelling_the_name_differently_gives_no_new_tries(client, deputy):
    for spelling in ("Заместитель", "deputy@example.test", "DEPUTY@example.test", "заместитель"):
        last = fail(client, spelling, 1)
    assert last.status_code == 200

    fifth = fail(client, "ЗАМЕСТИТЕЛЬ", 1)

    assert fifth.status_code == 429
    assert not is_in(sign_in(client, "deputy@example.test"))


def test_the_wait_ends_after_a_quarter_of_an_hour(client, deputy):
    fail(client, "Заместитель", 5)
    attempt = AccessAttempt.objects.get()
    attempt.attempt_time -= 16 * ONE_MINUTE
    attempt.save()

    assert is_in(sign_in(client, "Заместитель"))


def test_a_blocked_person_is_told_so_kindly(client, deputy):
    deputy.is_active = False
    deputy.save()

    response = sign_in(client, "Заместитель")

    assert response.status_code == 403
    assert "Вход для вас сейчас закрыт" in response.content.decode()


def test_there_is_no_way_to_sign_oneself_up(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")

    assert client.get("/accounts/signup/").status_code == 404
    assert "signup" not in client.get(LOGIN).content.decode()
    assert not [name for name in get_resolver().reverse_dict if "signup" in str(name)]


def test_the_password_is_changed_by_who_knows_the_old_one(client, deputy):
    client.force_login(deputy)
    new = "новый-длинный-пароль"
    wrong = {"oldpassword": "not it", "password1": new, "password2": new}

    refused = client.post("/accounts/password/change/", wrong)
    changed = client.post("/accounts/password/change/", {**wrong, "oldpassword": PASSWORD})

    deputy.refresh_from_db()
    assert refused.context["form"].has_error("oldpassword")
    assert changed.status_code == 302
    assert deputy.check_password(new)


def test_a_page_asks_to_sign_in_and_comes_back(client, deputy):
    asked = client.get("/jobs/7/?page=2")

    assert asked.status_code == 302
    assert asked.headers["Location"] == f"{LOGIN}?next=/jobs/7/%3Fpage%3D2"


def test_a_fragment_of_an_expired_session_reloads_the_whole_page(client):
    """Else the login form would land in a cell of a table."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/3/?open=2"}

    answer = client.get("/jobs/7/", headers=headers)

    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"{LOGIN}?next=/plans/3/%3Fopen%3D2"
    assert answer.content == b""


def test_a_fragment_asked_from_elsewhere_comes_back_to_the_front_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.test/plans/3/"}

    answer = client.get("/jobs/7/", headers=headers)

    assert answer.headers["HX-Redirect"] == f"{LOGIN}?next=/"


@pytest.mark.parametrize("address", ["/accounts/login/?next=https://elsewhere.test/"])
def test_signing_in_leads_nowhere_but_into_the_portal(address, client, deputy):
    response = client.post(
        address, {"login": "Заместитель", "password": PASSWORD, "next": "https://elsewhere.test/"}
    )

    assert is_in(response)


def test_the_address_of_a_shared_committee_may_belong_to_two_accounts(client):
    """Two accounts of one e-mail: the password tells them apart."""
    committee = CommitteeFactory()
    UserFactory(committee=committee, email="office@example.test", password="first password 1")
    second = UserFactory(
        committee=committee, email="office@example.test", password="second password 2"
    )

    sign_in(client, "office@example.test", "second password 2")

    assert client.get("/").context["user"] == second
