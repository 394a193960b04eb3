"""Cells that are empty."""

from collections.abc import Iterator

from plans.checks.findings import Checked, Finding, Severity, check
from plans.documents.outline import Field

EMPTY: tuple[tuple[Field, Severity, str], ...] = (
    ("title", Severity.ERROR, "Не написано, что делать."),
    ("deadline", Severity.ERROR, "Не назван срок."),
    ("responsible", Severity.ERROR, "Не назван ответственный."),
    ("result", Severity.ERROR, "Не назван ожидаемый результат."),
)


@check
def empty_cells(plan: Checked) -> Iterator[Finding]:
    """A column that the plan does not have is not missed."""
    for row in plan.rows:
        for name, severity, text in EMPTY:
            if name in plan.captions and not getattr(row, name).strip():
                yield Finding(f"empty-{name}", severity, text, row.key, name)


@check
def no_evidence_kind(plan: Checked) -> Iterator[Finding]:
    """One hint for all rows: evidence is asked for by the portal, not by the printed plan."""
    silent = [row.name for row in plan.rows if not row.evidence_kinds]
    if silent and len(silent) < len(plan.rows):
        text = f"Не выбрано, чем подтвердить исполнение: {_shown(silent)}."
        yield Finding("no-evidence-kind", Severity.HINT, text)


def _shown(names: list[str], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} и ещё {len(names) - most}"
