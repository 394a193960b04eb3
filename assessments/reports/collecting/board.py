"""«Ход ВПР»: which school has brought the results of which work, a page of schools at a time."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q

from accounts.models import AuditEvent
from assessments.models import (
    CollectionReminder,
    Declaration,
    Procedure,
    SessionQuerySet,
    UploadDraft,
    Work,
)
from assessments.reports.collecting.cells import Cell, Key, cells_of
from schools.models import School

PAGE = 50  # schools
PRINT_LIMIT = 2000  # schools


class Row(NamedTuple):
    """One school; a work that it does not write has no cell."""

    school: School
    cells: list[Cell | None]
    declaration: str  # kind of the head's standing declaration, or nothing
    reminded: CollectionReminder | None
    print: str  # short, the same as long as the row shows the same

    @property
    def behind(self) -> int:
        return sum(cell.behind for cell in self.cells if cell)


class Counts(NamedTuple):
    """The numbers on top of the board."""

    schools: int = 0
    complete: int = 0
    behind: int = 0
    sessions: int = 0
    collected: int = 0
    remarks: int = 0

    @property
    def print(self) -> str:
        return "-".join(map(str, self))


class Board(NamedTuple):
    procedure: Procedure
    works: list[Work]
    rows: list[Row]
    page: Page[Any]
    counts: Counts
    mark: str


def board_mark(procedure: Procedure, today: datetime.date) -> str:
    """Changes when anything may have: two cheap queries, so that a page at rest costs nothing.

    Every decision writes a line of the journal; files on their way are no decisions yet. What
    other committees of the region decide does not concern this board; the clock is of nobody.
    """
    decided = AuditEvent.objects.filter(Q(committee=procedure.committee_id) | Q(committee=None))
    newest = decided.order_by("-pk").values_list("pk", flat=True).first()
    drafts = UploadDraft.objects.filter(procedure=procedure).order_by()
    found = drafts.aggregate(newest=Max("pk"), count=Count("pk"))
    return f"{today:%Y%m%d}-{newest or 0}-{found['newest'] or 0}-{found['count']}"


class Wanted(NamedTuple):
    """Which rows to show, and works of which day; sessions are narrowed before."""

    state: str = ""
    only_behind: bool = False
    day: datetime.date | None = None


def board(
    procedure: Procedure,
    sessions: SessionQuerySet,
    *,
    wanted: Wanted,
    today: datetime.date,
    page: str | None = None,
    size: int = PAGE,
) -> Board:
    """Rows of one page, counters over all of `sessions`; the number of queries is constant."""
    mark = board_mark(procedure, today)
    cells = cells_of(procedure, sessions, today=today, day=wanted.day)
    shown = _schools(procedure, cells, wanted)
    found = Paginator(shown, size).get_page(page)
    ids = list(found.object_list)
    works = _works(cells)
    return Board(
        procedure=procedure,
        works=works,
        rows=_rows(procedure, ids, cells, works, today),
        page=found,
        counts=_counts(cells),
        mark=mark,
    )


def _schools(procedure: Procedure, cells: dict[Key, Cell], wanted: Wanted) -> list[int]:
    """Ids of the schools to show, in the order of the registry."""
    kept = {school for (school, _), cell in cells.items() if _is_wanted(cell, wanted)}
    schools = School.objects.filter(committee=procedure.committee_id)
    ordered = schools.order_by("sort_key", "pk").values_list("pk", flat=True)
    return [school for school in ordered if school in kept]


def _is_wanted(cell: Cell, wanted: Wanted) -> bool:
    if wanted.only_behind and not cell.behind:
        return False
    return not wanted.state or cell.state == wanted.state


def _works(cells: dict[Key, Cell]) -> list[Work]:
    works = {cell.work.pk: cell.work for cell in cells.values()}
    return sorted(works.values(), key=lambda w: (w.grade, w.subject.name, w.level, w.form))


def _counts(cells: dict[Key, Cell]) -> Counts:
    schools = {school for school, _ in cells}
    unfinished = {school for (school, _), cell in cells.items() if cell.collected < cell.every}
    return Counts(
        schools=len(schools),
        complete=len(schools - unfinished),
        behind=len({school for (school, _), cell in cells.items() if cell.behind}),
        sessions=sum(cell.every for cell in cells.values()),
        collected=sum(cell.collected for cell in cells.values()),
        remarks=sum(cell.remarks.total for cell in cells.values()),
    )


def _rows(
    procedure: Procedure,
    ids: Sequence[int],
    cells: dict[Key, Cell],
    works: list[Work],
    today: datetime.date,
) -> list[Row]:
    schools = School.objects.in_bulk(ids)
    said = Declaration.objects.standing().filter(procedure=procedure, school__in=ids)
    kinds = dict(said.order_by("signed_at").values_list("school_id", "kind"))
    sent = CollectionReminder.objects.filter(procedure=procedure, school__in=ids, sent_on=today)
    reminded = {each.school_id: each for each in sent}
    return [
        _row(
            schools[pk],
            [cells.get((pk, work.pk)) for work in works],
            kinds.get(pk, ""),
            reminded.get(pk),
        )
        for pk in ids
    ]


def _row(
    school: School,
    cells: list[Cell | None],
    declaration: str,
    reminded: CollectionReminder | None,
) -> Row:
    shown = ([cell and cell.shown for cell in cells], declaration, reminded and reminded.pk)
    mark = hashlib.blake2b(repr(shown).encode(), digest_size=6).hexdigest()
    return Row(school, cells, declaration, reminded, mark)
