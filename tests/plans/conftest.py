"""An editor at the desk, with a plan of one section."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory, SectionFactory


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
