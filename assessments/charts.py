"""Charts of signs as plain geometry; templates draw them as SVG, tables stand beside them.

All sizes are units of the drawing's view box.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 22, 28
LANE = 24  # height of one school's line in the chart of means
LABEL = 150  # room for names of schools


class Bar(NamedTuple):
    """How many of the school got this score."""

    score: int
    count: int
    expected: float
    x: float
    y: float
    width: float
    height: float


class Border(NamedTuple):
    """The lowest score of a mark."""

    mark: int
    x: float


class Distribution(NamedTuple):
    """Scores of one school against the curve of the sample, scaled to the same number."""

    bars: list[Bar]
    curve: str
    borders: list[Border]
    ticks: list[tuple[int, float]]
    base: float
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def distribution(
    *, school: Sequence[int], sample: Sequence[int], uppers: tuple[int, int, int] | None
) -> Distribution:
    """Bars for the school, a curve for the sample.

    Args:
        school, sample: counts of participants by primary score, 0 first, of equal length.
        uppers: highest scores of marks 2, 3 and 4, or None where the scale is not loaded.
    """
    total, everybody = sum(school), sum(sample) or 1
    expected = [count * total / everybody for count in sample]
    top = max([*school, *expected, 1])
    step = (WIDTH - LEFT - RIGHT) / len(school)
    base = HEIGHT - BOTTOM
    tall = base - TOP

    def height(value: float) -> float:
        return round(value * tall / top, 1)

    bars = [
        Bar(
            score=score,
            count=count,
            expected=expected[score],
            x=round(LEFT + score * step + step * 0.12, 1),
            y=base - height(count),
            width=round(step * 0.76, 1),
            height=height(count),
        )
        for score, count in enumerate(school)
    ]
    curve = " ".join(
        f"{LEFT + (score + 0.5) * step:.1f},{base - height(value):.1f}"
        for score, value in enumerate(expected)
    )
    every = max(1, len(school) // 10)
    ticks = [
        (score, round(LEFT + (score + 0.5) * step, 1)) for score in range(0, len(school), every)
    ]
    return Distribution(
        bars, curve, _borders(uppers, step), ticks, base, int(max(school, default=0))
    )


def _borders(uppers: tuple[int, int, int] | None, step: float) -> list[Border]:
    return [
        Border(mark, round(LEFT + (upper + 1) * step, 1))
        for mark, upper in enumerate(uppers or (), start=3)
    ]


class Whisker(NamedTuple):
    """One school's mean with its interval; `name` is empty for a school that is not named."""

    name: str
    n: int
    mean: float
    lower: float
    upper: float
    own: bool
    flagged: bool
    y: float
    x: float
    x_lower: float
    x_upper: float


class Means(NamedTuple):
    """Means of schools from the lowest to the highest, the sample's interval as a band."""

    whiskers: list[Whisker]
    band_x: float
    band_width: float
    ticks: list[tuple[int, float]]
    width: int
    height: int
    base: float


class SchoolMean(NamedTuple):
    name: str
    n: int
    mean: float
    lower: float
    upper: float
    own: bool
    flagged: bool


def means(*, schools: Sequence[SchoolMean], lower: float, upper: float, max_points: int) -> Means:
    """Dots and whiskers over the score axis 0…max_points."""
    ordered = sorted(schools, key=lambda one: one.mean)
    base = TOP + LANE * len(ordered)
    reach = WIDTH - LABEL - RIGHT

    def x(score: float) -> float:
        return round(LABEL + max(0.0, min(score, max_points)) * reach / max_points, 1)

    whiskers = [
        Whisker(
            *one,
            y=TOP + LANE * (n + 0.5),
            x=x(one.mean),
            x_lower=x(one.lower),
            x_upper=x(one.upper),
        )
        for n, one in enumerate(ordered)
    ]
    every = max(1, max_points // 8)
    ticks = [(score, x(score)) for score in range(0, max_points + 1, every)]
    return Means(
        whiskers=whiskers,
        band_x=x(lower),
        band_width=max(1.5, x(upper) - x(lower)),
        ticks=ticks,
        width=WIDTH,
        height=int(base + BOTTOM),
        base=base,
    )
