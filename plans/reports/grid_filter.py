"""Which rows of a plan a person wants to see, and nothing else of it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from plans.reports.grid import GridRow, GridSection, PlanGrid

Fault = Literal["", "deadline", "responsible", "result"]
FAULTS: dict[Fault, str] = {
    "deadline": "срок не понят",
    "responsible": "ответственный не узнан",
    "result": "нет результата",
}


@dataclass(frozen=True)
class GridWish:
    """Every word somewhere in the row, who answers, one section, one thing to look after."""

    words: str = ""
    who: str = ""
    section_id: int | None = None
    fault: Fault = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.who or self.section_id or self.fault)


def filtered(grid: PlanGrid, wish: GridWish) -> PlanGrid:
    """The rows that answer the wish; sections without any are left out."""
    if not wish:
        return grid
    parts = [
        GridSection(part.section, [row for row in part.rows if _answers(row, wish)])
        for part in grid.sections
        if wish.section_id in (None, part.section.pk)
    ]
    return replace(grid, sections=[part for part in parts if part.rows], whole=grid)


def _answers(row: GridRow, wish: GridWish) -> bool:
    said = _folded(" ".join(cell.text for cell in row.cells))
    return (
        all(_folded(word) in said for word in wish.words.split())
        and (not wish.who or wish.who in row.who)
        and (not wish.fault or wish.fault in _faults(row))
    )


def _faults(row: GridRow) -> Iterator[Fault]:
    """An empty cell is as much of a fault as one that was not understood."""
    for cell in row.cells:
        if cell.field in FAULTS and (cell.is_doubtful or not cell.text.strip()):
            yield cell.field


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")
