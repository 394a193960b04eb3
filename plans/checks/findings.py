"""What is checked and what is remarked."""

import datetime
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from plans.deadlines import Reading
from plans.documents.outline import Field, OutlineOrder, OutlineStamp
from plans.responsibles import Directory


class Severity(enum.Enum):
    """How much it matters: `error` misleads a reader of the printed plan, `warning` probably is
    not what was meant, `hint` is worth a look.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True)
class CheckedRow:
    """An activity: its texts and what was understood of its deadline.

    `key` is the caller's own name of the row. `waits_for_nothing` is said of a deadline that
    waits for an event or a schedule nobody has linked.
    """

    key: int
    section: int
    number: str = ""
    title: str = ""
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    readings: tuple[Reading, ...] = ()
    evidence_kinds: tuple[str, ...] = ()
    waits_for_nothing: bool = False

    @property
    def name(self) -> str:
        """How a remark calls the row: its number, or the beginning of its text."""
        first = next((line for line in self.title.splitlines() if line.strip()), "")
        return self.number.strip() or f"«{first[:40]}»"


@dataclass(frozen=True)
class Checked:
    """A plan with what is known around it.

    `directory` and `empty_groups` are None and empty where nobody knows the people (a file).
    `captions` are those of the plan's own columns.
    """

    rows: tuple[CheckedRow, ...]
    period_from: datetime.date
    period_to: datetime.date
    approved_on: datetime.date | None = None
    section_titles: tuple[str, ...] = ()
    preamble: str = ""
    legend: str = ""
    stamps: tuple[OutlineStamp, ...] = ()
    order: OutlineOrder | None = None
    directory: Directory | None = None
    empty_groups: frozenset[str] = frozenset()
    captions: dict[Field, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One remark. Without a row it speaks of the whole plan; `field` is the cell."""

    code: str
    severity: Severity
    text: str
    row: int | None = None
    field: Field | None = None


Check = Callable[[Checked], Iterable[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Write a check into the book; the function itself stays as it is."""
    CHECKS.append(function)
    return function
