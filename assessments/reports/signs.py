"""What the pages of signs show: the heat table of a run, the lines of a school."""

import re
from collections import defaultdict
from typing import NamedTuple

from accounts.models import User
from assessments.models import Sign, SignRun
from assessments.reports import wording
from schools.models import Case, School

CHANGES = {"RU": "РУ\u00a04→5", "MA": "МА\u00a04→5"}


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
        if not self.judged:
            return ""
        return {0: "", 1: "warn"}.get(self.fired, "bad")


class HeatRow(NamedTuple):
    school: School
    cells: list[Cell | None]
    fired: int


class Heat(NamedTuple):
    """Schools with signs first. `early` are those the formula marks on too few participants."""

    columns: list[Column]
    rows: list[HeatRow]
    early: int

    @property
    def marked(self) -> int:
        """Schools with at least one sign that may be judged."""
        return sum(row.fired > 0 for row in self.rows)


def heat(run: SignRun, user: User) -> Heat:
    """School × work with numbers of fired signs, in one query."""
    signs = (
        Sign.objects.visible_to(user)
        .filter(run=run)
        .select_related("school", "work__subject")
        # As the source lists them: Russian, then mathematics.
        .order_by("work__grade", "-work__subject__code", "code")
    )
    columns: dict[str, Column] = {}
    schools: dict[int, School] = {}
    found: dict[tuple[int, str], list[Sign]] = defaultdict(list)
    for sign in signs:
        column = _column_of(sign)
        columns.setdefault(column.key, column)
        schools.setdefault(sign.school_id, sign.school)
        found[sign.school_id, column.key].append(sign)
    # Works by grade and subject, then the changes between years.
    ordered = sorted(columns.values(), key=lambda column: not column.key.isdigit())
    rows = [
        _heat_row(school, [found.get((school.pk, column.key)) for column in ordered])
        for school in schools.values()
    ]
    rows.sort(key=lambda row: (-row.fired, _by_number(str(row.school))))
    by_formula = {school_id for (school_id, _), group in found.items() if _any_flagged(group)}
    early = sum(row.fired == 0 and row.school.pk in by_formula for row in rows)
    return Heat(ordered, rows, early)


def _by_number(name: str) -> list[tuple[int, str]]:
    """«Школа № 3» before «Школа № 10»."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _column_of(sign: Sign) -> Column:
    if sign.work:
        return Column(str(sign.work_id), sign.work.label)
    return Column(sign.code[-2:], CHANGES.get(sign.code[-2:], sign.code))


def _any_flagged(signs: list[Sign]) -> bool:
    return any(sign.flagged for sign in signs)


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


class SignLine(NamedTuple):
    """One row of a school's table, in words."""

    sign: Sign
    title: str
    value: str
    corrected: str
    usual: str
    verdict: str
    tone: str
    explanation: str
    cautions: list[str]

    @property
    def fired(self) -> bool:
        return self.tone == "warn"


def lines_of(run: SignRun, school: School, user: User) -> list[SignLine]:
    """All signs of a school, the fired ones first."""
    signs = Sign.objects.visible_to(user).filter(run=run, school=school).for_reading()
    lines = [_line(sign) for sign in signs]
    return sorted(lines, key=_place)


def _place(line: SignLine) -> tuple[bool, int, int, str]:
    """Fired first; then by kind, grade and subject, as the source lists them."""
    kinds = [str(kind) for kind in Sign.Kind.values]
    grade = line.sign.work.grade if line.sign.work else 0
    return not line.fired, kinds.index(line.sign.kind), grade, line.title


def _line(sign: Sign) -> SignLine:
    verdict, tone = wording.verdict(sign)
    return SignLine(
        sign=sign,
        title=wording.title_of(sign),
        value=wording.value_of(sign),
        corrected=wording.corrected_of(sign),
        usual=wording.usual_of(sign),
        verdict=verdict,
        tone=tone,
        explanation=wording.explanation(sign),
        cautions=wording.cautions_of(sign),
    )


def open_case_of(school: School, user: User) -> Case | None:
    return Case.objects.visible_to(user).open().filter(school=school).first()
