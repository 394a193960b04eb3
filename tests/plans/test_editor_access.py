"""Whose hands the editor keeps away: other roles, other committees."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("number", "title", "deadline", "responsible", "result")


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def plan(editor):
    return PlanFactory(committee=editor.committee, title="План повышения объективности")


@pytest.fixture
def section(plan):
    return SectionFactory(plan=plan, position=1)


def address(name, *args):
    return reverse(f"plans:{name}", args=args)


def sent(row, **texts):
    """What the row's form sends: the texts as opened, some of them edited."""
    opened = {name: getattr(row, name) for name in TEXTS}
    before = {f"was_{name}": text for name, text in opened.items()}
    return {"version": row.version, **opened, **before, **texts}


def page(response):
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.HEAD, Role.OBSERVER])
def test_other_roles_are_refused_at_the_door_of_every_edit(role, client, section):
    row = ActivityFactory(section=section)
    client.force_login(UserFactory(role=role, committee=section.plan.committee))

    response = client.post(address("activity-edit", row.pk), sent(row, title="x"))

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("plan-detail", "plan"), ("plan-head", "plan"), ("activity-create", "plan"),
        ("section-create", "plan"), ("section-row", "section"), ("section-edit", "section"),
        ("activity-row", "row"), ("activity-edit", "row"), ("activity-responsibles", "row"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", ["foreign", "absent"])
def test_pages_of_foreign_and_absent_records_are_not_found(name, of, which, client, editor):
    row = ActivityFactory()
    records = {"plan": row.section.plan, "section": row.section, "row": row}

    number = records[of].pk if which == "foreign" else 9_999_999
    response = client.get(address(name, number), **HTMX)

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("plan-head", "plan"), ("plan-renumber", "plan"), ("deadline-preview", "plan"),
        ("section-create", "plan"), ("section-edit", "section"), ("section-move", "section"),
        ("section-remove", "section"), ("section-restore", "section"),
        ("activity-create", "plan"), ("activity-edit", "row"), ("activity-move", "row"),
        ("activity-remove", "row"), ("activity-restore", "row"), ("activity-responsibles", "row"),
    ],
)  # fmt: skip
def test_edits_of_foreign_records_are_not_found_and_change_nothing(name, of, client, editor):
    row = ActivityFactory()
    records = {"plan": row.section.plan, "section": row.section, "row": row}

    response = client.post(address(name, records[of].pk), sent(row, title="Чужая рука"))

    row.refresh_from_db()
    assert response.status_code == 404
    assert (row.title, row.deleted_at) == ("Совещание с заместителями директоров", None)
