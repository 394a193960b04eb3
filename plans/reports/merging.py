"""A file beside the draft it is to go into: row by row, what is new, changed, the same, missing."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from plans.documents.comparison import Piece, compare_words
from plans.documents.comparison.pairing import pair_rows, pair_sections
from plans.documents.docx_text import one_line
from plans.documents.outline import (
    FIELDS,
    Field,
    OutlineActivity,
    OutlineSection,
    PlanOutline,
)
from plans.models import Activity, Plan, Section
from plans.reports.file_head import HeadPart, head_parts
from plans.reports.outline import captions_of

State = Literal["added", "changed", "same", "missing"]
LABELS: dict[State, str] = {
    "added": "новое",
    "changed": "изменено",
    "same": "без изменений",
    "missing": "нет в файле",
}
DEEDS: dict[State, str] = {
    "added": "добавить",
    "changed": "взять из файла",
    "same": "",
    "missing": "убрать из плана",
}
LONGEST_NUMBER = 20  # characters; Activity.number
_KINDS: dict[State, str] = {"added": "a", "changed": "c", "same": "s", "missing": "m"}


class CellDifference(NamedTuple):
    caption: str
    pieces: list[Piece]


class MergeRow(NamedTuple):
    """`place` is the row's place in the file from 0, `home` the file's section it stands in."""

    state: State
    row: Activity | None
    new: OutlineActivity | None
    place: int = -1
    home: int = -1
    cells: tuple[CellDifference, ...] = ()

    @property
    def key(self) -> str:
        """What a tick sends: the version tells that the row is as its author saw it."""
        row = f"{self.row.pk}-{self.row.version}" if self.row else "0-0"
        return f"{_KINDS[self.state]}-{self.place}-{row}"

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def deed(self) -> str:
        return DEEDS[self.state]

    @property
    def is_taken_first(self) -> bool:
        """What the file says is taken unless a person says no; nothing is removed unasked."""
        return self.state in ("added", "changed")


class MergeSection(NamedTuple):
    title: str
    rows: list[MergeRow]


class Merge(NamedTuple):
    """`homes` are the plan's sections by the place of the file's section that goes into them."""

    sections: list[MergeSection]
    homes: dict[int, Section]
    head: list[HeadPart]

    @property
    def rows(self) -> list[MergeRow]:
        return [row for section in self.sections for row in section.rows]

    @property
    def keys(self) -> list[str]:
        """All that may be ticked."""
        return [part.key for part in self.head] + [row.key for row in self.rows]

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.rows)


def merge_of(plan: Plan, outline: PlanOutline) -> Merge:
    """In the order of the file; what the plan alone has comes last. Five queries."""
    sections = list(plan.sections.live().order_by("position", "pk"))
    live = Activity.objects.live().filter(section__plan=plan).select_related("section")
    rows = list(live.order_by("section__position", "section_id", "position", "pk"))
    old = _as_outline(sections, rows)
    pairs = pair_rows(old.activities, outline.activities)
    homes = pair_sections(old, outline, pairs)
    found, place = [], 0
    for home, part in enumerate(outline.sections):
        here = []
        for new in part.activities:
            row = rows[pairs[place]] if place in pairs else None
            here.append(_row(plan, outline, row, new, place, home))
            place += 1
        found.append(MergeSection(part.title, here))
    kept = set(pairs.values())
    missing = [MergeRow("missing", row, None) for n, row in enumerate(rows) if n not in kept]
    if missing:
        found.append(MergeSection("Есть в плане, нет в файле", missing))
    into = {home: sections[own] for home, own in homes.items()}
    return Merge(found, into, head_parts(plan, outline, into))


def _as_outline(sections: list[Section], rows: list[Activity]) -> PlanOutline:
    return PlanOutline(
        sections=[
            OutlineSection(
                section.title,
                [
                    OutlineActivity(**{name: getattr(row, name) for name in FIELDS})
                    for row in rows
                    if row.section_id == section.pk
                ],
            )
            for section in sections
        ]
    )


def _row(
    plan: Plan,
    outline: PlanOutline,
    row: Activity | None,
    new: OutlineActivity,
    place: int,
    home: int,
) -> MergeRow:
    if row is None:
        return MergeRow("added", None, new, place, home)
    differing = set(differences(plan, outline, row, new))
    captions, texts = zip(outline.fields, captions_of(outline), strict=True), fitting_texts(new)
    cells = tuple(
        CellDifference(caption, compare_words(getattr(row, name), texts[name]))
        for name, caption in captions
        if name in differing
    )
    return MergeRow("changed" if cells else "same", row, new, place, home, cells)


def differences(
    plan: Plan, outline: PlanOutline, row: Activity, new: OutlineActivity
) -> Iterator[Field]:
    """The columns of the file that say something else; numbers only where people set them."""
    texts = fitting_texts(new)
    for name in outline.fields:
        is_own = name == "number" and plan.numbering != Plan.Numbering.BY_HAND
        if not is_own and _words(getattr(row, name)) != _words(texts[name]):
            yield name


def _words(text: str) -> list[str]:
    """Line by line; which blanks stand between the words is no difference."""
    return [one_line(line) for line in text.split("\n") if line.strip()]


def fitting_texts(new: OutlineActivity) -> dict[Field, str]:
    """Whatever stands in the column of numbers, no word of it is lost."""
    texts = {name: getattr(new, name) for name in FIELDS}
    if len(new.number) > LONGEST_NUMBER:
        texts |= {"number": "", "title": f"{new.number}\n{new.title}".strip()}
    return texts
