"""Several people at the same moment, each on a connection of their own."""

import sqlite3
import threading
from contextlib import closing, contextmanager

from django.db import connection, connections

from accounts.errors import RuleViolation

PATIENCE = 30  # seconds


@contextmanager
def shared_by_threads(tmp_path):
    """SQLite's database of the tests lives in memory, where threads do not wait for each other.

    So they race on a copy of it in a file, as in life. On PostgreSQL nothing need be done.
    """
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.settings["default"]
    in_memory, copy = settings["NAME"], str(tmp_path / "race.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [copy])
    # As in life the file is in WAL mode already: two threads that both switch it lock each other.
    with closing(sqlite3.connect(copy)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
    settings["NAME"] = copy
    try:
        yield
    finally:
        settings["NAME"] = in_memory


def race(*attempts):
    """Run all at once, each on a connection of its own; what each gave or how it was refused."""
    start, outcomes = threading.Barrier(len(attempts)), [None] * len(attempts)

    def run(place, attempt):
        try:
            start.wait(PATIENCE)
            outcomes[place] = attempt()
        except RuleViolation as refusal:
            outcomes[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes
