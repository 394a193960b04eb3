"""Results with planted patterns, about 6,000 of them.

Scores follow the histograms of the regional aggregates of 2021 (no pupil's data): the jump at the
border of «2» and «3» is there in every school. On top of it some schools get a pattern of their
own, so that every official sign has something to find, and something honest to be mistaken about.
"""

import random
from dataclasses import dataclass

from assessments.models import Result, Session, Work
from assessments.scoring.scores import ItemScore, X, encode_scores

# Primary scores 0…max, regional aggregates of 2021.
HISTOGRAMS: dict[tuple[str, int], tuple[int, ...]] = {
    ("RU", 4): (
        24, 23, 53, 82, 89, 115, 132, 143, 179, 194, 190, 224, 227, 223, 864, 649, 627, 713, 750,
        719, 795, 833, 913, 1025, 1252, 1201, 1237, 1214, 1328, 1293, 1262, 1220, 1219, 1064, 971,
        750, 544, 393, 233,
    ),
    ("MA", 4): (
        29, 48, 91, 151, 205, 302, 1070, 1237, 1533, 2047, 2112, 2341, 2286, 2254, 2520, 1782,
        1698, 1342, 1063, 466, 340,
    ),
    ("RU", 5): (
        31, 34, 102, 102, 129, 157, 181, 219, 225, 262, 258, 285, 300, 286, 264, 280, 232, 188,
        1433, 1164, 965, 890, 921, 838, 807, 726, 710, 621, 586, 1179, 925, 905, 868, 716, 712,
        742, 689, 641, 551, 676, 544, 479, 397, 295, 178, 92,
    ),
    ("MA", 5): (
        155, 395, 562, 692, 675, 561, 469, 4010, 2503, 1830, 1392, 2860, 2035, 1570, 1173, 1162,
        765, 478, 262, 105, 50,
    ),
}  # fmt: skip
# Share of the maximum by which pupils of a school differ from the town, whatever the work.
LEVELS = {"1": 0.10, "5": 0.05, "6": -0.05, "9": -0.06, "11": -0.03, "12": -0.04}
ABSENT = 0.06


@dataclass(frozen=True)
class Pattern:
    """What is odd about one school × work: shift of scores, or marks that say the opposite."""

    shift: float = 0.0
    marks_turned: bool = False


# (school number, how many years ago, subject code, grade)
PATTERNS: dict[tuple[str, int, str, int], Pattern] = {
    ("2", 0, "MA", 4): Pattern(shift=0.22),
    ("2", 0, "RU", 4): Pattern(shift=0.12),
    ("4", 0, "RU", 5): Pattern(marks_turned=True),
    ("7", 1, "MA", 4): Pattern(shift=0.30),
    ("7", 0, "MA", 5): Pattern(shift=-0.24),
    ("8", 1, "RU", 4): Pattern(shift=0.20),
}


def make_results(
    session: Session, *, number: str, years_ago: int, items: list[int], rng: random.Random
) -> list[Result]:
    """Unsaved results of one session; `items` are the maxima of the work's tasks in order."""
    work = session.work
    subject = work.subject.code
    pattern = PATTERNS.get((number, years_ago, subject, work.grade), Pattern())
    shift = round((LEVELS.get(number, 0.0) + pattern.shift) * work.max_points)
    first = work.grade * 10_000 + 1 + 100 * "АБВГ".index(session.class_group.letter)
    return [
        _participant(session, str(first + n), shift, pattern, items, rng)
        for n in range(session.class_group.pupils)
    ]


def _participant(
    session: Session,
    code: str,
    shift: int,
    pattern: Pattern,
    items: list[int],
    rng: random.Random,
) -> Result:
    if rng.random() < ABSENT:
        return Result(session=session, code=code, absent=True)
    work = session.work
    histogram = HISTOGRAMS[work.subject.code, work.grade]
    drawn = rng.choices(range(len(histogram)), weights=histogram)[0]
    total = min(work.max_points, max(0, drawn + shift))
    mark = mark_of(total, work)
    return Result(
        session=session,
        code=code,
        variant=rng.choice((1, 2)),
        scores=encode_scores(_spread(total, items, rng)),
        total=total,
        mark=mark,
        journal_mark=_journal_mark(drawn, mark, work, pattern, rng),
    )


def mark_of(total: int, work: Work) -> int:
    """Demo works always have a scale."""
    uppers = work.uppers or (0, 0, 0)
    return 2 + sum(total > upper for upper in uppers)


def _journal_mark(
    drawn: int, mark: int, work: Work, pattern: Pattern, rng: random.Random
) -> int | None:
    """Two thirds agree with the test, some are a mark off; one in fifty has none."""
    if rng.random() < 0.02:
        return None
    if pattern.marks_turned:
        return 7 - min(5, max(2, mark + rng.choice((-1, 0, 0, 1))))
    honest = mark_of(drawn, work)
    return min(5, max(3, honest + rng.choice((-1, 0, 0, 0, 1))))


def _spread(total: int, items: list[int], rng: random.Random) -> list[ItemScore]:
    """Task scores that add up to `total`; what a weak pupil left out is «X», not zero."""
    scores = [0] * len(items)
    places = [n for n, most in enumerate(items) for _ in range(most)]
    for place in rng.sample(places, total):
        scores[place] += 1
    return [X if score == 0 and rng.random() < 0.3 else score for score in scores]
