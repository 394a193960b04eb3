"""Sums over the participants of every school at once, without a loop over participants.

Scores are whole points, so all sums are exact whole numbers; each statistic is rounded once,
at its end. Hence the order of participants cannot change any digit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.scoring.results import Z

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Means:
    """One element a school; NaN where the statistic is undefined (see `means_by_school`)."""

    n: Ints
    points: Ints
    mean: Floats
    sd: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class Correlations:
    """One element a school; NaN where the statistic is undefined (see `correlations_by_school`)."""

    n: Ints
    sum_d2: Floats
    printed: Floats
    tie_corrected: Floats
    constant_first: NDArray[np.bool_]
    constant_second: NDArray[np.bool_]


def means_by_school(*, index: Ints, points: Ints, schools: int) -> Means:
    """Mean, standard deviation with n−1 and x̄ ± 1.96·s/√n of every school.

    Args:
        index: number of the participant's school, 0..schools−1.
        points: primary score of the participant, from 0.
        schools: how many schools; one without participants gets n = 0.

    Returns:
        mean is NaN at n = 0; sd, lower and upper are NaN at n < 2.

    Source: «Методика расчета показателя “Уровень объективности оценки образовательных
    результатов в субъекте РФ”», 2019, приложение «Математический алгоритм маркировки ОО»,
    завышенные значения среднего балла.
    """
    n = np.bincount(index, minlength=schools).astype(np.int64)
    # Float sums of whole numbers are exact up to 2**53: two thousand million participants.
    total = np.bincount(index, weights=points, minlength=schools).astype(np.int64)
    squares = np.bincount(index, weights=points * points, minlength=schools).astype(np.int64)
    return means_from_sums(n=n, total=total, squares=squares)


def means_from_sums(*, n: Ints, total: Ints, squares: Ints) -> Means:
    """The same from sums of the scores and of their squares."""
    mean = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    # n·Σx² − (Σx)² is a whole number: nothing is lost where the spread is small.
    variance = (n * squares - total * total) / np.maximum(n * (n - 1), 1)
    sd = np.where(n > 1, np.sqrt(variance), np.nan)
    half = Z * sd / np.sqrt(np.maximum(n, 1))
    return Means(n=n, points=total, mean=mean, sd=sd, lower=mean - half, upper=mean + half)


def correlations_by_school(*, index: Ints, first: Ints, second: Ints, schools: int) -> Correlations:
    """Spearman's correlation of two ratings within every school, in two forms.

    printed: 1 − 6·Σd²/(n(n²−1)), d the difference of mid-ranks, as the source prints it;
    valid only without ties. tie_corrected: Pearson's correlation of the mid-ranks.

    Args:
        index: number of the participant's school, 0..schools−1.
        first, second: the ratings, small whole numbers from 0.
        schools: how many schools.

    Returns:
        printed is NaN at n < 2; tie_corrected also where either rating is constant.

    Source: the same as of `means_by_school`, несоответствие результатов ВПР и школьных отметок.
    """
    n = np.bincount(index, minlength=schools).astype(np.int64)
    first_ranks, first_spread = _doubled_ranks(index, first, n)
    second_ranks, second_spread = _doubled_ranks(index, second, n)
    difference = first_ranks - second_ranks
    doubled_d2 = np.bincount(index, weights=difference * difference, minlength=schools)
    defined = n > 1
    sum_d2 = doubled_d2 / 4
    printed = np.where(defined, 1 - 6 * sum_d2 / np.maximum(n * (n * n - 1), 1), np.nan)
    # Σ(a−b)² = Σa² + Σb² − 2·Σab, for ranks counted from their middle.
    product = (first_spread + second_spread - doubled_d2) / 2
    varied = (first_spread > 0) & (second_spread > 0)
    scale = np.sqrt(np.where(varied, first_spread * second_spread, 1.0))
    return Correlations(
        n=n,
        sum_d2=sum_d2,
        printed=printed,
        tie_corrected=np.where(varied, np.clip(product / scale, -1, 1), np.nan),
        constant_first=defined & (first_spread == 0),
        constant_second=defined & (second_spread == 0),
    )


def _doubled_ranks(index: Ints, values: Ints, n: Ints) -> tuple[Ints, Floats]:
    """Twice the mid-rank of every participant, and the sum of squares around the middle rank.

    Mid-ranks are whole or half, so twice a mid-rank is exact.
    """
    width = int(values.max(initial=0)) + 1
    cell = index * width + values
    counts = np.bincount(cell, minlength=len(n) * width).reshape(len(n), width)
    below = counts.cumsum(axis=1) - counts
    doubled = 2 * below + counts + 1
    from_middle = (doubled - (n + 1)[:, np.newaxis]).astype(np.float64)
    spread = (counts * from_middle * from_middle).sum(axis=1)
    return doubled.ravel()[cell].astype(np.int64), spread
