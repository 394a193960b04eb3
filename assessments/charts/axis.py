"""What both charts share: the size of the drawing, numbers as attributes, round ticks."""

from typing import NamedTuple

# Near the size on the page, so that words in the drawing are neither tiny nor huge.
WIDTH = 400
STEPS = (1, 2, 5, 10, 20, 50, 100)


class Tick(NamedTuple):
    """A number under the axis; a minor one is left out where there is little room."""

    score: int
    x: str
    minor: bool


def at(number: float) -> str:
    """A coordinate with a tenth of a unit, always with a point."""
    return f"{number:.1f}".removesuffix(".0")


def round_step(reach: float, *, at_most: int) -> int:
    """The smallest round step that needs no more than so many steps."""
    return next((step for step in STEPS if reach / step <= at_most), STEPS[-1])


def is_minor(score: int, step: int) -> bool:
    return score % (2 * step) != 0
