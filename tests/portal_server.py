"""A real portal in its own folder: the demo city served by gunicorn, for browsers to visit."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TODAY = "2026-11-23"  # the day the demo city of tests and screenshots believes in


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
        "STATIC_ROOT": str(var_dir / "static"),
        "MEDIA_ROOT": str(var_dir / "media"),
        "EMAIL_URL": "filemail:////",
        "LOG_LEVEL": "WARNING",
        **more,
    }


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
    manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
    manage("migrate", "--verbosity", "0", env=env)
    if demo:
        manage("load_demo", "--today", TODAY, env=env)


@contextmanager
def serve(env: dict[str, str], *, log: Path) -> Iterator[str]:
    """gunicorn on a free port of the loopback; gives the address, stops it afterwards."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with log.open("ab") as output:
        server = subprocess.Popen(
            [BIN / "gunicorn", "config.wsgi", "--config", "config/gunicorn.py",
             "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT, env={**env, "PORTAL_URL": address}, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            wait_until_answers(f"{address}/health/")
            yield address
        finally:
            server.terminate()
            server.wait(30)


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
