"""Which work of the catalogue a table of participants belongs to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.spreadsheets.findings import Findings, Place, shown
from assessments.spreadsheets.headings import plain_code
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.tables import Table
from assessments.spreadsheets.shapes.words import same_subject
from assessments.spreadsheets.spec import FormItem
from assessments.spreadsheets.workbook import Row

LOOK_AT = 2_000  # rows are enough to tell one work from another
SURE = 0.8  # the share of codes that must agree on a grade
# Tasks and maxima of these years are the same (the exports of the three show it); cut-offs are
# official for 2021 alone, so a work taken over has no scale.
SAME_TASKS = range(2020, 2023)
FILL_CATALOGUE = (
    "Внесите работу в каталог («Работы» → «Загрузить таблицу» или «Скопировать прошлый год») "
    "и загрузите файл снова."
)


@dataclass(frozen=True)
class KnownWork:
    """A work of the catalogue, `key` is for its owner."""

    key: int
    year: int
    grade: int
    subject: str
    items: tuple[FormItem, ...]
    max_points: int
    title: str


def match_work(
    table: Table, works: Sequence[KnownWork], year: int, findings: Findings
) -> KnownWork | None:
    """The work of the year, or None with the reason noted.

    Where the catalogue has no such work that year at all, the same one of another year of
    SAME_TASKS is returned, for the caller to take over.
    """
    if not _is_of_year(table, year, findings):
        return None
    ranked = _of_grade(table, _ranked(table, works))
    ours = [pair for pair in ranked if pair[1].year == year]
    if not ours or (ranked[0][0][0] == 1 and ours[0][0][0] < 1):
        same = _of_same_tasks(ranked, works, year)
        if same is None:
            _fault_unknown(table, ranked, year, findings)
        return same
    if len(ours) > 1 and ours[0][0] == ours[1][0]:
        titles = ", ".join(work.title for rank, work in ours if rank == ours[0][0])
        findings.fault(
            Place(table.sheet.name, table.heading.number),
            "ambiguous_work",
            f"По заголовкам подходит несколько работ: {titles}.",
            "Назовите предмет и класс: --subject и --grade.",
        )
        return None
    return ours[0][1]


def _of_same_tasks(
    ranked: list[tuple["Rank", KnownWork]], works: Sequence[KnownWork], year: int
) -> KnownWork | None:
    if year not in SAME_TASKS or not ranked or ranked[0][0][0] < 1:
        return None
    first, work = ranked[0]
    is_only = len(ranked) == 1 or ranked[1][0] != first
    taken = {(known.year, known.grade, known.subject) for known in works}
    is_free = (year, work.grade, work.subject) not in taken
    return work if is_only and is_free and work.year in SAME_TASKS else None


Rank = tuple[float, float, int]


def _ranked(table: Table, works: Sequence[KnownWork]) -> list[tuple[Rank, KnownWork]]:
    """Works that agree, the best first. A subject of another name must agree in every task."""
    ranked = [(rank, work) for work in works if (rank := _rank(table, work)) is not None]
    named = [pair for pair in ranked if _is_named(table, pair[1])]
    alike = [pair for pair in ranked if pair[0][0] == 1 and _is_of_grade(table, pair[1])]
    return sorted(named or alike, key=lambda pair: pair[0], reverse=True)


def _is_of_year(table: Table, year: int, findings: Findings) -> bool:
    stated = table.mention.year or table.shape.year
    if stated in (None, year):
        return True
    which = "прошлого" if stated == year - 1 else f"{stated}"
    findings.fault(
        Place(table.sheet.name),
        "other_year",
        f"Это форма {which} года." if stated == year - 1 else f"Это файл {which} года.",
        f"Загружается {year} год. Возьмите файл {year} года или укажите год файла.",
        str(stated),
    )
    return False


def _is_named(table: Table, work: KnownWork) -> bool:
    mention = table.mention
    same = not mention.subject or same_subject(mention.subject, work.subject)
    return same and _is_of_grade(table, work)


def _is_of_grade(table: Table, work: KnownWork) -> bool:
    return table.mention.grade in (None, work.grade)


def _rank(table: Table, work: KnownWork) -> Rank | None:
    """How well the tasks agree: by code and maximum, or by position and observed points."""
    if _by_position(table):
        return _rank_by_position(table, work)
    ours = {plain_code(item.code): item.max_points for item in work.items}
    agreeing = sum(
        any(
            ours.get(code) in (item.max_points, _own(ours, code, item.max_points)) and code in ours
            for code in item.codes
        )
        for item in table.items.values()
    )
    share = agreeing / max(len(ours), len(table.items), 1)
    if share < 0.5:
        return None
    return share, 0.0, 0


def _own(ours: dict[str, int], code: str, stated: int | None) -> int | None:
    """A heading without a maximum agrees with any."""
    return ours.get(code) if stated is None else stated


def _by_position(table: Table) -> bool:
    return any(item.codes[0].startswith("#") for item in table.items.values())


def _rank_by_position(table: Table, work: KnownWork) -> Rank | None:
    used = used_positions(table)
    if len(used) != len(work.items):
        return None
    above = exact = 0
    for column, item in zip(used, work.items, strict=True):
        points = _points(table, column)
        above += sum(count for value, count in points.items() if value > item.max_points)
        exact += max(points, default=-1) == item.max_points
    rows = max(len(table.rows()[:LOOK_AT]), 1)
    if above > rows * len(used) * 0.05:
        return None
    return 1.0, -above / rows, exact


def used_positions(table: Table) -> list[int]:
    """Columns of tasks up to the last that anybody filled; the export of 2020 has forty always."""
    rows = table.rows()[:LOOK_AT]
    last = -1
    for column in table.items:
        filled = sum(row.cell(column) not in ("", None) for row in rows)
        if filled > len(rows) * 0.05:
            last = max(last, column)
    return [column for column in table.items if column <= last]


def _points(table: Table, column: int) -> Counter[int]:
    cells = (row.cell(column) for row in table.rows()[:LOOK_AT])
    return Counter(
        int(cell)
        for cell in cells
        if (isinstance(cell, float) and cell.is_integer())
        or (isinstance(cell, str) and cell.strip().isdecimal())
    )


def _of_grade(table: Table, ranked: list[tuple[Rank, KnownWork]]) -> list[tuple[Rank, KnownWork]]:
    grade = _grade_by_codes(table)
    same = [pair for pair in ranked if pair[1].grade == grade]
    return same or ranked


def _grade_by_codes(table: Table) -> int | None:
    """40001 is a participant of grade 4, 100001 of grade 10; otherwise nothing is known."""
    column = table.columns.get(Column.CODE)
    if column is None:
        return None
    grades = Counter(_grade_of_code(row, column) for row in table.rows()[:LOOK_AT])
    grades.pop(0, None)
    grade, count = grades.most_common(1)[0] if grades else (0, 0)
    return grade if count and count >= SURE * grades.total() else None


def _grade_of_code(row: Row, column: int) -> int:
    text = shown(row.cell(column)).strip()
    if len(text) == 5 and text.isdecimal():
        return int(text[0])
    return int(text[:2]) if len(text) == 6 and text.isdecimal() else 0


def _fault_unknown(
    table: Table, ranked: list[tuple[Rank, KnownWork]], year: int, findings: Findings
) -> None:
    place = Place(table.sheet.name, table.heading.number)
    mention = table.mention
    older = [work for rank, work in ranked if rank[0] == 1 and work.year == year - 1]
    same = [work for rank, work in ranked if rank[0] == 1 and work.year != year]
    if older and not mention.subject:
        reason = f"Это форма прошлого года: задания те же, что в работе «{older[0].title}»."
    elif same and not mention.subject:
        reason = f"Задания как в работе «{same[0].title}», а загружается {year} год."
    elif mention.subject:
        grade = f", {mention.grade} класс" if mention.grade else ""
        reason = f"Работы «{mention.subject}{grade}» {year} года с такими заданиями нет в каталоге."
    else:
        reason = f"Работы {year} года с такими заданиями нет в каталоге."
    findings.fault(place, "unknown_work", reason, FILL_CATALOGUE)
