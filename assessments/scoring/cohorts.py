"""One year group in two years: the signs of a sharp change from grade 4 to grade 5.

Source of all rules here: «Методика расчета показателя “Уровень объективности оценки
образовательных результатов в субъекте РФ”», 2019, приложение «Математический алгоритм маркировки
ОО», резкое возрастание и резкое падение результатов одной параллели.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import quantiles
from typing import Final, Generic, TypeVar

from assessments.scoring.results import (
    Caution,
    JsonDict,
    Reason,
    ShareOfMaximum,
    SignKind,
    SignResult,
    evidence,
    sign_code,
)

School = TypeVar("School", bound=Hashable)

IQR_FACTOR: Final = 3
# The document does not say which percentile; numpy's default is fixed here and recorded.
PERCENTILE_METHOD: Final = "linear"
# With fewer schools no K can pass 4·Q3 − 3·Q1 of a sample it belongs to.
SMALLEST_SAMPLE_THAT_CAN_FLAG: Final = 5


@dataclass(frozen=True)
class Cohort:
    """Results of one school's year group: grade 4 of one year, grade 5 of the next."""

    before: ShareOfMaximum | None
    after: ShareOfMaximum | None

    @property
    def k(self) -> float | None:
        """K = S^N / S^(N+1), or None where it does not exist.

        Computed from whole sums in one division, so that equal ratios are equal numbers and
        rounding alone can never put a school outside the fences.
        """
        if self.before is None or self.after is None or self.after.points == 0:
            return None
        numerator = self.before.points * self.after.n * self.after.max_total
        return numerator / (self.after.points * self.before.n * self.before.max_total)

    @property
    def reason(self) -> Reason | None:
        """Why there is no K. A later share of zero is not judged: the document is silent."""
        if self.before is None or self.after is None:
            return Reason.ONE_YEAR_ONLY
        return Reason.ZERO_DENOMINATOR if self.after.points == 0 else None

    @property
    def n(self) -> int:
        """The smaller of both years, 0 if one is missing: the weaker year limits the evidence."""
        return min(year.n if year else 0 for year in (self.before, self.after))


@dataclass(frozen=True)
class Fences:
    """Q1 − 3·IQR and Q3 + 3·IQR of K over the schools of the sample."""

    schools: int
    q1: float | None = None
    q3: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class CohortChange(Generic[School]):
    """Both signs of every school, and the fences they were judged by."""

    fences: Fences
    rises: Mapping[School, SignResult]
    falls: Mapping[School, SignResult]


def fences(ratios: Iterable[float]) -> Fences:
    """Quartiles by linear interpolation, and the fences three interquartile ranges off.

    Fractions, because the outermost of four schools may lie exactly on its fence: rounding on
    the way would put it outside.
    """
    sample = [Fraction(ratio) for ratio in ratios]
    if not sample:
        return Fences(schools=0)
    # «inclusive» is numpy's «linear»; a single school is its own quartile.
    q1, _, q3 = quantiles(sample, n=4, method="inclusive") if sample[1:] else sample * 3
    reach = IQR_FACTOR * (q3 - q1)
    return Fences(
        schools=len(sample),
        q1=float(q1),
        q3=float(q3),
        lower=float(q1 - reach),
        upper=float(q3 + reach),
    )


def cohort_change(*, subject: str, cohorts: Mapping[School, Cohort]) -> CohortChange[School]:
    """Signs UP and DOWN of every school of the sample.

    K > upper fence: резкий спад (DOWN); K < lower fence: резкий рост (UP). Both strictly.
    Schools without a K stay out of the fences and are not judged, with a reason.

    Args:
        subject: RU or MA.
        cohorts: all schools of the sample by any key; a missing year is None.
    """
    limits = fences(k for cohort in cohorts.values() if (k := cohort.k) is not None)
    rises, falls = (
        {school: _change(kind, subject, cohort, limits) for school, cohort in cohorts.items()}
        for kind in (SignKind.SHARP_RISE, SignKind.SHARP_FALL)
    )
    return CohortChange(fences=limits, rises=rises, falls=falls)


def pair_years(
    *, before: Mapping[School, ShareOfMaximum], after: Mapping[School, ShareOfMaximum]
) -> dict[School, Cohort]:
    """Every school of either year with both its years."""
    return {
        school: Cohort(before=before.get(school), after=after.get(school))
        for school in dict.fromkeys([*before, *after])
    }


def _change(kind: SignKind, subject: str, cohort: Cohort, limits: Fences) -> SignResult:
    k = cohort.k
    flagged = None
    if k is not None and limits.lower is not None and limits.upper is not None:
        flagged = k < limits.lower if kind is SignKind.SHARP_RISE else k > limits.upper
    return SignResult(
        code=sign_code(kind=kind, subject=subject),
        kind=kind,
        n=cohort.n,
        value=k,
        reference_lower=limits.lower,
        reference_upper=limits.upper,
        n_reference=limits.schools,
        flagged=flagged,
        reason=cohort.reason,
        warnings=_cautions(limits) if flagged is not None else (),
        evidence=evidence(cohort.n),
        inputs={"before": _facts(cohort.before), "after": _facts(cohort.after)},
        thresholds={
            "q1": limits.q1,
            "q3": limits.q3,
            "iqr_factor": IQR_FACTOR,
            "percentile_method": PERCENTILE_METHOD,
        },
    )


def _cautions(limits: Fences) -> tuple[Caution, ...]:
    cannot = limits.schools < SMALLEST_SAMPLE_THAT_CAN_FLAG
    found = {Caution.CANNOT_FLAG: cannot, Caution.ZERO_IQR: limits.q1 == limits.q3}
    return tuple(caution for caution, holds in found.items() if holds)


def _facts(year: ShareOfMaximum | None) -> JsonDict | None:
    if year is None:
        return None
    facts = {"n": year.n, "points": year.points, "max_total": year.max_total}
    return {**facts, "share": year.share}
