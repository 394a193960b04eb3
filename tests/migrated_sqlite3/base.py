"""The database wrapper Django looks for in a backend."""

import sqlite3
from contextlib import closing

from django.db.backends.sqlite3.base import DatabaseWrapper as PlainWrapper
from django.db.backends.sqlite3.creation import DatabaseCreation

from tests.portal_server import migrated_file


class CopiedDatabase(DatabaseCreation):
    def _create_test_db(self, verbosity, autoclobber, keepdb=False):
        """What follows migrates once more, and finds nothing to do but what is newer."""
        name = super()._create_test_db(verbosity, autoclobber, keepdb)
        # In memory it lives as long as somebody is connected.
        self.held = sqlite3.connect(name, uri=True)
        with closing(sqlite3.connect(migrated_file())) as migrated:
            migrated.backup(self.held)
        return name

    def _destroy_test_db(self, test_database_name, verbosity):
        self.held.close()
        super()._destroy_test_db(test_database_name, verbosity)


class DatabaseWrapper(PlainWrapper):
    creation_class = CopiedDatabase
