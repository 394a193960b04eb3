"""What the page shows of a file before it becomes a plan."""

import datetime

from plans.deadlines import SchoolQuarters
from plans.documents.docx_reader import read_plan
from plans.reports.preview import preview_of
from plans.reports.working_days import Term
from tests.plans.docx_plans import (
    CAPTIONS,
    FIRST,
    SECOND,
    THIRD,
    TITLE,
    document,
    paragraph,
    table,
)

TERM = Term(datetime.date(2025, 9, 1), datetime.date(2026, 8, 31), SchoolQuarters({}))


def test_a_warning_of_the_second_table_stands_in_a_row_of_the_second_table():
    data = document(
        paragraph(TITLE, align="center"),
        table(CAPTIONS, FIRST, SECOND),
        paragraph("Раздел 2. Проверка"),
        table(CAPTIONS, THIRD, ("", *FIRST[1:]), ("5", *SECOND[1:])),
    )

    preview = preview_of(read_plan(data), left_out=(), term=TERM)

    warned = {row.number: [one.code for one in row.warnings] for row in preview.rows}
    assert warned == {1: [], 2: [], 3: [], 4: ["missing-number"], 5: []}
