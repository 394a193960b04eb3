"""One at a time, wherever it runs."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def held_alone(name: str) -> Iterator[bool]:
    """Whether nobody else is at this work; then nobody else begins it until the block ends.

    PostgreSQL serves workers on several machines: an advisory lock on a connection of its own,
    which a killed worker loses with the connection. SQLite serves one machine, where the lock
    files of libraries are enough.
    """
    keeper = connections.create_connection("default")
    if keeper.vendor != "postgresql":
        yield True
        return
    try:
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [zlib.crc32(name.encode())])
            [taken] = cursor.fetchone()
        yield taken
    finally:
        keeper.close()
