"""`make test`: the whole suite, on SQLite and on PostgreSQL, with what this machine has.

What is missing is said in one line. With PORTAL_NOTHING_LEFT_OUT=1 (the gate) that is a failure,
and so is any skipped test.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import IO

from tests.portal_server import migrated_template, pages_of_the_city
from tests.services import CHROMIUM, postgres, postgres_bin, redis

INSTALL = "apt-get install"
STRICT = os.environ.get("PORTAL_NOTHING_LEFT_OUT") == "1"
WORKERS = str(min(4, os.cpu_count() or 1))
QUICK = "not browser and not services and not slow"
FOR_TESTS = ("DATABASE_URL", "TEST_TEMPLATE")


def missing_packages() -> list[str]:
    """Debian packages whose programs the tests would use."""
    have = {
        "postgresql": postgres_bin(),
        "redis-server": shutil.which("redis-server"),
        "chromium": CHROMIUM,
        "poppler-utils": shutil.which("pdftotext"),
    }
    return [name for name, program in have.items() if not program]


def run_pytest(*arguments: str, output: IO[str] | None = None, **environment: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "--dist", "loadfile", *arguments]
    # Whoever forbids it to the shell would have each worker compile all tests anew.
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment}
    done = subprocess.run(command, env=kept, stdout=output, stderr=output, check=False)
    return done.returncode == 0


def whole_suite(missing: list[str]) -> bool:
    with ExitStack() as stack:
        if "chromium" not in missing:
            # Browsers walk over the demo city: it is built while others are tested.
            stack.enter_context(ThreadPoolExecutor(1)).submit(pages_of_the_city)
        environment = {}
        if "postgresql" not in missing:
            server = stack.enter_context(postgres())
            environment = {"DATABASE_URL": server, "TEST_TEMPLATE": migrated_template(server)}
        if environment and "redis-server" not in missing:
            environment["TEST_BROKER_URL"] = stack.enter_context(redis())
            return run_with_services(missing, environment)
        return run_databases(missing, environment)


def run_databases(missing: list[str], environment: dict[str, str]) -> bool:
    """The same tests on both databases, one after the other, on all cores."""
    marks = ["not services", *(["not browser"] if "chromium" in missing else [])]
    print("== SQLite", flush=True)
    good = run_pytest("-n", WORKERS, "-m", " and ".join(marks))
    if not environment:
        return good
    print("== PostgreSQL", flush=True)
    # What is slow looks at browsers and hostile files, which know nothing of databases.
    return run_pytest("-n", WORKERS, "-m", QUICK, **environment) and good


def run_with_services(missing: list[str], environment: dict[str, str]) -> bool:
    """Processes mostly wait for each other: others work meanwhile, but not while one measures."""
    with tempfile.TemporaryFile("w+") as output, ThreadPoolExecutor(1) as beside:
        marks = ("-n", "1", "-m", "services and not alone")
        waiting = beside.submit(run_pytest, *marks, output=output, **environment)
        good = run_databases(missing, {name: environment[name] for name in FOR_TESTS})
        good &= waiting.result()
        print("== gunicorn, worker, beat, PostgreSQL and Redis as processes", flush=True)
        output.seek(0)
        print(output.read(), flush=True)
    return run_pytest("-n", "0", "-m", "alone", **environment) and good


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fast", action="store_true", help="no browser, no servers, SQLite only")
    if parser.parse_args().fast:
        return 0 if run_pytest("-n", WORKERS, "-m", QUICK) else 1
    missing = missing_packages()
    if missing:
        names = " ".join(missing)
        print(f"Пропущены тесты, которым нужны программы: {names} ({INSTALL} {names}).")
        if STRICT:
            return 1
    return 0 if whole_suite(missing) else 1


if __name__ == "__main__":
    sys.exit(main())
