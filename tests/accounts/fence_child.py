"""A child for tests of the fence: does what its second argument names."""

import os
import sys
import time

from accounts.files.fence_inside import answer, close_fence


def spin():
    while True:
        pass


DEEDS = {
    "environment": lambda: answer(dict(os.environ)),
    "echo": lambda: answer(sys.stdin.buffer.read().decode()),
    "sleep": lambda: time.sleep(60),
    "spin": spin,
    "memory": lambda: answer(len(bytearray(256 * 1024 * 1024))),
    "output": lambda: answer("x" * 100_000),
    "garbage": lambda: sys.stdout.write("{"),
    "abort": os.abort,
}

if __name__ == "__main__":
    close_fence(sys.argv[1])
    DEEDS[sys.argv[2]]()
