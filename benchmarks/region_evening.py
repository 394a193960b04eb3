"""The evening on which a whole region sends its results: 1,500 schools, eight files each, half an
hour; some minutes of it at the full rate.

    python -m benchmarks.region_evening [--seconds 180] [--rate 6.67] [--schools 1500]

gunicorn with two workers, a Celery worker, PostgreSQL (durable, as in life) and Redis run as
processes of this machine, and so does locust: what it takes is taken from the portal. Deputies
send at the rate of the evening, others sign in meanwhile, editors look at the board: what is read
how often stands in `benchmarks.evening_visitors`. Afterwards every receipt that a deputy has read
is looked for in the database and in the storage.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.portal_server import BIN, ROOT, Process, environment, prepare, wait_until_answers
from tests.services import free_port, postgres, postgres_bin, redis
from tests.wiring import command_of

SCHOOLS, FILES_A_SCHOOL, EVENING = 1_500, 8, 30 * 60
SECONDS, RATE = 180, SCHOOLS * FILES_A_SCHOOL / EVENING
SIGN_INS = SCHOOLS / EVENING  # a second
# Milliseconds, of the 95th percentile.
LIMITS = {"read": 800, "pulse": 800, "upload": 3_000, "confirm": 3_000}
REACHED = 0.9  # of the rate; the deputies begin one after another
GRACE = 60  # seconds for what is under way at the end


@contextmanager
def portal(env: dict[str, str], port: int, log: Path) -> Iterator[None]:
    """The web and the worker of docker-compose.yml."""
    processes = [
        Process([*command_of("web"), "--bind", f"127.0.0.1:{port}"], env, log),
        Process(command_of("worker"), env, log),
    ]
    try:
        wait_until_answers(f"{env['PORTAL_URL']}/health/")
        yield
    finally:
        for process in processes:
            process.stop()


def city(*arguments: object, env: dict[str, str]) -> str:
    """`benchmarks.evening_city` in the portal's environment."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.evening_city", *map(str, arguments)],
        cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


def visit(env: dict[str, str], folder: Path, *, seconds: int, rate: float) -> None:
    """Locust exits with 1 when a request has failed; that is for us to tell."""
    variables = {
        "EVENING_FOLDER": str(folder),
        "EVENING_RATE": str(rate),
        "EVENING_SIGN_INS": str(SIGN_INS * rate / RATE),
    }
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    users = len(plan["deputies"]) + len(plan["watchers"]) + plan["doors"]
    subprocess.run(
        [BIN / "locust", "-f", ROOT / "benchmarks" / "evening_visitors.py", "--headless",
         "--host", env["PORTAL_URL"], "--users", str(users), "--spawn-rate", str(users),
         "--run-time", f"{seconds}s", "--stop-timeout", str(GRACE), "--only-summary"],
        cwd=folder, env={**os.environ, **variables}, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def tell(folder: Path, verified: dict, *, seconds: int, rate: float) -> list[str]:
    """Print what happened; give back what is against the limits."""
    times: dict[str, list[float]] = defaultdict(list)
    errors = []
    for name, milliseconds, error in json.loads((folder / "requests.json").read_text()):
        times[name].append(milliseconds)
        errors += [f"{name}: {error}"] if error else []
    broken = [*errors, *(f"lost: {sha256}" for sha256 in verified["lost"])]
    for name, all_of_it in sorted(times.items()):
        p95 = statistics.quantiles(all_of_it, n=20)[-1] if len(all_of_it) > 1 else all_of_it[0]
        limit = LIMITS.get(name)
        print(
            f"| evening, {name}: {len(all_of_it)} in {seconds} s "
            f"| median {statistics.median(all_of_it):.0f} ms, p95 {p95:.0f} ms "
            f"| {f'at most {limit} ms' if limit else '—'} | |"
        )
        if limit is not None and p95 > limit:
            broken.append(f"{name}: p95 {p95:.0f} ms")
    print(
        f"| evening: errors, receipts, lost | {len(errors)}, {verified['receipts']}, "
        f"{len(verified['lost'])} | 0 errors, 0 lost | |"
    )
    # A slow portal slows its visitors down: a rate that was not reached proves nothing.
    if verified["receipts"] < REACHED * rate * seconds:
        broken.append(f"rate: {verified['receipts']} files of {rate * seconds:.0f}")
    return broken


def evening(*, seconds: int, rate: float, schools: int) -> list[str]:
    folder = Path(tempfile.mkdtemp(prefix="portal-evening-"))
    port = free_port()
    try:
        with postgres(durable=True) as database, redis() as broker:
            env = environment(
                folder / "var",
                DATABASE_URL=database,
                CELERY_BROKER_URL=broker,
                ALLOWED_HOSTS="127.0.0.1",
                PORTAL_URL=f"http://127.0.0.1:{port}",
                DJANGO_SETTINGS_MODULE="config.settings",
            )
            prepare(env, demo=False)
            uploads, newcomers = round(rate * seconds), round(SIGN_INS * seconds * rate / RATE)
            city("prepare", folder, schools, uploads, newcomers, env=env)
            with portal(env, port, folder / "log"):
                visit(env, folder, seconds=seconds, rate=rate)
            verified = json.loads(city("verify", folder, env=env))
        return tell(folder, verified, seconds=seconds, rate=rate)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(*, seconds: int = SECONDS, rate: float = RATE, schools: int = SCHOOLS) -> None:
    if postgres_bin() is None or shutil.which("redis-server") is None:
        print("| evening of a region: not measured, no PostgreSQL or Redis here | | | |")
        return
    broken = evening(seconds=seconds, rate=rate, schools=schools)
    assert not broken, "\n".join(["The evening is not held:", *broken[:20]])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--rate", type=float, default=RATE, help="files a second")
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    main(**vars(parser.parse_args()))
