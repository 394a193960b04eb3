"""One school × work of the board: how far it is, and what is wrong there."""

import datetime
from collections import Counter
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from assessments.models import (
    Discrepancy,
    Procedure,
    ReplacementRequest,
    Session,
    SessionQuerySet,
    Upload,
    UploadDraft,
    Work,
)

Key = tuple[int, int]  # school, work


class CellState(models.TextChoices):
    """How far a school is with a work; several classes may write it."""

    REMARKS = "remarks", "с замечаниями"
    NOT_STARTED = "not-started", "не начато"
    PARTIAL = "partial", "частично"
    COMPLETE = "complete", "загружено"
    AHEAD = "ahead", "ещё не писали"


LOOKS = {
    CellState.REMARKS: ("alert-triangle", "bad"),
    CellState.NOT_STARTED: ("clock", "warn"),
    CellState.PARTIAL: ("file-upload", "wait"),
    CellState.COMPLETE: ("checks", "good"),
    CellState.AHEAD: ("calendar", ""),
}


class Remarks(NamedTuple):
    """What is wrong with the results of a school in a work, by kind; numbers are sessions."""

    refused: int = 0
    faulty: int = 0
    differing: int = 0
    asked: int = 0

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def words(self) -> list[str]:
        wordings = (
            (self.refused, "файл не принят"),
            (self.faulty, "файл на проверке с замечаниями"),
            (self.differing, "числа не сошлись"),
            (self.asked, "просят замену"),
        )
        return [f"{word}: {number}" if number > 1 else word for number, word in wordings if number]


NONE = Remarks()


class Cell(NamedTuple):
    """One school × work."""

    work: Work
    state: CellState
    every: int
    collected: int
    held: int
    first_on: datetime.date
    session_id: int  # one of them; the only one, where `every` is 1
    ready: int  # files that wait for their author's confirmation
    remarks: Remarks

    @property
    def behind(self) -> int:
        """Sessions that have been held and whose results are not there."""
        return max(0, self.held - self.collected)

    @property
    def icon(self) -> str:
        return LOOKS[self.state][0]

    @property
    def tone(self) -> str:
        return LOOKS[self.state][1]

    @property
    def shown(self) -> tuple[Any, ...]:
        """Everything a reader sees of it."""
        return (self.state.value, *self[2:])


def cells_of(
    procedure: Procedure,
    sessions: SessionQuerySet,
    *,
    today: datetime.date,
    day: datetime.date | None = None,
) -> dict[Key, Cell]:
    """Of `sessions`, or of those of one day among them; the number of queries is constant."""
    if day is not None:
        sessions = sessions.filter(held_on=day)
    collected = Q(status=Session.Status.COLLECTED)
    grouped = sessions.live().order_by().values_list("school_id", "work_id")
    rows = grouped.annotate(
        every=Count("pk"),
        collected=Count("pk", filter=collected),
        held=Count("pk", filter=collected | Q(held_on__lte=today)),
        first_on=Min("held_on"),
        session_id=Min("pk"),
    )
    ready, remarks = _beside_results(procedure, day)
    works = _works([row[1] for row in rows])
    made = {}
    for school, work, every, done, held, first_on, session_id in rows:
        key = (school, work)
        found = remarks.get(key, NONE)
        state = _state(every, done, held, ready[key], found)
        made[key] = Cell(
            works[work], state, every, done, held, first_on, session_id, ready[key], found
        )
    return made


def _works(ids: list[int]) -> dict[int, Work]:
    return Work.objects.select_related("subject").in_bulk(sorted(set(ids)))


def _state(every: int, collected: int, held: int, ready: int, remarks: Remarks) -> CellState:
    if remarks.total:
        return CellState.REMARKS
    if collected == every:
        return CellState.COMPLETE
    if collected or ready:
        return CellState.PARTIAL
    return CellState.NOT_STARTED if held else CellState.AHEAD


def _beside_results(
    procedure: Procedure, day: datetime.date | None
) -> tuple[Counter[Key], dict[Key, Remarks]]:
    """Files on their way, and what is wrong.

    Of the whole procedure: whoever looks takes what belongs to the cells they may see.
    """
    of = Q(session__procedure=procedure) & ~Q(session__status=Session.Status.CANCELLED)
    if day is not None:
        of &= Q(session__held_on=day)
    ready = _by_cell(_drafts(UploadDraft.State.READY).filter(of))
    kinds = (
        _by_cell(_refused().filter(of)),
        _by_cell(_drafts(UploadDraft.State.FAULTY).filter(of)),
        _by_cell(Discrepancy.objects.unresolved().filter(of)),
        _by_cell(ReplacementRequest.objects.open().filter(of)),
    )
    keys = set().union(*kinds)
    return ready, {key: Remarks(*(kind[key] for kind in kinds)) for key in keys}


def _by_cell(records: QuerySet[Any]) -> Counter[Key]:
    """How many sessions of each school × work have such a record."""
    keys = records.order_by().values_list("session__school_id", "session__work_id")
    counted = keys.annotate(sessions=Count("session", distinct=True))
    return Counter({(school, work): count for school, work, count in counted})


def _refused() -> QuerySet[Upload]:
    """Files that were not taken, and that nothing sound has followed."""
    followed = Upload.objects.filter(
        session=OuterRef("session"), state=Upload.State.ACCEPTED, pk__gt=OuterRef("pk")
    )
    return Upload.objects.filter(~Exists(followed), state=Upload.State.REFUSED)


def _drafts(state: str) -> QuerySet[UploadDraft]:
    """Checked files that nobody has confirmed, and that no results have overtaken."""
    followed = Upload.objects.filter(
        session=OuterRef("session"),
        state=Upload.State.ACCEPTED,
        uploaded_at__gt=OuterRef("uploaded_at"),
    )
    return UploadDraft.objects.unconfirmed().filter(~Exists(followed), state=state)
