"""Real PostgreSQL and Redis for the tests: own processes, own folders, gone afterwards."""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The same browser without its windows, where that is at hand: it takes a third less.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


CARELESS = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL server; Debian keeps it off the PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return Path(found[-1]).parent if found else None


def _not_root() -> dict[str, str]:
    """PostgreSQL refuses to run as root: whose name to take instead."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    return {"user": "postgres" if "postgres" in names else "nobody"}


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """A fresh cluster; gives the URL of its database.

    Durability is off, for it lives for one run; a measurement wants it as in life.
    """
    folder = postgres_bin()
    if folder is None:
        raise RuntimeError("PostgreSQL is not installed")
    home = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    owner = _not_root()
    if owner:
        shutil.chown(home, owner["user"])
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": "/", **owner}
    subprocess.run(
        [folder / "initdb", "-D", home / "data", "-U", "portal", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"], check=True, **quiet,
    )  # fmt: skip
    server = subprocess.Popen(
        [folder / "postgres", "-D", home / "data", "-p", str(port), "-k", str(home),
         "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200",
         *([] if durable else CARELESS)], **quiet,
    )  # fmt: skip
    try:
        _wait_for(port)
        # The port is open a moment before the server lets anybody in.
        _wait_until([folder / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], **quiet)
        subprocess.run(
            [folder / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "portal", "portal"],
            check=True, **quiet,
        )  # fmt: skip
        yield f"postgres://portal@127.0.0.1:{port}/portal"
    finally:
        server.send_signal(signal.SIGINT)  # without waiting for clients to leave
        server.wait(30)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """An empty Redis; gives its URL."""
    home = tempfile.mkdtemp(prefix="portal-redis-")
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", home],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int, *, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def _wait_until(question: list, *, seconds: float = 30, **options) -> None:
    """Until the command ends well."""
    until = time.monotonic() + seconds
    while subprocess.run(question, check=False, **options).returncode:
        if time.monotonic() > until:
            raise TimeoutError(str(question[0]))
        time.sleep(0.1)
