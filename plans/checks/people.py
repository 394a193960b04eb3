"""Who answers: cells that got into the wrong column, names nobody knows, names spelt two ways."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from plans.checks.findings import Checked, CheckedRow, Finding, Severity, check
from plans.deadlines import is_understood, read_deadline
from plans.responsibles import PERSON, SURNAME, split_responsible

ALIKE = 0.8  # difflib's ratio from which two surnames with the same initials are one slip apart
MOST = 12  # numbers of rows in one remark
MARKS = re.compile(r"[^А-ЯЁ]")


@check
def reads_like_a_deadline(plan: Checked) -> Iterator[Finding]:
    """«Согласно плану …» among those who answer: a cell has slipped by a column."""
    for row in plan.rows:
        text = row.responsible.strip()
        readings = read_deadline(text, plan.period_from, plan.period_to)
        if text and not PERSON.search(text) and is_understood(readings):
            said = "Похоже на срок, а не на ответственного: проверьте, в той ли графе текст."
            yield Finding("responsible-is-deadline", Severity.ERROR, said, row.key, "responsible")


@check
def nobody_knows(plan: Checked) -> Iterator[Finding]:
    """Only where there is a list of people to know from; one remark for all rows of a wording."""
    if plan.directory is None:
        return
    for wording, rows in _places(plan).items():
        if plan.directory.exactly(wording):
            continue
        like = [one.label for one in plan.directory.similar(wording, limit=1)]
        hint = f" Похоже на: {like[0]}." if like else ""
        severity = Severity.WARNING if like or PERSON.search(wording) else Severity.HINT
        said = f"«{wording}» нет в списках комитета: напоминаний не будет.{hint}{_more(rows[1:])}"
        yield Finding("responsible-unknown", severity, said, rows[0].key, "responsible")


@check
def spelt_two_ways(plan: Checked) -> Iterator[Finding]:
    """Two surnames one slip apart with the same initials; the rarer spelling is remarked."""
    names = Counter(name for row in plan.rows for name in _names(row))
    rare = {
        (surname, initials): other
        for surname, initials in names
        for other, marks in names
        if other != surname
        and marks == initials
        and names[other, marks] >= names[surname, initials]
        and difflib.SequenceMatcher(None, surname, other).ratio() >= ALIKE
        and (names[other, marks], other) > (names[surname, initials], surname)
    }
    places: dict[tuple[str, str], list[CheckedRow]] = defaultdict(list)
    for row in plan.rows:
        for name in dict.fromkeys(_names(row)):
            if name in rare:
                places[name].append(row)
    for name, rows in places.items():
        said = f"«{name[0]}» в других строках пишется «{rare[name]}»: один ли это человек?"
        said += _more(rows[1:])
        yield Finding("name-two-ways", Severity.WARNING, said, rows[0].key, "responsible")


@check
def groups_without_members(plan: Checked) -> Iterator[Finding]:
    """A group that nobody is in does nothing and is reminded of nothing."""
    for row in plan.rows:
        for part in split_responsible(row.responsible):
            if part.wording in plan.empty_groups:
                said = f"В группе «{part.wording}» никого нет: отвечать за это некому."
                yield Finding("empty-group", Severity.ERROR, said, row.key, "responsible")


def _places(plan: Checked) -> dict[str, list[CheckedRow]]:
    """The rows of each wording among those who answer."""
    places: dict[str, list[CheckedRow]] = defaultdict(list)
    for row in plan.rows:
        for wording in dict.fromkeys(part.wording for part in split_responsible(row.responsible)):
            places[wording].append(row)
    return places


def _more(rows: list[CheckedRow]) -> str:
    """Where else the same is to be mended."""
    if not rows:
        return ""
    shown = ", ".join(row.name for row in rows[:MOST])
    rest = f" и ещё {len(rows) - MOST}" if len(rows) > MOST else ""
    return f" Также: {shown}{rest}."


def _names(row: CheckedRow) -> list[tuple[str, str]]:
    """Surnames with their initials, as they stand in the cell."""
    found = []
    for text in PERSON.findall(row.responsible):
        surname = re.search(SURNAME, text)
        if surname:
            rest = text.replace(surname[0], "", 1)
            found.append((surname[0], "".join(MARKS.sub("", rest))))
    return found
