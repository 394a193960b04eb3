"""Tens of thousands of results into the table at once: COPY on PostgreSQL, plain rows on SQLite.

Measured by `benchmarks.storage`; docs/why/0011 says why the ORM's own way is not taken here.
"""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from assessments.models import Result


class ResultRow(NamedTuple):
    """The columns of a result that a file brings, in the order in which they are written."""

    session_id: int
    code: str
    variant: int | None
    absent: bool
    scores: bytes
    total: int | None
    mark: int | None
    journal_mark: int | None


def insert_results(rows: Iterable[ResultRow]) -> None:
    """All of them or none: call it inside a transaction."""
    table = connection.ops.quote_name(Result._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, ResultRow._fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv)", rows)
        else:
            marks = ", ".join(["%s"] * len(ResultRow._fields))
            # Names of our own table and columns: nothing of a file is in the statement.
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608


def _copy(cursor: CursorWrapper, statement: str, rows: Iterable[ResultRow]) -> None:
    """A missing value is an empty field, bytes are written in hexadecimal."""
    lines = io.StringIO()
    csv.writer(lines).writerows(
        row._replace(scores=rf"\x{row.scores.hex()}")  # type: ignore[arg-type]  # as text
        for row in rows
    )
    lines.seek(0)
    cursor.copy_expert(statement, lines)
