"""One school × work of the board: how far it is, and what is wrong there."""

import datetime
from collections import Counter
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from assessments.models import (
    Discrepancy,
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
    def count(self) -> int:
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


class Cell(NamedTuple):
    """One school × work."""

    work: Work
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
    def state(self) -> CellState:
        if self.remarks.count:
            return CellState.REMARKS
        if self.collected == self.every:
            return CellState.COMPLETE
        if self.collected or self.ready:
            return CellState.PARTIAL
        return CellState.NOT_STARTED if self.held else CellState.AHEAD

    @property
    def icon(self) -> str:
        return LOOKS[self.state][0]

    @property
    def tone(self) -> str:
        return LOOKS[self.state][1]


def cells_of(sessions: SessionQuerySet, today: datetime.date) -> dict[Key, Cell]:
    works = Work.objects.select_related("subject").in_bulk(
        list(sessions.order_by().values_list("work", flat=True).distinct())
    )
    ids = sessions.order_by().values("pk")
    refused, faulty = _by_cell(_refused(ids)), _by_cell(_drafts(ids, UploadDraft.State.FAULTY))
    ready = _by_cell(_drafts(ids, UploadDraft.State.READY))
    differing = _by_cell(Discrepancy.objects.unresolved().filter(session__in=ids))
    asked = _by_cell(ReplacementRequest.objects.open().filter(session__in=ids))
    collected = Q(status=Session.Status.COLLECTED)
    grouped = sessions.order_by().values_list("school_id", "work_id")
    rows = grouped.annotate(
        every=Count("pk"),
        collected=Count("pk", filter=collected),
        held=Count("pk", filter=collected | Q(held_on__lte=today)),
        first_on=Min("held_on"),
        session_id=Min("pk"),
    )
    made = {}
    for school_id, work_id, every, done, held, first_on, session_id in rows:
        key = (school_id, work_id)
        remarks = Remarks(refused[key], faulty[key], differing[key], asked[key])
        made[key] = Cell(
            works[work_id], every, done, held, first_on, session_id, ready[key], remarks
        )
    return made


def _by_cell(records: QuerySet[Any]) -> Counter[Key]:
    """How many sessions of each school × work have such a record."""
    keys = records.order_by().values_list("session__school_id", "session__work_id")
    counted = keys.annotate(sessions=Count("session", distinct=True))
    return Counter({(school, work): count for school, work, count in counted})


def _refused(ids: QuerySet[Any]) -> QuerySet[Upload]:
    """Files that were not taken, and that nothing sound has followed."""
    followed = Upload.objects.filter(
        session=OuterRef("session"), state=Upload.State.ACCEPTED, pk__gt=OuterRef("pk")
    )
    refused = Upload.objects.filter(session__in=ids, state=Upload.State.REFUSED)
    return refused.filter(~Exists(followed))


def _drafts(ids: QuerySet[Any], state: str) -> QuerySet[UploadDraft]:
    followed = Upload.objects.filter(
        session=OuterRef("session"),
        state=Upload.State.ACCEPTED,
        uploaded_at__gt=OuterRef("uploaded_at"),
    )
    drafts = UploadDraft.objects.unconfirmed().filter(session__in=ids, state=state)
    return drafts.filter(~Exists(followed))
