"""One committee, its editor, a session and somebody who may observe it."""

import pytest

from tests.factories.accounts import CommitteeFactory
from tests.observers.people import editor_of, fit_observer, session_in


@pytest.fixture
def committee(db):
    return CommitteeFactory()


@pytest.fixture
def editor(committee):
    return editor_of(committee)


@pytest.fixture
def session(committee):
    return session_in(committee)


@pytest.fixture
def observer(committee):
    return fit_observer(committee)
