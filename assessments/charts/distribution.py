"""Primary scores of one school as bars, the sample as a curve, borders of marks as lines."""

from collections.abc import Sequence
from typing import NamedTuple

from assessments.charts.axis import WIDTH, Tick, at, is_minor, round_step

HEIGHT = 190
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 24, 24
BASE = HEIGHT - BOTTOM
Uppers = tuple[int, int, int]


class Bar(NamedTuple):
    """How many of the school got this score, and how many would if it were like the sample."""

    score: int
    pupils: int
    expected: float
    x: str
    y: str
    width: str
    height: str


class Border(NamedTuple):
    """Where a mark begins. Its word stands to the right of the line."""

    mark: int
    x: str
    word_x: str


class Distribution(NamedTuple):
    bars: list[Bar]
    curve: str
    borders: list[Border]
    ticks: list[Tick]
    left: str = at(LEFT)
    right: str = at(WIDTH - RIGHT)
    top: str = at(TOP)
    base: str = at(BASE)
    ticks_y: str = at(BASE + 16)
    words_y: str = at(TOP - 8)
    width: int = WIDTH
    height: int = HEIGHT


def distribution(
    *, school: Sequence[int], sample: Sequence[int], uppers: Uppers | None
) -> Distribution:
    """Bars for the school; the sample scaled to the school's number of participants.

    Args:
        school, sample: counts of participants by primary score, 0 first, of equal length.
        uppers: highest scores of marks 2, 3 and 4, or None where the scale is not loaded.
    """
    expected = [count * sum(school) / (sum(sample) or 1) for count in sample]
    tall = (BASE - TOP) / max([*school, *expected, 1])
    step = (WIDTH - LEFT - RIGHT) / len(school)
    bars = [
        Bar(
            score=score,
            pupils=count,
            expected=expected[score],
            x=at(LEFT + (score + 0.12) * step),
            y=at(BASE - count * tall),
            width=at(step * 0.76),
            height=at(count * tall),
        )
        for score, count in enumerate(school)
    ]
    curve = " ".join(
        f"{at(LEFT + (score + 0.5) * step)},{at(BASE - value * tall)}"
        for score, value in enumerate(expected)
    )
    return Distribution(bars, curve, _borders(uppers, step), _ticks(len(school), step))


def _borders(uppers: Uppers | None, step: float) -> list[Border]:
    starts = [(mark, LEFT + (upper + 1) * step) for mark, upper in enumerate(uppers or (), start=3)]
    return [Border(mark, at(x), at(x + 3)) for mark, x in starts]


def _ticks(scores: int, step: float) -> list[Tick]:
    every = round_step(scores, at_most=10)
    return [
        Tick(score, at(LEFT + (score + 0.5) * step), is_minor(score, every))
        for score in range(0, scores, every)
    ]
