"""A child for tests of the fence: does what its argument names."""

import os
import time


def look(data, arguments):
    return DEEDS[arguments[0]](data)


def spin(data):
    while True:
        pass


def opened(data):
    """What stands behind each open descriptor, its own look at them left out."""
    return [path for path in map(behind, os.listdir("/proc/self/fd")) if path]


def behind(descriptor):
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except FileNotFoundError:
        return ""


def garbage(data):
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"{")
        except OSError:
            continue


DEEDS = {
    "environment": lambda data: dict(os.environ),
    "echo": lambda data: data.decode(),
    "sleep": lambda data: time.sleep(60),
    "spin": spin,
    "memory": lambda data: len(bytearray(256 * 1024 * 1024)),
    "output": lambda data: "x" * 100_000,
    "garbage": garbage,
    "abort": lambda data: os.abort(),
    "parents": lambda data: [os.getpid(), os.getppid()],
    "opened": opened,
}
