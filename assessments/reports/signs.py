"""What the pages of signs show."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Count

from accounts.models import User
from assessments import charts
from assessments.models import Procedure, Result, Sign, SignRun, Work
from assessments.reports import wording
from schools.models import Case, School


class Column(NamedTuple):
    """A column of the heat table: a work, or the change between years."""

    key: str
    label: str


class Cell(NamedTuple):
    """One school × column: how many signs fired, or why nothing can be said."""

    fired: int
    n: int
    judged: bool

    @property
    def tone(self) -> str:
        return {0: "", 1: "warn"}.get(self.fired, "bad")


class HeatRow(NamedTuple):
    school: School
    cells: list[Cell | None]
    fired: int


class Heat(NamedTuple):
    columns: list[Column]
    rows: list[HeatRow]


CHANGE = {"RU": "РУ 4→5", "MA": "МА 4→5"}


def _column_of(sign: Sign) -> Column:
    if sign.work:
        return Column(str(sign.work_id), sign.work.label)
    return Column(sign.code[-2:], CHANGE.get(sign.code[-2:], sign.code))


def heat(run: SignRun, user: User) -> Heat:
    """School × work with numbers of fired signs, in one query. Schools with signs first."""
    signs = (
        Sign.objects.visible_to(user)
        .filter(run=run)
        .select_related("school", "work__subject")
        .order_by("work__grade", "work__subject__code", "code")
    )
    columns: dict[str, Column] = {}
    schools: dict[int, School] = {}
    found: dict[tuple[int, str], list[Sign]] = defaultdict(list)
    for sign in signs:
        column = _column_of(sign)
        columns.setdefault(column.key, column)
        schools.setdefault(sign.school_id, sign.school)
        found[sign.school_id, column.key].append(sign)
    ordered = sorted(columns.values(), key=lambda column: not column.key.isdigit())
    rows = [
        _heat_row(school, [found.get((school.pk, column.key)) for column in ordered])
        for school in schools.values()
    ]
    rows.sort(key=lambda row: (row.fired == 0, row.school.short_name))
    return Heat(ordered, rows)


def _heat_row(school: School, groups: list[list[Sign] | None]) -> HeatRow:
    cells = [_cell(group) if group else None for group in groups]
    return HeatRow(school, cells, sum(cell.fired for cell in cells if cell))


def _cell(signs: list[Sign]) -> Cell:
    judged = [sign for sign in signs if wording.is_judged(sign)]
    return Cell(
        fired=sum(bool(sign.flagged) for sign in judged),
        n=max(sign.n for sign in signs),
        judged=bool(judged),
    )


def marked_in(table: Heat) -> int:
    """Schools with at least one sign that may be judged."""
    return sum(row.fired > 0 for row in table.rows)


class SignLine(NamedTuple):
    """One row of a school's table, in words."""

    sign: Sign
    title: str
    value: str
    usual: str
    verdict: str
    tone: str
    explanation: str
    cautions: list[str]


def lines_of(run: SignRun, school: School, user: User) -> list[SignLine]:
    """All signs of a school, the fired ones first."""
    signs = (
        Sign.objects.visible_to(user)
        .filter(run=run, school=school)
        .select_related("work__subject", "run__procedure")
    )
    lines = [_line(sign) for sign in signs]
    return sorted(lines, key=lambda line: (line.tone != "warn", line.sign.code))


def _line(sign: Sign) -> SignLine:
    verdict, tone = wording.verdict(sign)
    return SignLine(
        sign=sign,
        title=wording.title_of(sign),
        value=wording.value_of(sign),
        usual=wording.usual_of(sign),
        verdict=verdict,
        tone=tone,
        explanation=wording.explanation(sign),
        cautions=wording.cautions_of(sign),
    )


class WorkPicture(NamedTuple):
    """Both charts of one work, each with the sentence it shows."""

    work: Work
    n: int
    sample: int
    distribution: charts.Distribution
    distribution_says: str
    means: charts.Means
    means_say: str


def pictures_of(run: SignRun, school: School, user: User) -> list[WorkPicture]:
    """Charts for every work the school wrote. Other schools are named to the committee only."""
    signs = (
        Sign.objects.filter(run=run, kind=Sign.Kind.INFLATED_MEAN, value__isnull=False)
        .select_related("school", "work__subject")
        .order_by("work__grade", "work__subject__code")
    )
    by_work: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        by_work[sign.work_id or 0].append(sign)
    counts = _counts(run.procedure)
    return [
        _picture(group, own[0], counts, user)
        for group in by_work.values()
        if (own := [sign for sign in group if sign.school_id == school.pk])
    ]


Counts = dict[tuple[int, int], Counter[int]]  # (work, school) -> score -> participants


def _counts(procedure: Procedure) -> Counts:
    """Histograms of every work and school, in one query."""
    rows = (
        Result.objects.took_part()
        .filter(session__procedure=procedure)
        .order_by()
        .values_list("session__work_id", "session__school_id", "total")
        .annotate(number=Count("pk"))
    )
    counts: Counts = defaultdict(Counter)
    for work_id, school_id, total, number in rows:
        counts[work_id, school_id][total] += number
    return counts


def _picture(group: list[Sign], own: Sign, counts: Counts, user: User) -> WorkPicture:
    work = own.work
    if work is None:
        raise ValueError("a mean always belongs to a work")
    scores = range(work.max_points + 1)
    mine = [counts[work.pk, own.school_id][score] for score in scores]
    everybody: Counter[int] = Counter()
    for (work_id, _), scored in counts.items():
        if work_id == work.pk:
            everybody.update(scored)
    sample = [everybody[score] for score in scores]
    return WorkPicture(
        work=work,
        n=sum(mine),
        sample=sum(sample),
        distribution=charts.distribution(school=mine, sample=sample, uppers=work.uppers),
        distribution_says=_distribution_says(mine, sample, work),
        means=charts.means(
            schools=[_mean(sign, own, user) for sign in group],
            lower=own.reference_lower or 0.0,
            upper=own.reference_upper or 0.0,
            max_points=work.max_points,
        ),
        means_say=_means_say(own),
    )


def _mean(sign: Sign, own: Sign, user: User) -> charts.SchoolMean:
    is_own = sign.school_id == own.school_id
    value = sign.value or 0.0
    return charts.SchoolMean(
        name=str(sign.school) if is_own or user.is_committee else "",
        n=sign.n,
        mean=value,
        lower=sign.lower if sign.lower is not None else value,
        upper=sign.upper if sign.upper is not None else value,
        own=is_own,
        flagged=bool(sign.flagged) and wording.is_judged(sign),
    )


def _distribution_says(mine: list[int], sample: list[int], work: Work) -> str:
    """The share of high scores, ours and theirs: what a reader would look for first."""
    border = work.uppers[1] + 1 if work.uppers else (work.max_points + 1) // 2
    what = "на «4» и «5»" if work.uppers else f"от {border} баллов"
    ours = 100 * sum(mine[border:]) / (sum(mine) or 1)
    theirs = 100 * sum(sample[border:]) / (sum(sample) or 1)
    return f"Работу {what} написали {ours:.0f} % участников школы, по городу {theirs:.0f} %."


def _means_say(own: Sign) -> str:
    text = f"Средний балл школы {wording.value_of(own)}, у выборки {wording.usual_of(own)}."
    if not wording.is_judged(own):
        return f"{text} {wording.explanation(own)}"
    return f"{text} {wording.comparison(own) if own.flagged else 'Интервалы пересекаются.'}"


def open_case_of(school: School, user: User) -> Case | None:
    return Case.objects.visible_to(user).open().filter(school=school).first()
