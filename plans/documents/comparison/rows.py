"""Two plans side by side: each row as it was and as it is, removed ones included."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plans.documents.comparison.around import PartChange, changes_after, changes_before
from plans.documents.comparison.pairing import Pairs, pair_rows, pair_sections
from plans.documents.comparison.words import BothTexts, Piece, State, compare_words
from plans.documents.outline import Field, OutlineActivity, PlanOutline


@dataclass(frozen=True)
class CellChange(BothTexts):
    """`field` of a row: `pieces` of both texts in reading order."""

    field: Field
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.fate != "same" for piece in self.pieces)


class RowChange(NamedTuple):
    """`number` is the new one; of a removed row the old one."""

    state: State
    number: str
    cells: list[CellChange]


class SectionChange(NamedTuple):
    state: State
    title: list[Piece]
    rows: list[RowChange]

    @property
    def has_changes(self) -> bool:
        return self.state != "same" or any(row.state != "same" for row in self.rows)

    @property
    def changed_rows(self) -> list[RowChange]:
        return [row for row in self.rows if row.state != "same"]


class Comparison(NamedTuple):
    """`before` and `after` the table: only what differs there."""

    fields: list[Field]
    sections: list[SectionChange]
    before: list[PartChange]
    after: list[PartChange]

    def count(self, state: State) -> int:
        """How many rows fared so."""
        return sum(row.state == state for section in self.sections for row in section.rows)

    @property
    def around(self) -> list[PartChange]:
        return [*self.before, *self.after]

    @property
    def has_changes(self) -> bool:
        return bool(self.around) or any(section.has_changes for section in self.sections)


def compare_outlines(old: PlanOutline, new: PlanOutline) -> Comparison:
    """Section by section in the new order; a removed row stands where it stood.

    A row that got another number and nothing else is the same row.
    """
    fields = [*new.fields, *(name for name in old.fields if name not in new.fields)]
    pairs = pair_rows(old.activities, new.activities)
    sections = list(_sections(old, new, pairs, fields))
    return Comparison(fields, sections, changes_before(old, new), changes_after(old, new))


def _sections(
    old: PlanOutline, new: PlanOutline, pairs: Pairs, fields: list[Field]
) -> Iterator[SectionChange]:
    homes = pair_sections(old, new, pairs)
    was, kept = old.activities, {other: place for place, other in pairs.items()}
    starts = _starts(old)
    at = 0
    for place, section in enumerate(new.sections):
        own = range(at, at + len(section.activities))
        at += len(section.activities)
        home = homes.get(place)
        left = {} if home is None else _left(starts[home], kept, own)
        rows = [_removed(was[other], fields) for other in left.get(None, [])]
        for index, row in zip(own, section.activities, strict=True):
            rows.append(_row(was[pairs[index]] if index in pairs else None, row, fields))
            rows += [_removed(was[other], fields) for other in left.get(index, [])]
        before = "" if home is None else old.sections[home].title
        yield _section(before, section.title, rows, is_new=home is None)
    for home, section in enumerate(old.sections):
        gone = [_removed(was[other], fields) for other in starts[home] if other not in kept]
        if home not in homes.values() and (gone or section.title):
            yield SectionChange("removed", compare_words(section.title, ""), gone)


def _starts(outline: PlanOutline) -> list[range]:
    """The places of each section's rows in the whole plan."""
    ranges, at = [], 0
    for section in outline.sections:
        ranges.append(range(at, at + len(section.activities)))
        at += len(section.activities)
    return ranges


def _left(home: range, kept: Pairs, own: range) -> dict[int | None, list[int]]:
    """Removed rows of a section by the row of ours that they stood after; None: at the top."""
    left: dict[int | None, list[int]] = {}
    after: int | None = None
    for other in home:
        if other not in kept:
            left.setdefault(after, []).append(other)
        elif kept[other] in own:
            after = kept[other]
    return left


def _section(before: str, title: str, rows: list[RowChange], *, is_new: bool) -> SectionChange:
    pieces = compare_words(before, title)
    state: State = "same" if before == title else "changed"
    return SectionChange("added" if is_new and title else state, pieces, rows)


def _row(old: OutlineActivity | None, new: OutlineActivity, fields: list[Field]) -> RowChange:
    cells = [_cell(name, old, new) for name in fields]
    if old is None:
        return RowChange("added", new.number, cells)
    is_changed = any(cell.is_changed for cell in cells if cell.field != "number")
    return RowChange("changed" if is_changed else "same", new.number, cells)


def _removed(old: OutlineActivity, fields: list[Field]) -> RowChange:
    return RowChange("removed", old.number, [_cell(name, old, None) for name in fields])


def _cell(name: Field, old: OutlineActivity | None, new: OutlineActivity | None) -> CellChange:
    was, now = (getattr(row, name) if row else "" for row in (old, new))
    return CellChange(name, compare_words(was, now))
