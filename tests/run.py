"""`make test`: the whole suite, on SQLite and on PostgreSQL, with what this machine has.

What is missing is said in one line. With PORTAL_NOTHING_LEFT_OUT=1 (the gate) that is a failure,
and so is any skipped test.
"""

import argparse
import os
import shutil
import subprocess
import sys

from tests.services import CHROMIUM, postgres, postgres_bin, redis

INSTALL = "apt-get install"
STRICT = os.environ.get("PORTAL_NOTHING_LEFT_OUT") == "1"
WORKERS = str(min(4, os.cpu_count() or 1))


def missing_packages() -> list[str]:
    """Debian packages whose programs the tests would use."""
    have = {
        "postgresql": postgres_bin(),
        "redis-server": shutil.which("redis-server"),
        "chromium": CHROMIUM,
        "poppler-utils": shutil.which("pdftotext"),
    }
    return [name for name, program in have.items() if not program]


def run_pytest(*arguments: str, **environment: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "loadfile"]
    done = subprocess.run([*command, *arguments], env={**os.environ, **environment}, check=False)
    return done.returncode == 0


def whole_suite(missing: list[str]) -> bool:
    marks = ["not services"]
    if "chromium" in missing:
        marks.append("not browser")
    print("== SQLite", flush=True)
    good = run_pytest("-m", " and ".join(marks))
    if "postgresql" in missing:
        return good
    print("== PostgreSQL", flush=True)
    with postgres() as database:
        # What is slow looks at browsers and hostile files, which know nothing of databases.
        marks = "not browser and not services and not slow"
        good &= run_pytest("-m", marks, DATABASE_URL=database)
        if "redis-server" not in missing:
            print("== gunicorn, worker, beat, PostgreSQL and Redis as processes", flush=True)
            with redis() as broker:
                good &= run_services({"DATABASE_URL": database, "TEST_BROKER_URL": broker})
    return good


def run_services(environment: dict[str, str]) -> bool:
    """Those that measure want the machine for themselves."""
    together = run_pytest("-m", "services and not alone", **environment)
    return run_pytest("-m", "alone", "-n", "0", **environment) and together


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fast", action="store_true", help="no browser, no servers, SQLite only")
    if parser.parse_args().fast:
        return 0 if run_pytest("-m", "not browser and not services and not slow") else 1
    missing = missing_packages()
    if missing:
        names = " ".join(missing)
        print(f"Пропущены тесты, которым нужны программы: {names} ({INSTALL} {names}).")
        if STRICT:
            return 1
    return 0 if whole_suite(missing) else 1


if __name__ == "__main__":
    sys.exit(main())
