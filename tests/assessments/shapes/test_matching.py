"""An export of 2021 names neither work nor tasks: the work is known by what is in the columns."""

import random

import pytest

from assessments.documents.catalogue_file import read_catalogue_file
from assessments.management.commands.load_works import DATA
from assessments.spreadsheets.findings import Findings
from assessments.spreadsheets.shapes.matching import KnownWork, match_work
from assessments.spreadsheets.shapes.registry import recognise
from assessments.spreadsheets.spec import FormItem
from assessments.spreadsheets.workbook import Row, Sheet, Workbook
from tests.assessments.shapes import builders
from tests.assessments.shapes.builders import Pupil

CATALOGUE = read_catalogue_file((DATA / "works_2021.json").read_text(), "works_2021.json")
WORDED = builders.export_2021([])["Лист1"][0][:9]


def works_of_2021():
    return [
        KnownWork(
            key=number,
            year=2021,
            grade=work.grade,
            subject=work.subject_code,
            items=tuple(FormItem(item.code, item.max_points) for item in work.items),
            max_points=work.max_points,
            title=f"{work.subject_code} {work.grade}",
        )
        for number, work in enumerate(CATALOGUE.works)
    ]


WORKS = works_of_2021()


def workbook(rows):
    cells = [["" if value is None else as_read(value) for value in row] for row in rows]
    return Workbook([Sheet("Лист1", [Row(n, row) for n, row in enumerate(cells, start=1)])])


def as_read(value):
    """Readers of XLSX know no whole numbers."""
    return float(value) if isinstance(value, int) else value


def export(work, pupils=60):
    chance = random.Random(work.key)
    heading = [*WORDED, *[f"балл за {n}" for n in range(1, len(work.items) + 1)]]
    rows = [
        [
            "sch990001", "reg990000", n, str(work.grade * 10_000 + n), 4, "м", f"{work.grade}А", 1,
            0, *[chance.choice(["X", *range(item.max_points + 1)]) for item in work.items],
        ]
        for n in range(1, pupils)
    ]  # fmt: skip
    return workbook([heading, *rows])


def table_of(book):
    return recognise(book, Findings()).table


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.title)
def test_the_work_is_known_by_the_number_of_tasks_and_the_points_given(work):
    findings = Findings()

    found = match_work(table_of(export(work)), WORKS, 2021, findings)

    assert (found, findings.refused) == (work, [])


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.title)
def test_the_work_is_known_by_its_tasks_where_headings_name_them(work):
    pupil = Pupil(1)
    pupil.code = str(work.grade * 10_000 + 1)
    items = [(item.code, item.max_points) for item in work.items]
    book = workbook(builders.export_2022([pupil], items=items)["Протокол"])

    found = match_work(table_of(book), WORKS, 2021, Findings())

    assert found == work


def test_tasks_that_fit_last_year_only_are_called_last_years_form():
    old = WORKS[0]
    book = workbook(
        builders.export_2022([], items=[(i.code, i.max_points) for i in old.items])["Протокол"]
    )
    findings = Findings()

    found = match_work(table_of(book), WORKS, 2022 + 1, findings)

    assert found is None
    assert [fault.code for fault in findings.refused] == ["unknown_work"]


def test_two_works_that_headings_cannot_tell_apart_are_both_named():
    twin = WORKS[0].__class__(**{**WORKS[0].__dict__, "key": 900, "title": "Двойник"})
    findings = Findings()

    found = match_work(table_of(export(WORKS[0])), [WORKS[0], twin], 2021, findings)

    assert found is None
    assert [fault.code for fault in findings.refused] == ["ambiguous_work"]
    assert "Двойник" in findings.refused[0].reason
