"""What every test may use. Kept short; no assertion lives here."""

import pytest
from django.db import connections
from django.test import TransactionTestCase

from tests.database import without_append_only_triggers


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
