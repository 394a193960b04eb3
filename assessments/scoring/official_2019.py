"""The official signs of 2019, one school at a time, exactly as published.

Source of all rules here: «Методика расчета показателя “Уровень объективности оценки
образовательных результатов в субъекте РФ”», 2019, with its приложение «Математический алгоритм
маркировки ОО». Where the document is silent the docstring says what we do.

A sign is a reason to look closer, not a proof. The federal lists after 2019 follow another,
unpublished algorithm; nothing here reproduces them.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from assessments.scoring.by_school import (
    Correlations,
    Ints,
    Means,
    correlations_by_school,
    means_by_school,
    means_from_sums,
)
from assessments.scoring.results import (
    Caution,
    JsonDict,
    MarksMismatch,
    MeanInterval,
    Reason,
    SignKind,
    SignResult,
    Z,
    evidence,
)

Values = Sequence[int] | Ints


def mean_interval(values: Values) -> MeanInterval:
    """x̄ ± 1.96·s/√n of whole primary scores, s with n−1.

    No values give n = 0 and nothing else; one value gives its mean without an interval, for
    s is undefined (the document is silent on both).

    Raises:
        ValueError: a value is not whole, or negative.
    """
    points = _whole(values)
    index = np.zeros(len(points), dtype=np.int64)
    return mean_intervals(means_by_school(index=index, points=points, schools=1))[0]


def distribution_interval(counts: Mapping[int, int]) -> MeanInterval:
    """The interval from how many participants got each primary score.

    For a reference that comes as a distribution («Распределение первичных баллов»).
    """
    scores = _whole(list(counts))
    weights = _whole(list(counts.values()))
    n, total, squares = (
        np.asarray([(weights * power).sum()])
        for power in (np.ones_like(scores), scores, scores * scores)
    )
    return mean_intervals(means_from_sums(n=n, total=total, squares=squares))[0]


def summary_interval(*, n: int, mean: float, sd: float) -> MeanInterval:
    """The interval from a published mean and standard deviation (n−1) of `n` participants."""
    if n < 2 or sd < 0:
        raise ValueError(f"no interval from n = {n}, sd = {sd}")
    half = Z * sd / math.sqrt(n)
    return MeanInterval(n=n, mean=mean, sd=sd, lower=mean - half, upper=mean + half)


def mean_intervals(means: Means) -> list[MeanInterval]:
    """One interval a school, NaN turned into None."""
    columns = (means.mean, means.sd, means.lower, means.upper)
    rows = zip(means.n.tolist(), *(column.tolist() for column in columns), strict=True)
    return [MeanInterval(n, *map(_known, numbers)) for n, *numbers in rows]


def inflated_mean(*, code: str, school_values: Values, reference: MeanInterval) -> SignResult:
    """Sign HI, завышенное значение среднего балла: see `inflated_interval`."""
    return inflated_interval(code=code, school=mean_interval(school_values), reference=reference)


def inflated_interval(*, code: str, school: MeanInterval, reference: MeanInterval) -> SignResult:
    """Sign HI: the school's whole interval lies strictly to the right of the region's.

    flagged iff x̄ − 1.96·s/√m > X̄ + 1.96·S/√n. The school stays part of its region.
    Fewer than two participants, in the school or in the reference: not judged. All scores of the
    school equal: the interval is a point and is compared, with a caution.
    """
    reason, flagged = None, None
    if school.lower is None:
        reason = Reason.TOO_FEW
    elif reference.upper is None:
        reason = Reason.NO_REFERENCE
    else:
        flagged = school.lower > reference.upper
    return SignResult(
        code=code,
        kind=SignKind.INFLATED_MEAN,
        n=school.n,
        value=school.mean,
        lower=school.lower,
        upper=school.upper,
        reference_lower=reference.lower,
        reference_upper=reference.upper,
        n_reference=reference.n,
        flagged=flagged,
        reason=reason,
        warnings=(Caution.ZERO_SPREAD,) if school.sd == 0 else (),
        evidence=evidence(school.n),
        inputs={"school": _facts(school), "reference": _facts(reference)},
        thresholds={"z": Z, "reference_upper": reference.upper},
    )


def marks_mismatch(
    *, code: str, school_marks: Sequence[int | None], scores: Sequence[int]
) -> MarksMismatch:
    """Sign MIS, несоответствие результатов и школьных отметок, of one school.

    flagged iff the printed correlation of marks and primary scores is below zero; own_flagged
    iff the tie-corrected one is. Participants without a school mark (None) are left out and
    counted in inputs["without_mark"]. For degenerate cases see `mismatch_results`.
    """
    pairs = [
        (mark, score) for mark, score in zip(school_marks, scores, strict=True) if mark is not None
    ]
    marks = _whole([mark for mark, _ in pairs])
    points = _whole([score for _, score in pairs])
    correlations = correlations_by_school(
        index=np.zeros(len(pairs), dtype=np.int64), first=marks, second=points, schools=1
    )
    without_mark = np.asarray([len(scores) - len(pairs)])
    return mismatch_results(code=code, correlations=correlations, without_mark=without_mark)[0]


def mismatch_results(
    *, code: str, correlations: Correlations, without_mark: Ints
) -> list[MarksMismatch]:
    """One result a school.

    Not judged: fewer than two pairs; all marks equal; all scores equal. In the last two the
    printed formula still gives a number (at least +0.5, never a flag), which is kept in
    `printed`, but it says nothing: there is no correlation.
    """
    c = correlations
    columns = (c.n, c.sum_d2, c.printed, c.tie_corrected, c.constant_first, c.constant_second)
    rows = zip(*(column.tolist() for column in (*columns, without_mark)), strict=True)
    return [_mismatch(code, *row) for row in rows]


def _mismatch(
    code: str,
    n: int,
    sum_d2: float,
    printed_or_nan: float,
    corrected_or_nan: float,
    constant_marks: bool,
    constant_scores: bool,
    without_mark: int,
) -> MarksMismatch:
    printed, corrected = _known(printed_or_nan), _known(corrected_or_nan)
    reason = _mismatch_reason(n, constant_marks, constant_scores)
    judged = reason is None and printed is not None and corrected is not None
    flagged = printed < 0 if judged and printed is not None else None
    own_flagged = corrected < 0 if judged and corrected is not None else None
    lower, upper = correlation_interval(rho=printed, n=n)
    own_lower, own_upper = correlation_interval(rho=corrected, n=n)
    return MarksMismatch(
        code=code,
        kind=SignKind.MARKS_MISMATCH,
        n=n,
        value=printed,
        lower=lower,
        upper=upper,
        flagged=flagged,
        reason=reason,
        warnings=(Caution.DISAGREE,) if flagged != own_flagged else (),
        evidence=evidence(n),
        inputs={"n": n, "sum_d2": sum_d2, "without_mark": without_mark},
        thresholds={"rho": 0.0, "z": Z},
        printed=printed,
        tie_corrected=corrected,
        tie_corrected_lower=own_lower,
        tie_corrected_upper=own_upper,
        own_flagged=own_flagged,
    )


def _mismatch_reason(n: int, constant_marks: bool, constant_scores: bool) -> Reason | None:
    if n < 2:
        return Reason.TOO_FEW
    if constant_marks:
        return Reason.CONSTANT_MARKS
    return Reason.CONSTANT_SCORES if constant_scores else None


def correlation_interval(*, rho: float | None, n: int) -> tuple[float | None, float | None]:
    """Fisher's interval tanh(artanh ρ ± 1.96/√(n−3)): for display, no rule looks at it.

    Approximate for ranks, and more so with ties. None below n = 4 and at ρ = ±1, where it would
    shrink to a point and pretend certainty.

    Source: R. A. Fisher, «On the “probable error” of a coefficient of correlation deduced
    from a small sample», Metron 1, 1921.
    """
    if rho is None or n < 4 or abs(rho) >= 1:
        return None, None
    centre, half = math.atanh(rho), Z / math.sqrt(n - 3)
    return math.tanh(centre - half), math.tanh(centre + half)


def objectivity_index(*, marked: int, total: int) -> float | None:
    """100 − the percentage of schools with at least one sign; None without schools.

    The document defines it for a region; a municipality counts in the same way.
    """
    if not 0 <= marked <= total:
        raise ValueError(f"{marked} schools marked of {total}")
    return 100 - 100 * marked / total if total else None


def _whole(values: Values) -> Ints:
    array = np.asarray(values)
    if not len(array):
        return np.empty(0, dtype=np.int64)
    if array.dtype.kind not in "iu" or int(array.min()) < 0:
        raise ValueError("scores and marks are whole numbers from 0")
    return array.astype(np.int64)


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number


def _facts(interval: MeanInterval) -> JsonDict:
    return {"n": interval.n, "mean": interval.mean, "sd": interval.sd}
