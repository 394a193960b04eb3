"""The check before approval: what a careful reader would remark, each remark at its cell.

Pure Python over what a plan says (`Checked`); it decides nothing and changes nothing. A newcomer
adds one function to one of the modules, decorates it with `@check`, and writes one test.
"""

from plans.checks import abbreviations, cells, dates, numbers, orders, people
from plans.checks.findings import CHECKS, Checked, CheckedRow, Finding, Severity

# Named so that each module has been read and its checks are in the book.
ROOMS = (cells, numbers, dates, people, abbreviations, orders)


def findings_of(plan: Checked) -> list[Finding]:
    """Every remark: errors first, then warnings, then hints; within each in the plan's order."""
    found = [finding for one in CHECKS for finding in one(plan)]
    places = {row.key: place for place, row in enumerate(plan.rows)}
    return sorted(
        found, key=lambda one: (one.severity.rank, -1 if one.row is None else places[one.row])
    )


__all__ = ["ROOMS", "Checked", "CheckedRow", "Finding", "Severity", "findings_of"]
