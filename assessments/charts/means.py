"""Means of schools with their intervals, one line a school, the sample's interval as a band."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from assessments.charts.axis import WIDTH, Tick, at, is_minor, round_step

TOP, BOTTOM, RIGHT = 24, 24, 12
LANE, NARROW_LANE = 20, 12  # height of a line with a name and without
NAMES = 124  # room for names
LONGEST_NAME = 12  # letters; the table beside the chart has the whole name
MOST_NAMES = 30  # schools


class SchoolMean(NamedTuple):
    """What is drawn of one school. `name` is empty for a school that must stay unnamed."""

    name: str
    n: int
    mean: float
    lower: float
    upper: float
    own: bool
    flagged: bool
    enough: bool


class Whisker(NamedTuple):
    school: SchoolMean
    word: str
    y: str
    word_y: str
    x: str
    x_lower: str
    x_upper: str


class Means(NamedTuple):
    """From the lowest mean to the highest."""

    whiskers: list[Whisker]
    band_x: str
    band_width: str
    ticks: list[Tick]
    named: bool
    names_x: str
    left: str
    base: str
    band_height: str
    ticks_y: str
    height: int
    right: str = at(WIDTH - RIGHT)
    top: str = at(TOP)
    words_y: str = at(TOP - 8)
    width: int = WIDTH


def means(*, schools: Sequence[SchoolMean], lower: float, upper: float, max_points: int) -> Means:
    """Dots and whiskers; the axis spans what there is to show and no more.

    Args:
        schools: those to draw, with intervals inside or outside 0…max_points.
        lower, upper: the sample's interval.
        max_points: the work's highest score; nothing is drawn beyond it.
    """
    ordered = sorted(schools, key=lambda one: (one.mean, one.n))
    named = any(one.name and not one.own for one in ordered) and len(ordered) <= MOST_NAMES
    lane, left = (LANE, NAMES) if named else (NARROW_LANE, RIGHT)
    low = max(0, math.floor(min([lower, *(one.lower for one in ordered)])))
    high = min(max_points, math.ceil(max([upper, *(one.upper for one in ordered)])))
    unit = (WIDTH - left - RIGHT) / max(high - low, 1)
    base = TOP + lane * len(ordered)

    def x(score: float) -> float:
        return left + (max(low, min(score, high)) - low) * unit

    every = round_step(high - low, at_most=8)
    ticks = range(math.ceil(low / every) * every, high + 1, every)
    return Means(
        whiskers=[
            Whisker(
                school=one,
                word=_short(one.name) if named else "",
                y=at(TOP + lane * (place + 0.5)),
                word_y=at(TOP + lane * (place + 0.5) + 4),
                x=at(x(one.mean)),
                x_lower=at(x(one.lower)),
                x_upper=at(x(one.upper)),
            )
            for place, one in enumerate(ordered)
        ],
        band_x=at(x(lower)),
        band_width=at(max(1.5, x(upper) - x(lower))),
        ticks=[Tick(score, at(x(score)), is_minor(score, every)) for score in ticks],
        named=named,
        names_x=at(left - 10),
        left=at(left),
        base=at(base),
        band_height=at(base - TOP),
        ticks_y=at(base + 16),
        height=base + BOTTOM,
    )


def _short(name: str) -> str:
    """Both ends stay: schools differ by what stands last, «№ 11»."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 6].rstrip()}…{name[-5:].lstrip()}"
