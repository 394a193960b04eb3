"""Numbers that are missing, doubled or leap."""

import re
from collections import defaultdict
from collections.abc import Iterator

from plans.checks.findings import Checked, CheckedRow, Finding, Severity, check

LAST = re.compile(r"^(?P<head>.*?)(?P<last>\d{1,6})\D{0,2}$")


@check
def numbers(plan: Checked) -> Iterator[Finding]:
    """Within a section where it counts anew, through the plan where numbers run on."""
    if "number" not in plan.captions:
        return
    for rows in _runs(plan):
        yield from _missing(rows)
        yield from _doubled(rows)
        yield from _leaps(rows)


def _runs(plan: Checked) -> list[list[CheckedRow]]:
    sections: dict[int, list[CheckedRow]] = defaultdict(list)
    for row in plan.rows:
        sections[row.section].append(row)
    firsts = [first for rows in sections.values() if (first := _split(rows[0].number))]
    counts_anew = sum(last == 1 for _, last in firsts) > 1
    return list(sections.values()) if counts_anew else [list(plan.rows)]


def _split(number: str) -> tuple[str, int] | None:
    """«2.10.» is («2.», 10)."""
    match = LAST.match(number.strip())
    return (match["head"], int(match["last"])) if match else None


def _missing(rows: list[CheckedRow]) -> Iterator[Finding]:
    if any(row.number.strip() for row in rows):
        for row in rows:
            if not row.number.strip():
                yield Finding("no-number", Severity.WARNING, "Нет номера.", row.key, "number")


def _doubled(rows: list[CheckedRow]) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in rows:
        number = row.number.strip().rstrip(".")
        if number and number in seen:
            text = f"Номер {number} уже есть выше."
            yield Finding("number-double", Severity.ERROR, text, row.key, "number")
        seen.add(number)


def _leaps(rows: list[CheckedRow]) -> Iterator[Finding]:
    last: dict[str, int] = {}
    for row in rows:
        split = _split(row.number)
        if not split:
            continue
        head, number = split
        expected = last[head] + 1 if head in last else None
        if expected and number > expected:
            text = f"После {head}{expected - 1} идёт {head}{number}: пропущен номер."
            yield Finding("number-gap", Severity.WARNING, text, row.key, "number")
        last[head] = max(number, last.get(head, 0))
