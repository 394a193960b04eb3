"""The side menu: every page says where one is, and «Сегодня» is never lost behind a wrong mark."""

import pytest
from django.urls import reverse

from accounts.models import Role
from config.access import ACCESS
from config.navigation import section_of
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    ("role", "page", "link"),
    [
        pytest.param(Role.EDITOR, "plans:activity-edit", "plans:plan-list", id="row of a plan"),
        pytest.param(Role.EDITOR, "plans:occurrence-list", "plans:occurrence-list", id="due dates"),
        pytest.param(
            Role.EDITOR, "assessments:session-detail", "assessments:procedure-list", id="session"
        ),
        pytest.param(
            Role.DEPUTY, "assessments:sign-school", "assessments:procedure-list", id="own signs"
        ),
        pytest.param(
            Role.HEAD, "assessments:sign-school", "assessments:sign-list", id="signs of a school"
        ),
        pytest.param(Role.EDITOR, "observers:act-detail", "observers:observer-list", id="act"),
        pytest.param(
            Role.OBSERVER, "observers:act-detail", "observers:assignment-list", id="own act"
        ),
        pytest.param(
            Role.ADMINISTRATOR, "accounts:audit-list", "accounts:audit-list", id="journal"
        ),
    ],
)
def test_a_page_hangs_under_the_link_its_reader_has(role, page, link):
    reader = UserFactory.build(role=role)

    assert section_of(page, reader) == link


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_no_link_is_marked_that_the_reader_may_not_open(role):
    reader = UserFactory.build(role=role)

    marked = {section_of(page, reader) for page in ACCESS} - {""}

    assert [link for link in marked if not ACCESS[link].allows("GET", role)] == []


@pytest.mark.django_db
def test_the_menu_marks_one_link_on_a_page_behind_it(client):
    client.force_login(UserFactory(role=Role.EDITOR))

    page = client.get(reverse("plans:plan-create")).content.decode()

    menu = page[page.index('aria-label="Разделы"') : page.index("</nav>")]
    assert menu.count("aria-current") == 1
    assert f'href="{reverse("plans:plan-list")}" aria-current="true"' in menu
