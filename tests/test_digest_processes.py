"""One letter a day with real processes: two clocks, three workers, one of them killed at work.

The control takes the unique key off the table of digests and runs the very same thing.
"""

import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
import redis
from psycopg2 import sql

from tests.digest_city import READERS
from tests.portal_server import ROOT, Process, environment, manage
from tests.smtp import mail_server
from tests.wiring import command_of, fresh_database, until

pytestmark = pytest.mark.services
CLOCKS, WORKERS = 2, 3
MIDDLE = READERS // 2
GUARD = "digest_once_per_person_and_day"
# Workers that stand in the queue for the same person's row, by the port they talk from.
WAITING = """
    SELECT count(DISTINCT client_port) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


class Clockwork(NamedTuple):
    """Clocks and workers around one database."""

    env: dict[str, str]
    database: str
    letters: list  # what the mail server took
    workers: list[Process]

    def ask(self, query, *values):
        with connected(self.database) as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def number(self, query):
        [(found,)] = self.ask(query)
        return found

    def addressed(self):
        """How many letters went to each address."""
        return Counter(letter["To"] for letter in self.letters)


@contextmanager
def connected(database):
    connection = psycopg2.connect(database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A database with people who are to get a letter today, to be copied for each test."""
    with fresh_database(os.environ["DATABASE_URL"]) as database:
        env = environment(tmp_path_factory.mktemp("settled"), DATABASE_URL=database)
        manage("migrate", "--verbosity", "0", env=env)
        command = [sys.executable, "-m", "tests.digest_city"]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        yield database


@contextmanager
def copy_of(database):
    name = urlsplit(database).path.removeprefix("/")
    copy = f"{name}_copy"
    server = os.environ["DATABASE_URL"]
    with connected(server) as cursor:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(create.format(sql.Identifier(copy), sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{copy}"))
    finally:
        with connected(server) as cursor:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            cursor.execute(drop.format(sql.Identifier(copy)))


@pytest.fixture
def clockwork(settled, tmp_path):
    """Everything but the clocks is running: they start inside the test, when all is set up."""
    broker = os.environ["TEST_BROKER_URL"]
    redis.Redis.from_url(broker).flushdb()  # nothing left over from whoever was here before
    with copy_of(settled) as database, mail_server() as mail:
        env = environment(
            tmp_path,
            DATABASE_URL=database,
            CELERY_BROKER_URL=broker,
            EMAIL_URL=f"smtp://127.0.0.1:{mail.server_address[1]}",
            DEFAULT_FROM_EMAIL="portal@example.org",
            DIGEST_SWEEP="0.5",
        )
        log, processes = tmp_path / "log", []
        one_at_a_time = (*command_of("worker"), "--concurrency", "1", "--pool", "solo")
        workers = []
        for number in range(WORKERS):
            # As on machines of their own: none sees the lock files of another.
            machine = tmp_path / f"machine{number}"
            machine.mkdir()
            workers.append(Process(one_at_a_time, {**env, "TMPDIR": str(machine)}, log))
        processes += workers
        try:
            for number in range(CLOCKS):
                table = ("--schedule", str(tmp_path / f"beat{number}"))
                processes.append(Process([*command_of("beat"), *table], env, log))
            yield Clockwork(env, database, mail.letters, workers)
        finally:
            for process in processes:
                if process.running.poll() is None:
                    process.kill()  # nobody waits for their good manners


@contextmanager
def person_in_the_middle_held(database):
    """No digest can be written to this person: every run stops there with half of its letters."""
    connection = psycopg2.connect(database)
    try:
        with connection.cursor() as cursor:
            # In two steps: what OFFSET passes over would be locked, too.
            cursor.execute("SELECT id FROM accounts_person ORDER BY id OFFSET %s", (MIDDLE,))
            cursor.execute("SELECT 1 FROM accounts_person WHERE id = %s FOR UPDATE",
                           cursor.fetchone())  # fmt: skip
            yield
    finally:
        connection.close()


def run_into_the_middle_and_lose_a_worker(clockwork):
    """All three workers are at the same person when one of them is killed; then the way is free."""
    with person_in_the_middle_held(clockwork.database):
        until(
            lambda: clockwork.number(WAITING) == WORKERS,
            seconds=60, what="all workers in mid-run",
        )  # fmt: skip
        sent_so_far = clockwork.number("SELECT count(*) FROM plans_digest")
        clockwork.workers[0].kill()
    until(
        lambda: clockwork.number("SELECT count(DISTINCT person_id) FROM plans_digest") == READERS,
        seconds=30, what="a letter for everybody",
    )  # fmt: skip
    manage("run_due", env=clockwork.env)  # one scheduler more, and it empties the outbox
    return sent_so_far


def test_two_clocks_three_workers_and_a_killed_one_give_everybody_one_letter(clockwork):
    sent_so_far = run_into_the_middle_and_lose_a_worker(clockwork)

    until(lambda: len(clockwork.letters) >= READERS, seconds=20, what="the letters to arrive")
    assert sent_so_far == MIDDLE
    assert set(clockwork.addressed().values()) == {1}
    assert len(clockwork.addressed()) == READERS


def test_without_the_unique_key_the_same_run_sends_more(clockwork):
    with connected(clockwork.database) as cursor:
        cursor.execute(f"ALTER TABLE plans_digest DROP CONSTRAINT {GUARD}")

    run_into_the_middle_and_lose_a_worker(clockwork)

    until(lambda: len(clockwork.letters) > READERS, seconds=20, what="the letters to arrive")
    assert len(clockwork.addressed()) == READERS
    assert max(clockwork.addressed().values()) > 1
