"""Rows of reports in words."""

from typing import NamedTuple

from assessments.models import ReportedSample
from assessments.scoring.distributions import summary_of

MARKS = ("«2»", "«3»", "«4»", "«5»")
JOURNAL = ("понизили", "подтвердили", "повысили")


class Figure(NamedTuple):
    name: str
    value: float
    unit: str = "%"


def figures_of(sample: ReportedSample) -> list[Figure]:
    """Shares as printed; of a distribution its mean and spread, for twenty shares tell nobody."""
    if sample.kind != ReportedSample.Kind.SCORES:
        names = MARKS if sample.kind == ReportedSample.Kind.MARKS else JOURNAL
        return [Figure(name, value) for name, value in zip(names, sample.values, strict=False)]
    summary = summary_of([(sample.participants, sample.values)])
    if summary is None:
        return []
    return [Figure("средний балл", summary.mean, ""), Figure("S", summary.sd, "")]
