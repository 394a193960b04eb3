"""Looks into an XLSX or DOCX before anything opens it.

A small one is looked at where it is wanted. What unpacks to more goes behind the fence: a look
into tens of megabytes would hold up everybody else whom this process serves.
"""

import json
from dataclasses import asdict, replace

from accounts.files.archive_inside import (
    DEFAULT_LIMITS,
    MIB,
    TOO_HEAVY,
    ArchiveLimits,
    Kind,
    look_inside,
)
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced

__all__ = ["DEFAULT_LIMITS", "MIB", "ArchiveLimits", "Kind", "check_archive"]

LOOKED_AT_HERE = 2 * MIB  # bytes that come out; a form of 1,500 pupils stays below
FENCE = FenceLimits(wall=20, output=1 * MIB)


def check_archive(
    data: bytes, *, kind: Kind = "xlsx", limits: ArchiveLimits = DEFAULT_LIMITS
) -> None:
    """Raise FileRefused unless this is a plain, whole XLSX (or DOCX) that is safe to open."""
    here = replace(limits, unpacked=min(limits.unpacked, LOOKED_AT_HERE))
    try:
        look_inside(data, kind=kind, limits=here)
    except FileRefused as refused:
        if refused.code != "bomb" or here == limits:
            raise
        _look_behind_fence(data, kind, limits)


def _look_behind_fence(data: bytes, kind: Kind, limits: ArchiveLimits) -> None:
    arguments = [kind, json.dumps(asdict(limits))]
    try:
        found = run_fenced("accounts.files.archive_child", arguments, data, FENCE)
    except FenceBroken as error:
        raise FileRefused("too_heavy", TOO_HEAVY) from error
    if found is not None:
        raise FileRefused(found["code"], found["message"])
