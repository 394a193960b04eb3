"""What to look at before a plan is submitted or approved."""

from typing import NamedTuple

from plans.deadlines import is_understood, reading_from_json
from plans.models import Activity, Plan


class Remark(NamedTuple):
    """One thing worth a look, with the numbers of the rows it speaks of."""

    text: str
    rows: list[str]

    @property
    def first_rows(self) -> str:
        shown = ", ".join(self.rows[:10])
        return f"{shown} и ещё {len(self.rows) - 10}" if len(self.rows) > 10 else shown


class Readiness(NamedTuple):
    activities: int
    remarks: list[Remark]


def readiness_of(plan: Plan) -> Readiness:
    """Rows that nobody answers for, without a result, without a date to remind of. One query."""
    rows = Activity.objects.live().filter(section__plan=plan)
    ordered = list(rows.order_by("section__position", "section_id", "position", "pk"))
    questions = (
        ("Не названо мероприятие", [row for row in ordered if not row.title.strip()]),
        ("Не назван ответственный", [row for row in ordered if not row.responsible.strip()]),
        ("Не назван срок", [row for row in ordered if not row.deadline.strip()]),
        (
            "В сроке не понята дата, напоминаний не будет",
            [row for row in ordered if row.deadline.strip() and not _is_understood(row)],
        ),
        ("Не назван результат", [row for row in ordered if not row.result.strip()]),
    )
    return Readiness(
        len(ordered),
        [Remark(text, [_name(row) for row in found]) for text, found in questions if found],
    )


def _is_understood(activity: Activity) -> bool:
    return is_understood([reading_from_json(reading) for reading in activity.readings])


def _name(activity: Activity) -> str:
    return activity.number or f"«{activity.title[:40]}»"
