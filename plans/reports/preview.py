"""What was understood of a file, row by row, before anything is a plan."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from plans.deadlines import is_understood, read_deadline, said
from plans.documents.outline import OutlineActivity, OutlineWarning, PlanOutline
from plans.reports.outline import captions_of
from plans.reports.working_days import Term


@dataclass(frozen=True)
class PreviewCell:
    field: str
    caption: str
    text: str = ""


@dataclass(frozen=True)
class PreviewRow:
    """`number` counts rows over all sections from 1; it is what a tick sends."""

    number: int
    cells: list[PreviewCell]
    said: str
    is_doubtful: bool
    is_taken: bool
    warnings: list[OutlineWarning]


@dataclass(frozen=True)
class PreviewSection:
    title: str
    rows: list[PreviewRow]


@dataclass(frozen=True)
class Preview:
    """`columns` are cells without text. `warnings` belong to no row: to the file or its head."""

    columns: list[PreviewCell]
    sections: list[PreviewSection]
    warnings: list[OutlineWarning]

    @property
    def rows(self) -> list[PreviewRow]:
        return [row for section in self.sections for row in section.rows]

    @property
    def doubtful(self) -> int:
        """Rows whose deadline a person has to be asked about."""
        return sum(row.is_doubtful for row in self.rows)


def preview_of(outline: PlanOutline, *, left_out: Collection[int], term: Term) -> Preview:
    warned = _warnings_by_row(outline)
    sections, number = [], 0
    for part in outline.sections:
        rows = []
        for activity in part.activities:
            number += 1
            rows.append(
                _row(
                    number,
                    activity,
                    outline,
                    term=term,
                    is_taken=number not in left_out,
                    warnings=warned.get(number, []),
                )
            )
        sections.append(PreviewSection(part.title, rows))
    captions = zip(outline.fields, captions_of(outline), strict=True)
    columns = [PreviewCell(name, caption) for name, caption in captions]
    return Preview(columns, sections, warned.get(0, []))


def _row(
    number: int,
    activity: OutlineActivity,
    outline: PlanOutline,
    *,
    term: Term,
    is_taken: bool,
    warnings: list[OutlineWarning],
) -> PreviewRow:
    captions = zip(outline.fields, captions_of(outline), strict=True)
    readings = read_deadline(activity.deadline, *term)
    return PreviewRow(
        number=number,
        cells=[PreviewCell(name, caption, getattr(activity, name)) for name, caption in captions],
        said=said(readings, *term) if activity.deadline.strip() else "",
        is_doubtful=not is_understood(readings),
        is_taken=is_taken,
        warnings=warnings,
    )


def _warnings_by_row(outline: PlanOutline) -> dict[int, list[OutlineWarning]]:
    """Under the activity in whose rows of the file each stands; under 0 what stands in none.

    What was joined to an activity stands below it, so the last one that begins before counts.
    """
    begins = [
        (row.source_table, row.source_row, n) for n, row in enumerate(outline.activities, start=1)
    ]
    found: dict[int, list[OutlineWarning]] = defaultdict(list)
    for warning in outline.warnings:
        above = [
            number
            for table, begin, number in begins
            if warning.row and begin and begin <= warning.row and table == warning.table
        ]
        found[above[-1] if above else 0].append(warning)
    return found
