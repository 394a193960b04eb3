"""The child's half of the fence. Imports next to nothing: a child must start fast."""

import json
import resource
import sys


def close_fence(argument: str) -> None:
    """The first thing a child does: give up everything it does not need, before it reads."""
    limits = json.loads(argument)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_AS, limits["memory"]),
    ):
        resource.setrlimit(kind, (most, most))


def answer(value: object) -> None:
    """The last thing a child does: hand its answer to the parent."""
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode())
