"""What every test may use. Kept short; no assertion lives here."""

import os

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import TransactionTestCase

from tests.database import without_append_only_triggers


@pytest.fixture(autouse=True, scope="session")
def _own_corner_of_redis(worker_id):
    """Of two workers that start servers of their own, each has a numbered base of the broker."""
    broker = os.environ.get("TEST_BROKER_URL")
    if broker and worker_id != "master":
        number = int(worker_id.removeprefix("gw"))
        os.environ["TEST_BROKER_URL"] = f"{broker.removesuffix('/0')}/{number}"


@pytest.fixture(autouse=True, scope="session")
def _flush_past_append_only_triggers():
    """Between tests the database is emptied; the triggers that refuse just that step aside."""
    plain = TransactionTestCase._fixture_teardown

    def teardown(self):
        with without_append_only_triggers(connections["default"]):
            plain(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture(autouse=True)
def _private_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Long files go first, else one worker ends alone with the last of them; among them those
    without a browser, for the demo city is being built meanwhile.

    On PostgreSQL only what touches the database runs again; arithmetic is the same there.
    """
    items.sort(key=when)
    if django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    again = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def when(item):
    if not item.get_closest_marker("slow"):
        return 2
    return 1 if item.get_closest_marker("browser") else 0


def touches_database(item):
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services"))
    return marked or bool(fixtures & {"db", "transactional_db", "live_server"})


def pytest_sessionfinish(session, exitstatus):
    """In the gate a skipped test is a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    strict = os.environ.get("PORTAL_NOTHING_LEFT_OUT") == "1"
    if strict and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("A test was skipped; in the gate nothing may be left out.", red=True)
        session.exitstatus = 1
