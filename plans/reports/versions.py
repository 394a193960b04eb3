"""A frozen version as a page shows it."""

from typing import NamedTuple

from plans.documents.outline import PlanOutline
from plans.models import PlanVersion
from plans.reports.outline import captions_of


class VersionTable(NamedTuple):
    """`columns` are pairs of field and caption, `sections` titles with rows of (caption, text)."""

    outline: PlanOutline
    columns: list[tuple[str, str]]
    sections: list[tuple[str, list[list[tuple[str, str]]]]]


def version_table(version: PlanVersion) -> VersionTable:
    outline = PlanOutline.from_json(version.outline)
    captions = captions_of(outline)
    columns = list(zip(outline.fields, captions, strict=True))
    sections = [
        (
            section.title,
            [
                [(caption, getattr(row, name)) for name, caption in columns]
                for row in section.activities
            ],
        )
        for section in outline.sections
    ]
    return VersionTable(outline, [(str(name), caption) for name, caption in columns], sections)
