"""A copy of a refused workbook with its faults marked, made behind the fence."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from accounts.files.archives import DEFAULT_LIMITS, MIB, ArchiveLimits, check_archive
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced
from assessments.spreadsheets.workbook import REPORT_ARCHIVE

LIMITS = FenceLimits(memory=512 * MIB, cpu=20, wall=40)
# A file of many schools gets the room in which it was read, and time that only a worker has.
REPORT_LIMITS = FenceLimits(memory=1536 * MIB, cpu=240, wall=400, output=96 * MIB)
CANNOT_MARK = (
    "Копию с отметками составить не удалось: книга устроена необычно. Исправьте файл по таблице "
    "замечаний на этой странице."
)


def mark_faults_of_report(data: bytes, faults: Sequence[dict[str, Any]]) -> bytes:
    """The same of a file of many schools, which may be much larger than a form."""
    return mark_faults(data, faults, limits=REPORT_LIMITS, archive=REPORT_ARCHIVE)


def mark_faults(
    data: bytes,
    faults: Sequence[dict[str, Any]],
    *,
    limits: FenceLimits = LIMITS,
    archive: ArchiveLimits = DEFAULT_LIMITS,
) -> bytes:
    """The file of the deputy, values and formulas untouched, faulty cells filled and commented.

    Args:
        faults: as kept with the upload: sheet, row, column, heading, value, reason, remedy.

    Raises:
        FileRefused: the file is not safe to open, or cannot be opened.
    """
    check_archive(data, kind="xlsx", limits=archive)
    # Before the file, not among the arguments: those have no room for hundreds of faults.
    said = json.dumps(list(faults)).encode()
    try:
        found = run_fenced(
            "assessments.spreadsheets.marking_child", [str(len(said))], said + data, limits
        )
    except FenceBroken as error:
        raise FileRefused("cannot_mark", CANNOT_MARK) from error
    if "workbook" not in found:
        raise FileRefused("cannot_mark", CANNOT_MARK)
    return base64.b64decode(found["workbook"])
