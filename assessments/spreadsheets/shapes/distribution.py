"""«Распределение первичных баллов»: the table of a region, and the report of one work.

The table has a row for each school and work; the columns of scores go up to the longest work.
"""

from assessments.spreadsheets.shapes.report_tables import ReportShape, numbers_among
from assessments.spreadsheets.workbook import Row

MOST_POINTS = 200


def _scores(row: Row) -> dict[int, int]:
    found = numbers_among(row, range(MOST_POINTS + 1))
    return found if len(found) > 5 else {}  # marks are but four


REGIONAL = ReportShape(
    code="score-distribution",
    title="Распределение первичных баллов",
    known_by=("Год", "Класс", "Предмет", "Кол-во участников"),
    values=_scores,
    group=("ОО",),
    login=("Логин",),
    municipality=("Муниципалитет",),
    work=("Год", "Класс", "Предмет"),
)

OF_GROUPS = ReportShape(
    code="score-distribution",
    title="Распределение первичных баллов",
    known_by=("Группы участников", "Кол-во участников"),
    values=_scores,
)
