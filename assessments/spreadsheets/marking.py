"""A copy of a refused workbook with its faults marked, made behind the fence."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from accounts.files.archives import check_archive
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced

LIMITS = FenceLimits(memory=512 * 1024 * 1024, cpu=20, wall=40)
CANNOT_MARK = (
    "Копию с отметками составить не удалось: книга устроена необычно. Исправьте файл по таблице "
    "замечаний на этой странице."
)


def mark_faults(data: bytes, faults: Sequence[dict[str, Any]]) -> bytes:
    """The file of the deputy, values and formulas untouched, faulty cells filled and commented.

    Args:
        faults: as kept with the upload: sheet, row, column, heading, value, reason, remedy.

    Raises:
        FileRefused: the file is not safe to open, or cannot be opened.
    """
    check_archive(data, kind="xlsx")
    try:
        found = run_fenced(
            "assessments.spreadsheets.marking_child",
            [json.dumps(list(faults), ensure_ascii=False)],
            data,
            LIMITS,
        )
    except FenceBroken as error:
        raise FileRefused("cannot_mark", CANNOT_MARK) from error
    if "workbook" not in found:
        raise FileRefused("cannot_mark", CANNOT_MARK)
    return base64.b64decode(found["workbook"])
