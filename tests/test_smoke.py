"""The factories make valid records of one committee."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.observers import AssignmentFactory
from tests.factories.plans import ActivityFactory
from tests.factories.schools import make_deputy


@pytest.mark.django_db(transaction=True)
def test_a_deputy_sees_only_the_own_school(client):
    assignment = AssignmentFactory()
    ActivityFactory()
    deputy = make_deputy(assignment.session.school)
    client.force_login(deputy)

    response = client.get("/")

    assert response.status_code == 200
    assert type(assignment.session).objects.visible_to(deputy).count() == 1
    assert type(assignment.session).objects.visible_to(UserFactory()).count() == 0
