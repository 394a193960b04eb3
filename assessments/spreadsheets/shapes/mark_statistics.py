"""«Статистика по отметкам»: shares of marks of the sample, region, municipality and school."""

from assessments.spreadsheets.shapes.report_tables import ReportShape, numbers_among
from assessments.spreadsheets.workbook import Row


def _marks(row: Row) -> dict[int, int]:
    found = numbers_among(row, range(2, 6))
    return found if len(found) == 4 else {}


SHAPE = ReportShape(
    code="mark-statistics",
    title="Статистика по отметкам",
    known_by=("Группы участников", "Кол-во участников"),
    values=_marks,
)
