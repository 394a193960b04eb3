"""One committee, its editor, a session and somebody who may observe it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.conftest import touches_database
from tests.factories.accounts import CommitteeFactory
from tests.observers.people import account_of, editor_of, fit_observer, session_in


@pytest.fixture(autouse=True)
def _checklist_of_the_migration(request):
    """Races empty the database after themselves, the migration's rows too: lay them anew."""
    if touches_database(request.node):
        request.getfixturevalue("db")
        import_module("observers.migrations.0002_checklist").seed(apps, None)


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


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def as_observer(client, observer):
    client.force_login(account_of(observer))
    return client
