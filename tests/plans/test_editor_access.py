"""Whose hands the editor keeps away: other roles, other committees."""

import pytest

from accounts.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory
from tests.plans.desk import HTMX, address, sent

pytestmark = pytest.mark.django_db


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
