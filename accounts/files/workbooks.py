"""The sheets of a stranger's workbook, read by a child behind the fence."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced


@dataclass(frozen=True)
class WorkbookLimits:
    """How much of a workbook is read; a larger one is refused, except that texts are cut."""

    rows: int  # filled ones, on one sheet
    columns: int
    text: int  # characters kept of one cell
    sheets: int = 20
    hidden: bool = True  # whether hidden sheets are read, too


def sheets_in_child(
    data: bytes, *, limits: WorkbookLimits, fence: FenceLimits, refusals: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each sheet as `workbook_child.read_sheets` tells it.

    Does not look into the archive: whoever calls has called `check_archive` before.

    Args:
        refusals: what to tell people, by code: password, damaged, too_many_sheets, too_many_rows,
            too_heavy (the child broke down).
    """
    try:
        found = run_fenced(
            "accounts.files.workbook_child", [json.dumps(asdict(limits))], data, fence
        )
    except FenceBroken as error:
        raise FileRefused("too_heavy", refusals["too_heavy"]) from error
    if "refused" in found:
        raise FileRefused(found["refused"], refusals[found["refused"]])
    sheets: list[dict[str, Any]] = found["sheets"]
    return sheets
