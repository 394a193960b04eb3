"""Mean and spread of primary scores from a distribution in percent."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple


class Summary(NamedTuple):
    """`counts` are participants by primary score, from 0 on."""

    n: int
    mean: float
    sd: float
    counts: list[float]


def summary_of(samples: Sequence[tuple[int, Sequence[float]]]) -> Summary | None:
    """One sample of several, each with its participants and the percents of scores 0, 1, 2 ….

    Percents are rounded, so each sample is scaled to its own number of participants. The spread
    has n − 1 in its denominator, as the official rule of 2019 has.

    Source: «Методика расчета показателя “Уровень объективности оценки образовательных
    результатов в субъекте РФ”», 2019: X̄ and S of the region.

    Returns:
        None for fewer than two participants: S is not defined.
    """
    length = max((len(percents) for _, percents in samples), default=0)
    counts = [0.0] * length
    for participants, percents in samples:
        whole = sum(percents)
        for score, percent in enumerate(percents):
            counts[score] += participants * percent / whole if whole else 0.0
    n = sum(participants for participants, percents in samples if sum(percents))
    if n < 2:
        return None
    mean = sum(score * count for score, count in enumerate(counts)) / n
    squares = sum(count * (score - mean) ** 2 for score, count in enumerate(counts))
    return Summary(n, mean, sqrt(squares / (n - 1)), counts)
