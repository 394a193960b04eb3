"""While one account sends hostile files, another one's pages come nearly as fast as before.

A real gunicorn on the loopback. Quiet and hostile stretches take turns, so that whatever else the
machine does falls on both; the ratio of the two is what counts.
"""

import http.cookiejar
import re
import statistics
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from config.demo import PASSWORD
from tests.accounts.hostile_files import honest_docx, honest_xlsx
from tests.hostile.archives import BENT
from tests.hostile.documents import DOCUMENTS
from tests.hostile.workbooks import WORKBOOKS
from tests.portal_server import environment, prepare, serve_process
from tests.schools.files import csv_of

pytestmark = [pytest.mark.services, pytest.mark.alone]
STRETCH, TURNS = 1.5, 4  # seconds
TRIES = 3  # a stranger's burst on the same machine must not decide
MEMORY = 700 * 1024  # KiB of a worker; it has opened none of the files
SCHOOLS, PLANS, PAGE = "/schools/imports/create/", "/plans/imports/create/", "/schools/"


class Visitor:
    """An account as seen from outside: cookies, forms, files."""

    def __init__(self, address, username):
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.post("/accounts/login/", {"login": username, "password": PASSWORD})

    def get(self, path):
        with self.opener.open(self.address + path, timeout=30) as answer:
            assert answer.status == 200
            return answer.read().decode()

    def post(self, path, fields, file=None):
        """Status and page; the form's own token goes along."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))[1]
        body, kind = multipart({**fields, "csrfmiddlewaretoken": token}, file)
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self.address + path, body, {"Content-Type": kind, "Referer": self.address + path}
        )
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()


def multipart(fields, file):
    edge = "an-edge-that-stands-in-no-file"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
        parts.append(head.encode() + file + b"\r\n")
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def hostile_files():
    """(door, file), made beforehand: making them must not slow anybody down."""
    bent = [(SCHOOLS, bend(honest_xlsx())) for bend in BENT.values()]
    bent += [(PLANS, bend(honest_docx())) for bend in BENT.values()]
    made = [(SCHOOLS, make()) for make in WORKBOOKS.values()]
    return bent + made + [(PLANS, make()) for make in DOCUMENTS.values()]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    var = tmp_path_factory.mktemp("neighbours")
    env = {**environment(var), "DEMO": "1"}
    prepare(env)
    with serve_process(env, log=var / "log") as (address, process):
        yield address, process.running.pid


def workers_of(master):
    """Process ids of gunicorn's workers."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = stat.read_text().partition(" ")
        except OSError:
            continue
        parents[int(pid)] = int(rest.rpartition(")")[2].split()[1])
    return {pid for pid, parent in parents.items() if parent == master}


def peak_memory(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def test_hostile_files_neither_kill_a_worker_nor_slow_the_neighbours(portal):
    address, master = portal
    attacker, neighbour = Visitor(address, "editor"), Visitor(address, "head")
    files, workers = hostile_files(), workers_of(master)
    answers = []

    ratios = []
    while not ratios or (min(ratios) >= 2 and len(ratios) < TRIES):
        ratios.append(slowed(neighbour, lambda: attack(attacker, files, answers)))
    answers += [attacker.post(door, {}, file)[0] for door, file in files]
    taken = attacker.post(
        SCHOOLS, {}, csv_of(["edu990001", "Школа № 1"], heading=["login", "name"])
    )

    assert set(answers) <= {200, 422}
    assert len(answers) >= len(files) >= 60
    assert workers_of(master) == workers, "a worker died"
    assert max(map(peak_memory, workers)) < MEMORY
    assert taken[0] == 200
    assert "edu990001" in taken[1]
    assert min(ratios) < 2, ratios


def attack(attacker, files, answers):
    """The next file; they go round."""
    door, file = files[len(answers) % len(files)]
    answers.append(attacker.post(door, {}, file)[0])


def slowed(neighbour, deed):
    """The neighbour's p95 with the deed going on, over the p95 without."""
    quiet, hostile = [], []
    for _ in range(TURNS):
        quiet += page_times(neighbour)
        stop = threading.Event()
        hand = threading.Thread(target=keep_doing, args=(deed, stop))
        hand.start()
        hostile += page_times(neighbour)
        stop.set()
        hand.join()
    return p95(hostile) / p95(quiet)


def keep_doing(deed, stop):
    while not stop.is_set():
        deed()


def page_times(visitor):
    times, until = [], time.monotonic() + STRETCH
    while time.monotonic() < until:
        started = time.monotonic()
        visitor.get(PAGE)
        times.append(time.monotonic() - started)
    return times


def p95(times):
    return statistics.quantiles(times, n=20)[-1]
