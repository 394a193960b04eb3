"""A real portal in its own folder: the demo city served by gunicorn, for browsers to visit."""

import datetime
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import psycopg2

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STATIC_SOURCES = ("static", "assets", "requirements/run.lock", "config/settings.py")
ROOMS = ("config", "plans", "observers", "assessments", "schools", "accounts")
TABLES = ("requirements/run.lock", "config/settings.py", *(f"{room}/migrations" for room in ROOMS))


def environment(var_dir: Path, **more: str) -> dict[str, str]:
    """The environment of one installation; nothing of the tests' own settings leaks in."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "CELERY_BROKER_URL"}
    }
    return {
        **clean,
        "SECRET_KEY": "only-for-this-run",
        "VAR_DIR": str(var_dir),
        "STATIC_ROOT": str(static_root()),
        "MEDIA_ROOT": str(var_dir / "media"),
        "EMAIL_URL": "filemail:////",
        "LOG_LEVEL": "ERROR",
        **more,
    }


def static_root() -> Path:
    """Where collected files of this very tree stand: gathering and packing them takes a while."""
    return place_of("static", *STATIC_SOURCES)


def place_of(what: str, *sources: str) -> Path:
    """A folder for what is made of these files; another one as soon as any of them changes."""
    fingerprint = hashlib.sha256()
    for source in sources:
        paths = [ROOT / source, *sorted((ROOT / source).rglob("*"))]
        for path in paths:
            if path.suffix == ".pyc" or not path.is_file():
                continue
            facts = path.stat()
            fingerprint.update(f"{path} {facts.st_size} {facts.st_mtime_ns}".encode())
    return Path(tempfile.gettempdir()) / f"portal-{what}-{fingerprint.hexdigest()[:16]}"


def made_once(place: Path, make: Callable[[Path], None]) -> Path:
    """This folder, made by whoever comes first; the others wait for it."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.is_dir():
            unfinished = Path(tempfile.mkdtemp(prefix=f"{place.name}-unfinished-"))
            make(unfinished)
            unfinished.rename(place)
    return place


def collect_static(env: dict[str, str]) -> None:
    def collect(folder: Path) -> None:
        elsewhere = {**env, "STATIC_ROOT": str(folder)}
        manage("collectstatic", "--noinput", "--verbosity", "0", env=elsewhere)

    made_once(Path(env["STATIC_ROOT"]), collect)


def migrated_file() -> Path:
    """An empty database of the embedded default with all tables, to be copied."""

    def build(folder: Path) -> None:
        manage("migrate", "--verbosity", "0", env=environment(folder))

    return made_once(place_of("tables", *TABLES), build) / "portal.sqlite3"


def migrated_template(server: str) -> str:
    """The same on this PostgreSQL server: the name of a database to be copied there."""
    name = "portal_migrated"
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    with tempfile.TemporaryDirectory() as var:
        copied = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        manage("migrate", "--verbosity", "0", env=environment(Path(var), DATABASE_URL=copied))
    return name


def demo_city() -> Path:
    """The demo city of this tree and day on the embedded default, to be copied."""

    def build(folder: Path) -> None:
        shutil.copy(migrated_file(), folder)
        manage("load_demo", env=environment(folder, DEMO="1"))

    return made_once(place_of(f"demo-{today()}", *ROOMS), build)


class Page(NamedTuple):
    route: str
    address: str
    build: list[str]  # which kinds of elements it has, whatever their words


def pages_of_the_city() -> dict[str, list[Page]]:
    """The same as `pages_of_every_role` of the untouched demo city, looked for once."""

    def look(folder: Path) -> None:
        shutil.copytree(demo_city(), folder / "city")
        env = environment(folder / "city", DEMO="1")
        collect_static(env)
        pages = pages_of_every_role(env)
        (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")

    place = made_once(place_of(f"pages-{today()}", *ROOMS, "templates", "tests/visible.py"), look)
    return named_pages((place / "pages.json").read_text(encoding="utf-8"))


def today() -> datetime.date:
    """As the portal's own clock has it."""
    return datetime.datetime.now(ZoneInfo("Asia/Barnaul")).date()


def manage(*arguments: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]}: {done.stderr[-2000:]}")
    return done.stdout


def prepare(env: dict[str, str], *, demo: bool = True) -> None:
    """Static files, tables and, unless told otherwise, the demo city."""
    collect_static(env)
    if "DATABASE_URL" not in env:
        if demo:
            shutil.copytree(demo_city(), env["VAR_DIR"], dirs_exist_ok=True)
        else:
            shutil.copy(migrated_file(), env["VAR_DIR"])
        return
    manage("migrate", "--verbosity", "0", env=env)
    if demo:
        manage("load_demo", env=env)


def pages_of_every_role(env: dict[str, str]) -> dict[str, list[Page]]:
    """By role; asked of a process that has the installation's own database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.visible"],
        cwd=ROOT, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"tests.visible: {done.stderr[-2000:]}")
    return named_pages(done.stdout)


def named_pages(text: str) -> dict[str, list[Page]]:
    return {role: [Page(*one) for one in pages] for role, pages in json.loads(text).items()}


class Process:
    """One container's process; a group of its own, so that its children die with it."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        with log.open("ab") as output:
            self.running = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True
            )

    def kill(self) -> None:
        """As a power cut would: no time to say goodbye."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(30)

    def stop(self) -> None:
        if self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def serve_process(
    env: dict[str, str], *, log: Path, application: str = "config.wsgi"
) -> Iterator[tuple[str, Process]]:
    """gunicorn on a free port of the loopback; gives the address and the process."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [BIN / "gunicorn", application, "--config", "config/gunicorn.py"]
    server = Process([*command, "--bind", f"127.0.0.1:{port}"], {**env, "PORTAL_URL": address}, log)
    try:
        wait_until_answers(f"{address}/health/")
        yield address, server
    finally:
        server.stop()


@contextmanager
def serve(env: dict[str, str], *, log: Path) -> Iterator[str]:
    """The same for those who only visit."""
    with serve_process(env, log=log) as (address, _):
        yield address


def wait_until_answers(address: str, *, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own loopback address
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{address} does not answer")
