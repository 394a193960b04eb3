"""The official signs of all schools over one work, in one pass over the participants.

Source: see `official_2019`.
"""

import dataclasses
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.by_school import Ints, correlations_by_school, means_by_school
from assessments.scoring.official_2019 import (
    inflated_interval,
    mean_interval,
    mean_intervals,
    mismatch_results,
)
from assessments.scoring.results import (
    Caution,
    MarksMismatch,
    MeanInterval,
    ShareOfMaximum,
    SignKind,
    SignResult,
    sign_code,
)

NO_MARK: Final = 0  # «нет отметки»
JOURNAL_MARKS: Final = (2, 3, 4, 5)


@dataclass(frozen=True)
class SchoolSigns:
    """What one work says of one school; `share` feeds `cohorts.pair_years`."""

    school_id: int
    inflated_mean: SignResult
    marks_mismatch: MarksMismatch
    share: ShareOfMaximum


def signs_of_work(
    *,
    subject: str,
    grade: int,
    school_ids: ArrayLike,
    totals: ArrayLike,
    journal_marks: ArrayLike,
    max_total: int,
    reference: MeanInterval | None = None,
) -> list[SchoolSigns]:
    """Signs HI and MIS of every school, in the order of school ids.

    Args:
        subject, grade: for the codes, see `sign_code`.
        school_ids, totals, journal_marks: one whole number a participant each; a mark is 2..5
            or NO_MARK, with which a participant counts in the mean but not in the correlation.
            Only those who took part: an absent pupil has no place here.
        max_total: the work's highest primary score.
        reference: the region's interval; without it all participants given are the region.

    Raises:
        ValueError: lengths differ, a score is outside 0..max_total, or a mark is none of those.
    """
    ids, points, marks = _columns(school_ids, totals, journal_marks, max_total)
    if not len(ids):
        return []
    schools, index = np.unique(ids, return_inverse=True)
    means = means_by_school(index=index, points=points, schools=len(schools))
    marked = marks != NO_MARK
    mismatches = mismatch_results(
        code=sign_code(kind=SignKind.MARKS_MISMATCH, subject=subject, grade=grade),
        correlations=correlations_by_school(
            index=index[marked], first=marks[marked], second=points[marked], schools=len(schools)
        ),
        without_mark=np.bincount(index[~marked], minlength=len(schools)),
    )
    high_code = sign_code(kind=SignKind.INFLATED_MEAN, subject=subject, grade=grade)
    inflated = _inflated(high_code, mean_intervals(means), reference or mean_interval(points))
    if reference is None and len(schools) == 1:
        inflated = [_compared_with_itself(sign) for sign in inflated]
    shares = [
        ShareOfMaximum(n=n, points=total, max_total=max_total)
        for n, total in zip(means.n.tolist(), means.points.tolist(), strict=True)
    ]
    rows = zip(schools.tolist(), inflated, mismatches, shares, strict=True)
    return [SchoolSigns(*row) for row in rows]


def _inflated(code: str, schools: list[MeanInterval], reference: MeanInterval) -> list[SignResult]:
    return [inflated_interval(code=code, school=school, reference=reference) for school in schools]


def _compared_with_itself(sign: SignResult) -> SignResult:
    return dataclasses.replace(sign, warnings=(*sign.warnings, Caution.CANNOT_FLAG))


def _columns(
    school_ids: ArrayLike, totals: ArrayLike, journal_marks: ArrayLike, max_total: int
) -> tuple[Ints, Ints, Ints]:
    columns = [np.asarray(column) for column in (school_ids, totals, journal_marks)]
    if len({column.shape for column in columns}) > 1 or columns[0].ndim != 1:
        raise ValueError(f"columns of unequal shapes: {[column.shape for column in columns]}")
    if any(column.dtype.kind not in "iu" for column in columns if len(column)):
        raise ValueError("school ids, totals and marks are whole numbers")
    ids, points, marks = (column.astype(np.int64) for column in columns)
    outside = int(((points < 0) | (points > max_total)).sum())
    if outside:
        raise ValueError(f"{outside} primary scores outside 0..{max_total}")
    unknown = int((~np.isin(marks, (NO_MARK, *JOURNAL_MARKS))).sum())
    if unknown:
        raise ValueError(f"{unknown} journal marks that are neither 2..5 nor absent")
    return ids, points, marks
