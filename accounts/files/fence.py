"""Opens a stranger's file in a child process, where it can exhaust or abort nothing but itself.

Some readers abort the whole process on a hostile file and no `except` can stop them, so the web
worker never opens such a file. This is the parent's half; `fence_server` forks the children and
`fence_inside` is what a child does first and last.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from accounts.files.fence_server import DONE, STARTED

PROJECT_ROOT = Path(__file__).resolve().parents[2]
START = 10  # seconds in which a child begins, a new server included
GRACE = 5  # seconds a child's end may take longer than its own clock allows
# Nothing of our settings or secrets.
CLEAN = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
}


@dataclass(frozen=True)
class FenceLimits:
    """What one child may use."""

    memory: int = 512 * 1024 * 1024  # bytes of address space
    cpu: int = 10  # seconds
    wall: int = 30  # seconds, for a child that sleeps instead of working
    output: int = 64 * 1024 * 1024  # bytes written


class FenceBroken(Exception):
    """The child died, ran out of a limit, or answered with something that is not JSON."""


class _NeverStarted(Exception):
    """There was no server to fork a child: it was killed, or the machine is full."""


class _ForkServer:
    """The server of this process: started when it is first needed, again when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def order(self, message: bytes, files: list[int]) -> "subprocess.Popen[bytes]":
        """Hand an order over; tell which process has it."""
        orders, process = self._running()
        try:
            # One message is never torn, so that threads need not wait for each other.
            socket.send_fds(orders, [message], files)
        except OSError as error:
            raise _NeverStarted from error
        return process

    def _running(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._leave()
            if self._orders is None or self._process is None:
                self._orders, self._process = self._start()
            return self._orders, self._process

    def _start(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        """A new interpreter, not a fork of ours: no connection, thread or lock comes along."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(START)
        module = "accounts.files.fence_server"
        with theirs:
            # The command is our own module; the file of the user comes later, as a descriptor.
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-E", "-s", "-m", module, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT_ROOT,
                env=CLEAN,
                pass_fds=[theirs.fileno()],
            )
        return ours, process

    def leave(self, process: "subprocess.Popen[bytes] | None" = None) -> None:
        """Stop the server; when a process is named, only if it still is that one."""
        with self._lock:
            if process in (None, self._process):
                self._leave()

    def _leave(self) -> None:
        """An idle server ends when our end closes; one that hangs is killed."""
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            try:
                self._process.wait(1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._orders = self._process = None

    def forget(self) -> None:
        """In a fork of our process: the server belongs to the other one."""
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            # Not our child: there is nothing to wait for, and nothing to warn about.
            self._process.returncode = 0


_server = _ForkServer()


def _begin_anew_after_fork() -> None:
    """A fork (of gunicorn, of Celery) starts a server of its own when it needs one."""
    global _server
    _server.forget()
    _server = _ForkServer()


os.register_at_fork(after_in_child=_begin_anew_after_fork)
atexit.register(lambda: _server.leave())


def run_fenced(module: str, arguments: list[str], data: bytes, limits: FenceLimits) -> Any:
    """Let a child call `module.look(data, arguments)`; return what it answers, which is JSON.

    Input and output are unlinked temporary files, not pipes: the kernel then holds the child to
    the size of its answer. The child sees none of our settings or secrets.
    """
    order = {"module": module, "limits": asdict(limits), "arguments": arguments}
    message = json.dumps(order).encode()
    try:
        try:
            return _run_once(message, data, limits)
        except _NeverStarted:
            return _run_once(message, data, limits)
    except (OSError, ValueError, _NeverStarted) as error:
        raise FenceBroken(module) from error


def _run_once(message: bytes, data: bytes, limits: FenceLimits) -> Any:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer:
        source.write(data)
        source.seek(0)
        _wait_for_child(message, [source.fileno(), answer.fileno()], limits)
        answer.seek(0)
        return json.loads(answer.read(limits.output + 1))


def _wait_for_child(message: bytes, files: list[int], limits: FenceLimits) -> None:
    """Return when the child has answered; its line closes by itself when it dies."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            process = _server.order(message, [*files, theirs.fileno()])
        ours.settimeout(START)
        try:
            started = ours.recv(len(STARTED))
        except TimeoutError:
            _server.leave(process)
            started = b""
        if not started:
            raise _NeverStarted
        ours.settimeout(limits.wall + GRACE)
        if ours.recv(len(DONE)) != DONE:
            raise ChildProcessError(message)
