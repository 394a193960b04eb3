"""«Информация об исполнении плана»: what it says, and how it stands on paper.

The texts of its lines are made once; page, PDF, Word file and the frozen content all say the same.
"""

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any

from plans.documents.outline import OutlineActivity, OutlineSection, OutlineStamp, PlanOutline

CAPTIONS = ["№", "Мероприятие", "Срок по плану", "Ответственные", "Исполнение"]
OVERDUE = "Просрочено"
POSTPONED = "Срок перенесён"


@dataclass(frozen=True)
class ReportRow:
    """Wordings as in the plan; `lines` say how each of its dates went."""

    number: str
    title: str
    deadline: str
    responsible: str
    lines: list[str]


@dataclass(frozen=True)
class ReportSection:
    title: str
    rows: list[ReportRow] = field(default_factory=list)


@dataclass(frozen=True)
class ReportCount:
    label: str
    number: int


@dataclass(frozen=True)
class ReportContent:
    """Dates are ISO. `overdue` and `postponed` repeat what the sections say, for the reader."""

    plan_title: str
    period_from: str
    period_to: str
    as_of: str
    counts: list[ReportCount]
    sections: list[ReportSection]
    overdue: list[ReportRow]
    postponed: list[ReportRow]

    @property
    def day_of_writing(self) -> datetime.date:
        return datetime.date.fromisoformat(self.as_of)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ReportContent":
        return cls(
            plan_title=data["plan_title"],
            period_from=data["period_from"],
            period_to=data["period_to"],
            as_of=data["as_of"],
            counts=[ReportCount(**count) for count in data["counts"]],
            sections=[
                ReportSection(one["title"], [ReportRow(**row) for row in one["rows"]])
                for one in data["sections"]
            ],
            overdue=[ReportRow(**row) for row in data["overdue"]],
            postponed=[ReportRow(**row) for row in data["postponed"]],
        )


def report_outline(content: ReportContent, *, accepted: list[str]) -> PlanOutline:
    """The report in the shape that plans are printed in, so that both look the same on paper.

    Args:
        accepted: lines of the stamp «ПРИНЯТО»; none on a draft.
    """
    extra = [
        ReportSection(title, rows)
        for title, rows in ((OVERDUE, content.overdue), (POSTPONED, content.postponed))
        if rows
    ]
    return PlanOutline(
        stamps=[OutlineStamp("approved", accepted)] if accepted else [],
        title=(
            "Информация об исполнении за период "
            f"с {_day(content.period_from)} по {_day(content.period_to)}\n{content.plan_title}"
        ),
        preamble=[
            f"По состоянию на {_day(content.as_of)}:",
            *(f"– {count.label}: {count.number}" for count in content.counts),
        ],
        columns=list(CAPTIONS),
        sections=[_section(one) for one in [*content.sections, *extra]],
    )


def _section(section: ReportSection) -> OutlineSection:
    return OutlineSection(
        section.title,
        [
            OutlineActivity(
                number=row.number,
                title=row.title,
                deadline=row.deadline,
                responsible=row.responsible,
                result="\n".join(row.lines),
            )
            for row in section.rows
        ],
    )


def _day(iso: str) -> str:
    return f"{datetime.date.fromisoformat(iso):%d.%m.%Y}"
