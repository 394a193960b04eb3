"""Emptying a database that refuses to be emptied."""

from contextlib import contextmanager

FROZEN = (
    "accounts_auditevent",
    "accounts_destructionact",
    "accounts_destroyedpaper",
    "plans_planversion",
    "plans_executionreport",
    "assessments_declaration",
)


@contextmanager
def without_append_only_triggers(connection):
    """Take the triggers off for the flush between tests, and put the very same ones back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in FROZEN:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                for table in FROZEN:
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)
