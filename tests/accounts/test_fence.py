"""The fork server behind which strangers' files are opened: warm, and nobody's hostage."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.files import fence
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced

pytestmark = pytest.mark.slow
CHILD = "tests.accounts.fence_child"
SHORT = FenceLimits(cpu=1, wall=2)
# A process that uses the fence, forks, and uses it in both; prints who served whom.
FORKING = """
import json, os
from accounts.files.fence import FenceLimits, run_fenced
ask = lambda: run_fenced("tests.accounts.fence_child", ["parents"], b"", FenceLimits())[1]
mine = [ask()]
reader, writer = os.pipe()
if os.fork() == 0:
    os.write(writer, json.dumps([ask(), ask()]).encode())
    raise SystemExit
os.wait()
mine.append(ask())
print(json.dumps([mine, json.loads(os.read(reader, 1000))]))
"""


def ask(deed, limits=SHORT, data=b""):
    return run_fenced(CHILD, [deed], data, limits)


def stat_of(pid):
    """State and parent of a process; None when there is no such process."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None


def is_alive(pid):
    stat = stat_of(pid)
    return stat is not None and stat[0] != "Z"


def children_of(pid):
    """Zombies, too."""
    everybody = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [child for child in everybody if (stat := stat_of(child)) and stat[1] == str(pid)]


def wait_until(condition, seconds=10):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.02)


def python(code):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_one_server_gives_each_file_a_child_of_its_own():
    first, second = ask("parents"), ask("parents")

    assert first[1] == second[1] != os.getpid()
    assert first[0] != second[0]


def test_a_child_has_neither_our_connections_nor_another_file():
    ours = [threading.Event(), open(__file__, "rb")]  # noqa: SIM115 - it must stay open meanwhile

    opened = ask("opened")

    ours[1].close()
    kinds = sorted(path.split(":")[0] for path in opened if not path.endswith("(deleted)"))
    assert kinds == ["/dev/null"] * 3 + ["socket"], "only its line to us"
    assert len(opened) == 5, "besides, a place for its answer"


def test_a_killed_server_starts_again_for_the_next_file():
    server = ask("parents")[1]

    os.kill(server, signal.SIGKILL)
    wait_until(lambda: not is_alive(server))
    after = ask("parents")[1]

    assert after != server


def test_a_server_that_hangs_is_replaced(monkeypatch):
    monkeypatch.setattr(fence, "START", 0.5)
    server = ask("parents")[1]

    os.kill(server, signal.SIGSTOP)
    after = fence_patiently(monkeypatch)

    assert after != server
    assert not is_alive(server)


def fence_patiently(monkeypatch):
    """The next question; its own server may take its time on a busy machine."""
    leave = fence._server.leave

    def leave_and_wait(process=None):
        monkeypatch.setattr(fence, "START", 10)
        leave(process)

    monkeypatch.setattr(fence._server, "leave", leave_and_wait)
    return ask("parents")[1]


def test_children_die_with_their_server():
    server = ask("parents")[1]
    with ThreadPoolExecutor(1) as pool:
        sleeping = pool.submit(ask, "sleep", FenceLimits(wall=30))
        wait_until(lambda: children_of(server))
        child = children_of(server)[0]

        os.kill(server, signal.SIGKILL)

        assert isinstance(sleeping.exception(timeout=10), FenceBroken)
        wait_until(lambda: not is_alive(child))


def test_a_hostile_file_breaks_only_itself_while_others_are_read():
    deeds = ["abort", "echo", "memory", "echo", "garbage", "echo"] * 5

    def outcome(deed):
        try:
            return ask(deed, FenceLimits(memory=200 * 1024 * 1024), b"whole")
        except FenceBroken:
            return "broken"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(outcome, deeds))

    assert outcomes == ["whole" if deed == "echo" else "broken" for deed in deeds]


def test_no_zombies_and_no_descriptors_are_left_behind():
    server = ask("parents")[1]
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(20):
        with pytest.raises(FenceBroken):
            ask("abort")

    wait_until(lambda: not children_of(server))
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_fork_of_the_portal_has_a_server_of_its_own():
    mine, of_the_fork = python(FORKING)

    assert mine[0] == mine[1]
    assert of_the_fork[0] == of_the_fork[1] != mine[0]


def test_the_server_leaves_with_its_process_even_when_that_is_killed():
    code = FORKING.split("reader,")[0] + "print(mine[0], flush=True); import time; time.sleep(60)"
    portal = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with portal:
        server = int(portal.stdout.readline())
        assert is_alive(server)

        portal.kill()

    wait_until(lambda: not is_alive(server))
