"""Where the points of participants are kept: four ways side by side, and how rows get in.

    python -m benchmarks.storage

Each way holds the same twenty tasks of the same participants, is filled by the quickest means of
its database (COPY; executemany), and is asked for the points of every task by school, each in the
way that suits it best: SQL where points are rows or arrays, NumPy where they are bytes. All must
find the same. SQLite is a temporary file; PostgreSQL a temporary server, where there is one.
"""

import csv
import io
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psycopg2
from django.db import connection

from assessments.models import Result
from assessments.scoring.scores import MAX_ITEM_SCORE, NOT_ATTEMPTED
from assessments.services.imports.bulk import ResultRow, insert_results
from benchmarks.workbooks import own_database
from tests.factories.assessments import SessionFactory
from tests.services import postgres, postgres_bin

PARTICIPANTS, OF_SCHOOL, TASKS, MOST = 50_000, 80, 20, 3
INSERTED, ROUNDS = 40_000, 3
INSERT_ONLY = "--insert"

People = list[tuple[int, int, bytes]]  # number, school, a byte a task
Sums = list[list[int]]  # of every school, of every task


class Way(NamedTuple):
    """One way to keep points, in one database."""

    title: str
    table: str
    columns: str
    rows: Callable[[People], Iterable[tuple]]
    sums: Callable[[Any], Sums]


def people(count: int) -> People:
    chance = random.Random(2026)
    values = [*range(MOST + 1), NOT_ATTEMPTED]
    return [
        (n, n // OF_SCHOOL, bytes(chance.choices(values, weights=[4, 4, 4, 4, 1], k=TASKS)))
        for n in range(count)
    ]


def points(scores: bytes) -> list[int | None]:
    return [byte if byte <= MAX_ITEM_SCORE else None for byte in scores]


# --- The four ways ------------------------------------------------------------------------------


def as_bytes(everyone: People) -> Iterable[tuple]:
    return everyone


def as_hex(everyone: People) -> Iterable[tuple]:
    return ((n, school, rf"\x{scores.hex()}") for n, school, scores in everyone)


def as_json(everyone: People) -> Iterable[tuple]:
    return ((n, school, json.dumps(points(scores))) for n, school, scores in everyone)


def as_array(everyone: People) -> Iterable[tuple]:
    for n, school, scores in everyone:
        values = ",".join("NULL" if each is None else str(each) for each in points(scores))
        yield n, school, f"{{{values}}}"


def as_answers(everyone: People) -> Iterable[tuple]:
    for n, school, scores in everyone:
        for task, value in enumerate(points(scores)):
            yield n, school, task, value


def sums_of_bytes(cursor: Any) -> Sums:
    cursor.execute("SELECT school, scores FROM by_bytes")
    schools, blobs = zip(*cursor.fetchall(), strict=True)
    matrix = np.frombuffer(b"".join(blobs), np.uint8).reshape(-1, TASKS)
    return _by_school(schools, np.where(matrix <= MAX_ITEM_SCORE, matrix, 0))


def sums_of_json(cursor: Any) -> Sums:
    cursor.execute("SELECT school, CAST(scores AS text) FROM by_json")
    schools, texts = zip(*cursor.fetchall(), strict=True)
    values = [[value or 0 for value in json.loads(text)] for text in texts]
    return _by_school(schools, np.asarray(values))


def _by_school(schools: tuple[int, ...], values: np.ndarray) -> Sums:
    owners = np.asarray(schools)
    order = np.argsort(owners, kind="stable")
    begins = np.flatnonzero(np.diff(owners[order], prepend=-1))
    return np.add.reduceat(values[order], begins, dtype=np.int64).tolist()


def sums_of_array(cursor: Any) -> Sums:
    cursor.execute(
        "SELECT school, place, sum(value) FROM by_array, "
        "unnest(scores) WITH ORDINALITY AS each(value, place) GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return _table(cursor.fetchall())


def sums_of_answers(cursor: Any) -> Sums:
    cursor.execute("SELECT school, task, sum(value) FROM by_answers GROUP BY 1, 2 ORDER BY 1, 2")
    return _table(cursor.fetchall())


def _table(rows: list[tuple[int, int, int]]) -> Sums:
    values = [int(value) for _, _, value in rows]
    return [values[at : at + TASKS] for at in range(0, len(values), TASKS)]


KEY = "id integer PRIMARY KEY, school integer"
ANSWERS = Way(
    "a row a task",
    "by_answers",
    "id integer, school integer, task smallint, value smallint, PRIMARY KEY (id, task)",
    as_answers,
    sums_of_answers,
)
ON_SQLITE = [
    Way("a byte a task", "by_bytes", f"{KEY}, scores blob", as_bytes, sums_of_bytes),
    Way("JSON", "by_json", f"{KEY}, scores text", as_json, sums_of_json),
    ANSWERS,
]
ON_POSTGRES = [
    Way("a byte a task", "by_bytes", f"{KEY}, scores bytea", as_hex, sums_of_bytes),
    Way("smallint[]", "by_array", f"{KEY}, scores smallint[]", as_array, sums_of_array),
    Way("jsonb", "by_json", f"{KEY}, scores jsonb", as_json, sums_of_json),
    ANSWERS,
]


# --- The two databases --------------------------------------------------------------------------


class Sqlite:
    name, ways = "SQLite", ON_SQLITE

    def __init__(self, folder: str) -> None:
        self.folder = folder

    @contextmanager
    def connect(self, way: Way) -> Iterator[sqlite3.Connection]:
        """A file for each way: its size is the size of the table."""
        with closing(sqlite3.connect(Path(self.folder) / way.table)) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
            yield opened

    def fill(self, cursor: Any, way: Way, rows: list[tuple]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        cursor.executemany(f"INSERT INTO {way.table} VALUES ({marks})", rows)  # noqa: S608

    def size(self, cursor: Any, way: Way) -> int:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


class Postgres:
    name, ways = "PostgreSQL", ON_POSTGRES

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def connect(self, way: Way) -> Iterator[Any]:
        with closing(psycopg2.connect(self.url)) as opened:
            yield opened

    def fill(self, cursor: Any, way: Way, rows: list[tuple]) -> None:
        lines = io.StringIO()
        csv.writer(lines).writerows(rows)
        lines.seek(0)
        cursor.copy_expert(f"COPY {way.table} FROM STDIN WITH (FORMAT csv)", lines)

    def size(self, cursor: Any, way: Way) -> int:
        cursor.execute("SELECT pg_total_relation_size(%s)", [way.table])
        return int(cursor.fetchone()[0])


class Figures(NamedTuple):
    megabytes: float
    filled: float  # seconds
    asked: float  # seconds
    sums: Sums


def measured(database: Sqlite | Postgres, way: Way, everyone: People) -> Figures:
    rows = list(way.rows(everyone))
    with database.connect(way) as opened:
        cursor = opened.cursor()
        cursor.execute(f"CREATE TABLE {way.table} ({way.columns})")
        started = time.perf_counter()
        database.fill(cursor, way, rows)
        opened.commit()
        filled = time.perf_counter() - started
        asked = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            sums = way.sums(cursor)
            asked.append(time.perf_counter() - started)
        return Figures(database.size(cursor, way) / 1e6, filled, statistics.median(asked), sums)


def storage(database: Sqlite | Postgres) -> None:
    """The way the portal has taken stands first; the others are told as ratios to it."""
    everyone = people(PARTICIPANTS)
    first, *others = [(way, measured(database, way, everyone)) for way in database.ways]
    ours = first[1]
    for way, theirs in others:
        assert theirs.sums == ours.sums, f"{database.name}: {way.title} finds other sums"
        print(
            f"| {database.name}, {PARTICIPANTS} × {TASKS} tasks: size, filling, sums by school "
            f"| a byte a task {_words(ours)} | {way.title} {_words(theirs)} "
            f"| {theirs.megabytes / ours.megabytes:.1f}; {theirs.filled / ours.filled:.1f}; "
            f"{theirs.asked / ours.asked:.1f} |"
        )


def _words(figures: Figures) -> str:
    return f"{figures.megabytes:.1f} MB, {figures.filled:.2f} s, {figures.asked:.2f} s"


# --- How rows get in ----------------------------------------------------------------------------


def inserting() -> None:
    """Into the portal's own table, in the database of this process."""
    with own_database():
        session = SessionFactory()
        rows = [
            ResultRow(session.pk, str(n), 1, False, scores, 20, 4, 4)
            for n, _, scores in people(INSERTED)
        ]

        def by_orm() -> None:
            Result.objects.bulk_create((Result(**row._asdict()) for row in rows), batch_size=2_000)

        mine, theirs = timed(lambda: insert_results(rows)), timed(by_orm)
        print(
            f"| {connection.vendor}: {INSERTED} results put in "
            f"| past the ORM {mine:.1f} s | bulk_create {theirs:.1f} s | {theirs / mine:.1f} |"
        )


def timed(deed: Callable[[], object]) -> float:
    Result.objects.all().delete()
    started = time.perf_counter()
    deed()
    took = time.perf_counter() - started
    assert Result.objects.count() == INSERTED
    return took


def inserting_into(url: str) -> None:
    """A process of its own: Django holds one database from its start."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.storage", INSERT_ONLY],
        env={**os.environ, "DATABASE_URL": url},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    print(done.stdout, end="")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage(Sqlite(folder))
    inserting()
    if postgres_bin() is None:
        print("| PostgreSQL: not measured, this machine has none | | | |")
        return
    with postgres() as url:
        storage(Postgres(url))
        inserting_into(url)


if __name__ == "__main__":
    inserting() if INSERT_ONLY in sys.argv else main()
