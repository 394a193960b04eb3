"""Charts of a school's works with the sentences they show, as far as a reader may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, QuerySet

from accounts.models import User
from accounts.templatetags.portal import decimal
from assessments.charts import distribution, means
from assessments.models import Result, Sign, SignRun, Work
from assessments.reports import wording
from schools.models import School

# Among fewer others a nameless dot would be no secret to a neighbour.
FEWEST_UNNAMED = 5
Counts = dict[int, Counter[int]]  # work -> score -> participants


class WorkPicture(NamedTuple):
    """Both charts of one work, each with the sentence it shows."""

    work: Work
    n: int
    sample: int
    sample_name: str
    changed: bool  # results came or went since the run
    distribution: distribution.Distribution
    distribution_says: str
    means: means.Means
    means_say: str
    named: bool  # the reader may know who the other schools are
    others: int


def pictures_of(run: SignRun, school: School, user: User) -> list[WorkPicture]:
    """Charts for every work the school wrote, in three queries whatever the city's size.

    Other schools are named, and their numbers written out, for the committee only.
    """
    by_work: dict[int, list[Sign]] = defaultdict(list)
    signs = Sign.objects.filter(run=run, kind=Sign.Kind.INFLATED_MEAN, value__isnull=False)
    for sign in signs.for_reading().order_by("work__grade", "-work__subject__code"):
        by_work[sign.work_id or 0].append(sign)
    groups = [
        (own, group)
        for group in by_work.values()
        if (own := next((sign for sign in group if sign.school_id == school.pk), None))
    ]
    results = Result.objects.took_part().filter(session__procedure_id=run.procedure_id)
    everybody = _counts(results.filter(session__work__in=[own.work_id for own, _ in groups]))
    ours = _counts(results.filter(session__school=school))
    return [_picture(own, group, ours, everybody, user) for own, group in groups]


def _counts(results: QuerySet[Result]) -> Counts:
    counts: Counts = defaultdict(Counter)
    rows = results.order_by().values_list("session__work_id", "total")
    for work_id, total, number in rows.annotate(number=Count("pk")):
        counts[work_id][total] = number
    return counts


def _picture(
    own: Sign, group: list[Sign], ours: Counts, everybody: Counts, user: User
) -> WorkPicture:
    work = own.work
    if work is None:
        raise ValueError("a mean always belongs to a work")
    scores = range(work.max_points + 1)
    mine = [ours[work.pk][score] for score in scores]
    sample = [everybody[work.pk][score] for score in scores]
    return WorkPicture(
        work=work,
        n=sum(mine),
        sample=sum(sample),
        sample_name=wording.sample_of(own),
        changed=sum(mine) != own.n,
        distribution=distribution.distribution(school=mine, sample=sample, uppers=work.uppers),
        distribution_says=_distribution_says(mine, sample, work),
        means=means.means(
            schools=_drawn(own, group, user),
            lower=own.reference_lower or 0.0,
            upper=own.reference_upper or 0.0,
            max_points=work.max_points,
        ),
        means_say=_means_say(own),
        named=user.is_committee,
        others=len(group) - 1,
    )


def _drawn(own: Sign, group: list[Sign], user: User) -> list[means.SchoolMean]:
    """The committee sees every school; a school itself and nameless dots, if they are many."""
    if user.is_committee:
        return [_mean(sign, own) for sign in group]
    others = [_unnamed(_mean(sign, own)) for sign in group if sign != own]
    return [_mean(own, own), *(others if len(others) >= FEWEST_UNNAMED else [])]


def _unnamed(mean: means.SchoolMean) -> means.SchoolMean:
    """A dot and nothing else: size and interval would tell who it is."""
    return mean._replace(name="", n=0, lower=mean.mean, upper=mean.mean, flagged=False, enough=True)


def _mean(sign: Sign, own: Sign) -> means.SchoolMean:
    value = sign.value or 0.0
    return means.SchoolMean(
        name=str(sign.school),
        n=sign.n,
        mean=value,
        lower=value if sign.lower is None else sign.lower,
        upper=value if sign.upper is None else sign.upper,
        own=sign.school_id == own.school_id,
        flagged=bool(sign.flagged) and wording.is_judged(sign),
        enough=sign.evidence != Sign.Evidence.TOO_FEW,
    )


def _distribution_says(mine: list[int], sample: list[int], work: Work) -> str:
    """The share of high scores, ours and theirs: what a reader would look for first."""
    border = work.uppers[1] + 1 if work.uppers else (work.max_points + 1) // 2
    what = "«4» или «5»" if work.uppers else f"не меньше {border}\u00a0баллов"
    return (
        f"{what[0].upper()}{what[1:]} по баллам — у {_percent(mine, border)} участников школы, "
        f"по муниципалитету у {_percent(sample, border)}."
    )


def _percent(counts: Iterable[int], border: int) -> str:
    numbers = list(counts)
    return f"{decimal(100 * sum(numbers[border:]) / (sum(numbers) or 1), 0)}\u00a0%"


def _means_say(own: Sign) -> str:
    if own.flagged and wording.is_judged(own):
        return wording.comparison(own)
    text = f"Средний балл школы {wording.value_of(own)}, у {wording.sample_of(own)} "
    text += f"{wording.usual_of(own)}"
    if not wording.is_judged(own):
        return f"{text}: {wording.why_not_judged(own)}."
    return f"{text}: отличия вверх нет."
