"""The child's half of the fence. Imports next to nothing: a child must start fast."""

import json
import os
import resource
import signal

KINDNESS = 5  # added to niceness: pages for people come before a look into a file
NO_TIME = 1e-6  # seconds; zero would mean for ever
FIRST_VICTIM = b"1000"  # when the machine runs out of memory, never a web worker


def close_fence(limits: dict[str, int]) -> None:
    """The first thing a child does: give up everything it does not need, before it reads."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_AS, limits["memory"]),
    ):
        resource.setrlimit(kind, (most, most))
    os.nice(KINDNESS)
    _offer_as_victim()
    # Nobody handles this signal: the kernel ends a child that sleeps instead of working.
    signal.setitimer(signal.ITIMER_REAL, limits["wall"] or NO_TIME)


def _offer_as_victim() -> None:
    try:
        with open("/proc/self/oom_score_adj", "wb") as score:
            score.write(FIRST_VICTIM)
    except OSError:
        return  # not every container has it; the limits above hold all the same


def received(source: int) -> bytes:
    """The file of the user."""
    with open(source, "rb") as stream:
        return stream.read()


def answer(target: int, value: object) -> None:
    """The last thing a child does: hand its answer to the parent."""
    with open(target, "wb") as stream:
        stream.write(json.dumps(value, ensure_ascii=False).encode())
