"""docker-compose's wiring without Docker: its own commands as processes, driven over HTTP.

web, worker and beat run against PostgreSQL and Redis; the embedded mode runs alone on SQLite.
"""

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.papers import filled_form, scan, word_plan
from tests.portal_server import (
    ROOT,
    Process,
    environment,
    prepare,
    serve,
    serve_process,
    wait_until_answers,
)
from tests.services import free_port
from tests.smtp import mail_server
from tests.wiring import (
    COMPOSE,
    PORTAL_VARIABLES,
    Visitor,
    command_of,
    fresh_database,
    until,
)

pytestmark = pytest.mark.services
FORM = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QUICK = {"JOB_SILENCE": "15", "JOB_SWEEP": "3"}  # seconds; a test does not wait for a quarter hour


class City(NamedTuple):
    """Everything docker-compose starts, running on this machine."""

    env: dict[str, str]
    address: str
    database: str
    letters: list
    processes: dict[str, Process]
    log: Path

    def start(self, service, *more):
        self.processes[service] = Process([*command_of(service), *more], self.env, self.log)

    def ask(self, query, *values):
        connection = psycopg2.connect(self.database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, values)
                return cursor.fetchall()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Iterator[City]:
    var = tmp_path_factory.mktemp("wiring")
    port = free_port()
    with fresh_database(os.environ["DATABASE_URL"]) as database, mail_server() as mail:
        env = {
            **environment(var),
            **QUICK,
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": os.environ["TEST_BROKER_URL"],
            "ALLOWED_HOSTS": "127.0.0.1",
            "PORTAL_URL": f"http://127.0.0.1:{port}",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.server_address[1]}",
            "DEFAULT_FROM_EMAIL": "portal@example.org",
            "PROXY_COUNT": "1",
            "PRIVATE_FILES_ACCEL": PORTAL_VARIABLES["PRIVATE_FILES_ACCEL"],
        }
        prepare(env)
        running = City(env, env["PORTAL_URL"], database, mail.letters, {}, var / "log")
        try:
            running.start("web", "--bind", f"127.0.0.1:{port}")
            running.start("worker")
            running.start("beat", "--schedule", str(var / "beat"))
            wait_until_answers(f"{running.address}/health/")
            yield running
        finally:
            for process in running.processes.values():
                process.stop()


@pytest.fixture(scope="module")
def play():
    with sync_playwright() as started:
        yield started


@pytest.fixture
def visitor(play):
    """Gives a signed-in visitor; each has cookies of their own."""
    opened = []

    def visitor_of(address, username):
        opened.append(Visitor(play, address))
        return opened[-1].sign_in(username)

    yield visitor_of
    for one in opened:
        one.api.dispose()


def a_file(name, kind, content):
    return {"name": name, "mimeType": kind, "buffer": content}


def job_of(page):
    assert "/jobs/" in page.address, page.text[:2000]
    return int(urlsplit(page.address).path.split("/")[2])


def wait_for_job(city, job):
    def finished():
        [(state, error)] = city.ask("SELECT state, error FROM accounts_job WHERE id = %s", job)
        assert state != "failed", error
        return state == "done"

    until(finished, seconds=90, what=f"job {job}")


def second_procedure(visitor):
    """The last one whose results are in; the newest is still ahead."""
    links = re.findall(r'href="(/procedures/\d+/)"', visitor.read("/procedures/").text)
    return visitor.read(list(dict.fromkeys(links))[1])


# The settings ----------------------------------------------------------------------------------


def test_compose_sets_only_what_the_settings_read():
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")

    unknown = [name for name in PORTAL_VARIABLES if f'("{name}"' not in settings]

    assert unknown == []


def test_nginx_hands_out_the_very_folder_that_the_portal_writes_to():
    nginx = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    location, folder = re.search(r"location (\S+) \{\s+internal;\s+alias (\S+);", nginx).groups()

    mounted = [each.split(":")[1] for each in COMPOSE["services"]["nginx"]["volumes"]]

    assert location == PORTAL_VARIABLES["PRIVATE_FILES_ACCEL"]
    assert folder.rstrip("/") == PORTAL_VARIABLES["MEDIA_ROOT"]
    assert folder.rstrip("/") in mounted


# The chain over HTTP ---------------------------------------------------------------------------


def test_a_plan_goes_from_word_to_paper_over_http(city, visitor):
    editor, head = visitor(city.address, "editor"), visitor(city.address, "head")

    file = a_file("план.docx", WORD, word_plan())
    preview = editor.fill("/plans/imports/create/", "file", file=file)
    plan = editor.fill(urlsplit(preview.address).path, "title")
    address = urlsplit(plan.address).path
    editor.fill(f"{address}submit/", "comment")
    approved = head.fill(
        f"{address}approve/", "order_number", order_number="91", order_date="2026-11-20"
    )
    version = head.read(approved.link(r"/plans/versions/\d+/$"))
    pdf = head.file(version.link(r"print/\?save=1")).body()

    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() in version.text


def test_results_are_taken_and_signs_computed_by_the_worker(city, visitor):
    editor = visitor(city.address, "editor")
    session = second_procedure(editor).link(r"^/sessions/\d+/$")
    blank = editor.file(f"{session}form/").body()

    receipt = editor.fill(
        session,
        action="/upload/",
        reason="Школа прислала исправленную форму.",
        file=a_file("форма.xlsx", FORM, filled_form(blank)),
    )
    started = editor.fill("/signs/", action="/signs/compute/")
    wait_for_job(city, job_of(started))

    assert "Квитанция" in receipt.text
    assert "принят" in receipt.text
    result = editor.read(urlsplit(started.address).path)
    assert "признаки" in editor.read(result.link(r"/signs/\?run=")).text


def test_a_scan_is_left_to_nginx_to_send(city, visitor):
    deputy = visitor(city.address, "deputy9")
    session = second_procedure(deputy).link(r"^/sessions/\d+/$")

    page = deputy.fill(
        session, action="/protocols/", file=a_file("протокол.png", "image/png", scan())
    )
    shown = deputy.read(page.link(r"^/protocols/\d+/$"))
    answer = deputy.file(shown.link(r"^/protocols/\d+/file/"))

    location = answer.headers["x-accel-redirect"]
    inner = location.removeprefix(PORTAL_VARIABLES["PRIVATE_FILES_ACCEL"])
    assert answer.body() == b""
    assert (city.log.parent / "media" / inner).read_bytes() == scan()


def test_a_letter_leaves_by_beat_and_worker(city, visitor):
    admin = visitor(city.address, "admin")
    address = "new.colleague@example.org"
    person = admin.fill("/people/add/", "last_name", last_name="Новикова", email=address)

    path = urlsplit(person.address).path
    admin.fill(f"{path}invite/", "role", with_letter="on", role="editor")

    # The demo city has letters of its own in the outbox.
    sent = until(
        lambda: [letter for letter in city.letters if letter["To"] == address],
        seconds=60,
        what="the letter",
    )
    assert "/welcome/" in sent[0].get_content()


def test_a_job_whose_worker_was_killed_is_taken_up_by_the_next_one(city, visitor):
    editor = visitor(city.address, "editor")
    held_up = psycopg2.connect(city.database)
    with held_up.cursor() as cursor:
        cursor.execute("LOCK TABLE assessments_sign IN SHARE MODE")

    job = job_of(editor.fill("/signs/", action="/signs/compute/"))
    query = "SELECT attempts FROM accounts_job WHERE id = %s AND state = 'running'"
    until(lambda: city.ask(query, job), seconds=30, what="the job to begin")
    city.processes["worker"].kill()
    held_up.close()
    city.start("worker")

    wait_for_job(city, job)
    [(attempts,)] = city.ask("SELECT attempts FROM accounts_job WHERE id = %s", job)
    assert attempts >= 2


# One process ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    env = {**environment(tmp_path_factory.mktemp("embedded")), **QUICK, "DEMO": "1"}
    prepare(env)
    return env


def state_of_job(env, job):
    connection = sqlite3.connect(f"{env['VAR_DIR']}/portal.sqlite3", timeout=20)
    try:
        query = "SELECT state, attempts FROM accounts_job WHERE id = ?"
        return connection.execute(query, (job,)).fetchone()
    finally:
        connection.close()


def wait_for_done(env, job):
    until(lambda: state_of_job(env, job)[0] == "done", seconds=90, what=f"job {job}")


def test_one_process_computes_signs_without_broker_or_worker(embedded, visitor, tmp_path):
    with serve(embedded, log=tmp_path / "log") as address:
        editor = visitor(address, "editor")

        job = job_of(editor.fill("/signs/", action="/signs/compute/"))

        wait_for_done(embedded, job)


def test_a_job_of_a_killed_process_is_finished_after_the_restart(embedded, visitor, tmp_path):
    with serve_process(embedded, log=tmp_path / "log") as (address, server):
        editor = visitor(address, "editor")
        job = job_of(editor.fill("/signs/", action="/signs/compute/"))
        server.kill()
    assert state_of_job(embedded, job)[0] in ("queued", "running")

    with serve(embedded, log=tmp_path / "log"):
        wait_for_done(embedded, job)
