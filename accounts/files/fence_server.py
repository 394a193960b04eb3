"""The fork server: `python -m accounts.files.fence_server SOCKET`.

A clean process that opens no file of a stranger itself. It has the readers imported already, so
that a child for one file costs a fork (milliseconds) instead of a new interpreter (a quarter of a
second). The child keeps nothing of the server but its code: not its socket, not another file.
"""

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any

from accounts.files.fence_inside import answer, close_fence, received

LARGEST_ORDER = 64 * 1024  # bytes of one order: a module, its limits and arguments
STARTED, DONE = b"s", b"d"  # what a child says to the parent
PR_SET_PDEATHSIG = 1  # of prctl(2)
prctl = ctypes.CDLL(None).prctl


def serve(orders: socket.socket) -> None:
    """One fork an order, until the parent closes its end."""
    while True:
        # With an order come the file, a place for the answer, and a line to the parent.
        message, files, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 3)
        if not message:
            return
        try:
            order = json.loads(message)
            # Imported in the server, once for all later children.
            importlib.import_module(order["module"])
            gc.freeze()
            if os.fork() == 0:
                live(orders, order, *files)
        except (OSError, ImportError):
            # No memory for one more process, say: the parent sees its line close at once.
            continue
        finally:
            for descriptor in files:
                os.close(descriptor)


def live(orders: socket.socket, order: dict[str, Any], source: int, target: int, line: int) -> None:
    """The whole life of a child; never returns, nothing of the server runs in it again."""
    code = 1
    try:
        orders.close()
        # When the server is killed, its children go with it.
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.write(line, STARTED)
        close_fence(order["limits"])
        reader = sys.modules[order["module"]]
        answer(target, reader.look(received(source), order["arguments"]))
        os.write(line, DONE)
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    # Children are reaped by the kernel; Ctrl-C in a terminal is for the portal, which then leaves.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
