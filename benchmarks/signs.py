"""The official signs of a city's works against the same signs computed with pandas.

    python -m benchmarks.signs

Prints two rows of a Markdown table, each a ratio from one run: the statistics alone (numbers a
school, in columns) and records a school with intervals of the correlations. In the second row the
portal does more: its records carry inputs, thresholds, reasons and cautions in nested form,
pandas' are flat. Both sides see the same arrays and must give the same flags and numbers before
anything is timed.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from assessments.scoring.by_school import correlations_by_school, means_by_school
from assessments.scoring.works import SchoolSigns, signs_of_work

SCHOOLS: Final = 600
PARTICIPANTS: Final = 40  # of one school in one work
WORKS: Final = (("RU", 4, 38), ("MA", 4, 20), ("RU", 5, 45), ("MA", 5, 20))
ROUNDS: Final = 15
Z: Final = 1.96


@dataclass(frozen=True, eq=False)
class Work:
    subject: str
    grade: int
    max_total: int
    school_ids: np.ndarray
    totals: np.ndarray
    marks: np.ndarray


def generate(seed: int = 2019) -> list[Work]:
    """Invented results: schools differ, marks follow the totals with noise, rows are shuffled."""
    rng = np.random.default_rng(seed)
    works = []
    for subject, grade, max_total in WORKS:
        ids = rng.permutation(np.repeat(np.arange(SCHOOLS) * 7 + 100, PARTICIPANTS))
        level = rng.normal(0.6, 0.06, SCHOOLS)[(ids - 100) // 7]
        ability = np.clip(level + rng.normal(0, 0.15, len(ids)), 0.02, 0.98)
        totals = rng.binomial(max_total, ability)
        marks = np.clip(np.round(1.2 + 4 * ability + rng.normal(0, 0.5, len(ids))), 2, 5)
        # Every hundredth school marks against its results, so that this sign has what to find.
        marks = np.where((ids - 100) // 7 % 100 == 0, 7 - marks, marks)
        works.append(Work(subject, grade, max_total, ids, totals, marks.astype(np.int64)))
    return works


def with_pandas(work: Work) -> pd.DataFrame:
    """The same statistics and flags, one row a school, in the plainest fast pandas."""
    frame = pd.DataFrame({"school": work.school_ids, "total": work.totals, "mark": work.marks})
    region = work.totals.mean() + Z * work.totals.std(ddof=1) / np.sqrt(len(work.totals))
    groups = frame.groupby("school")
    schools = groups["total"].agg(["count", "mean", "std"])
    half = Z * schools["std"] / np.sqrt(schools["count"])
    schools["lower"], schools["upper"] = schools["mean"] - half, schools["mean"] + half
    schools["inflated"] = schools["lower"] > region
    ranks = groups[["mark", "total"]].rank()
    centred = ranks.sub(((schools["count"] + 1) / 2).reindex(frame["school"]).to_numpy(), axis=0)
    sums = pd.DataFrame(
        {
            "d2": (ranks["mark"] - ranks["total"]) ** 2,
            "product": centred["mark"] * centred["total"],
            "mark2": centred["mark"] ** 2,
            "total2": centred["total"] ** 2,
        }
    )
    sums = sums.groupby(frame["school"]).sum()
    n = schools["count"]
    schools["printed"] = 1 - 6 * sums["d2"] / (n * (n**2 - 1))
    schools["tie_corrected"] = sums["product"] / np.sqrt(sums["mark2"] * sums["total2"])
    schools["mismatch"] = schools["printed"] < 0
    return schools


def records_with_pandas(work: Work) -> list[dict[str, object]]:
    """One flat record a school, with Fisher's intervals of both correlations."""
    schools = with_pandas(work)
    half = Z / np.sqrt(schools["count"] - 3)
    for name in ("printed", "tie_corrected"):
        centre = np.arctanh(schools[name])
        schools[f"{name}_lower"] = np.tanh(centre - half)
        schools[f"{name}_upper"] = np.tanh(centre + half)
    return schools.reset_index().to_dict("records")


def with_portal(work: Work) -> list[SchoolSigns]:
    return signs_of_work(
        subject=work.subject,
        grade=work.grade,
        school_ids=work.school_ids,
        totals=work.totals,
        journal_marks=work.marks,
        max_total=work.max_total,
    )


def statistics_alone(work: Work) -> tuple[np.ndarray, np.ndarray]:
    """What `with_pandas` computes, flags included, without results to store."""
    schools, index = np.unique(work.school_ids, return_inverse=True)
    means = means_by_school(index=index, points=work.totals, schools=len(schools))
    everyone = np.zeros_like(index)
    region = means_by_school(index=everyone, points=work.totals, schools=1)
    correlations = correlations_by_school(
        index=index, first=work.marks, second=work.totals, schools=len(schools)
    )
    return means.lower > region.upper[0], correlations.printed < 0


def check_same(work: Work) -> np.ndarray:
    """Fail unless both sides agree on every school; returns the flags by mean and by marks."""
    ours, theirs = with_portal(work), with_pandas(work)
    assert [school.school_id for school in ours] == theirs.index.tolist()
    for name in ("lower", "upper"):
        np.testing.assert_allclose(
            [getattr(school.inflated_mean, name) for school in ours], theirs[name]
        )
    for name in ("printed", "tie_corrected"):
        np.testing.assert_allclose(
            [getattr(school.marks_mismatch, name) for school in ours], theirs[name], atol=1e-12
        )
    flags = [
        (bool(school.inflated_mean.flagged), bool(school.marks_mismatch.flagged)) for school in ours
    ]
    assert flags == list(zip(theirs["inflated"], theirs["mismatch"], strict=True))
    assert flags == list(zip(*statistics_alone(work), strict=True))
    return np.asarray(flags).sum(axis=0)


def seconds(compute: Callable[[Work], object], works: list[Work]) -> float:
    start = time.perf_counter()
    for work in works:
        compute(work)
    return time.perf_counter() - start


def main() -> None:
    works = generate()
    by_mean, by_marks = sum(check_same(work) for work in works)
    computations = (statistics_alone, with_pandas, with_portal, records_with_pandas)
    rounds = [[seconds(compute, works) for compute in computations] for _ in range(ROUNDS)]
    alone, pandas_alone, records, pandas_records = (
        statistics.median(column) * 1000 for column in zip(*rounds, strict=True)
    )
    size = f"{SCHOOLS} schools × {PARTICIPANTS} × {len(works)} works"
    print(f"Both sides flag {by_mean} by the mean and {by_marks} by the marks. {ROUNDS} rounds.")
    print("| signs | size | portal, ms | pandas groupby, ms | pandas / portal |")
    print("|---|---|---|---|---|")
    for what, ours, theirs in (
        ("statistics alone", alone, pandas_alone),
        ("records a school", records, pandas_records),
    ):
        print(f"| {what} | {size} | {ours:.0f} | {theirs:.0f} | {theirs / ours:.1f} |")


if __name__ == "__main__":
    main()
