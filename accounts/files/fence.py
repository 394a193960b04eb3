"""Opens a stranger's file in a child process, where it can exhaust or abort nothing but itself.

Some readers abort the whole process on a hostile file and no `except` can stop them, so the web
worker never opens such a file. This is the parent half; the child half is `fence_inside`.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class FenceLimits:
    """What one child may use."""

    memory: int = 512 * 1024 * 1024  # bytes of address space
    cpu: int = 10  # seconds
    wall: int = 30  # seconds, for a child that sleeps instead of working
    output: int = 64 * 1024 * 1024  # bytes written


class FenceBroken(Exception):
    """The child died, ran out of a limit, or answered with something that is not JSON."""


def run_fenced(module: str, arguments: list[str], data: bytes, limits: FenceLimits) -> Any:
    """Run `python -m module limits *arguments` on the data and return the JSON it answers.

    Input and output are unlinked temporary files, not pipes: the kernel then holds the child to
    the size of its answer. The limits are set by the child itself, because a hook between fork
    and exec is not safe in a threaded server. The child sees none of our settings or secrets.
    """
    command = [sys.executable, "-E", "-s", "-m", module, json.dumps(asdict(limits))]
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer:
        source.write(data)
        source.seek(0)
        try:
            # The command is our own module; the file of the user is only its standard input.
            subprocess.run(  # noqa: S603
                [*command, *arguments],
                stdin=source,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT_ROOT,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
                timeout=limits.wall,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise FenceBroken(module) from error
        answer.seek(0)
        return _parsed(answer.read(limits.output + 1), module)


def _parsed(answer: bytes, module: str) -> Any:
    try:
        return json.loads(answer)
    except ValueError as error:
        raise FenceBroken(module) from error
