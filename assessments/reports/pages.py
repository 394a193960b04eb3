"""What pages show: how far a procedure is, a scale as a bar, results as rows of words."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from assessments.models import Item, Procedure, Result, Session, Work
from assessments.scoring.scores import NOT_TAUGHT_TEXT, ItemScore, X, decode_scores

BAR = 1000  # units of a drawing without words
SCALE_BAR = 340  # units of a drawing with words: near its size on the page, so that they fit
NOT_ATTEMPTED_WORDS = "к заданию не приступал"
NOT_TAUGHT_WORDS = "тема не пройдена"


class Progress(NamedTuple):
    """«Загружено 41 из 60»."""

    collected: int
    expected: int
    overdue: int
    cancelled: int

    @property
    def width(self) -> int:
        return BAR * self.collected // self.expected if self.expected else 0

    @property
    def waiting(self) -> int:
        return self.expected - self.collected


def progress_of(sessions: QuerySet[Session], today: object) -> Progress:
    """Of the sessions a reader may see; cancelled ones are expected no more."""
    counts = sessions.order_by().aggregate(
        collected=Count("pk", filter=Q(status=Session.Status.COLLECTED)),
        cancelled=Count("pk", filter=Q(status=Session.Status.CANCELLED)),
        overdue=Count("pk", filter=Q(status=Session.Status.PLANNED, held_on__lt=today)),
        every=Count("pk"),
    )
    return Progress(
        collected=counts["collected"],
        expected=counts["every"] - counts["cancelled"],
        overdue=counts["overdue"],
        cancelled=counts["cancelled"],
    )


def with_progress(
    procedures: Iterable[Procedure], sessions: QuerySet[Session]
) -> list[tuple[Procedure, int, int]]:
    """Each procedure with how many of the visible sessions are collected, and how many live."""
    live = sessions.exclude(status=Session.Status.CANCELLED)
    counts = {
        row["procedure_id"]: row
        for row in live.order_by()
        .values("procedure_id")
        .annotate(
            every=Count("pk"), collected=Count("pk", filter=Q(status=Session.Status.COLLECTED))
        )
    }
    return [
        (procedure, counts[procedure.pk]["collected"], counts[procedure.pk]["every"])
        if procedure.pk in counts
        else (procedure, 0, 0)
        for procedure in procedures
    ]


class Segment(NamedTuple):
    """One mark of a scale: from which score to which, and its place in the drawing."""

    mark: int
    first: int
    last: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


def scale_segments(work: Work) -> list[Segment]:
    """Marks 2 to 5 side by side; each score takes the same place. Empty without a scale."""
    if work.uppers is None:
        return []
    uppers = (*work.uppers, work.max_points)
    lowers = (0, *(upper + 1 for upper in work.uppers))
    unit = SCALE_BAR / (work.max_points + 1)
    return [
        Segment(mark, first, last, round(first * unit), round((last - first + 1) * unit) - 2)
        for mark, first, last in zip((2, 3, 4, 5), lowers, uppers, strict=True)
    ]


class ScoreCell(NamedTuple):
    """What a table shows for one item, and what a reader of the screen hears."""

    text: str
    words: str


class ResultRow(NamedTuple):
    result: Result
    scores: list[ScoreCell]


def result_rows(results: QuerySet[Result]) -> list[ResultRow]:
    """Participants with their scores decoded; an absent one has none."""
    return [
        ResultRow(result, [_cell(score) for score in decode_scores(result.scores)])
        for result in results
    ]


def _cell(score: ItemScore) -> ScoreCell:
    if score == X:
        return ScoreCell(X, NOT_ATTEMPTED_WORDS)
    if score == NOT_TAUGHT_TEXT:
        return ScoreCell(NOT_TAUGHT_TEXT, NOT_TAUGHT_WORDS)
    return ScoreCell("" if score is None else str(score), "")


def levels_of(items: list[Item]) -> dict[str, int]:
    """Points by level, in words: how much of the maximum is basic, raised, high."""
    points: dict[str, int] = {}
    for item in items:
        name = item.get_level_display() if item.level else "не указан"
        points[name] = points.get(name, 0) + item.max_points
    return points
