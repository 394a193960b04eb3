"""Points, variant, marks and total of one row, each from its column."""

from assessments.spreadsheets.cells import SHIFTED, Spot, check_total, read_mark, read_score
from assessments.spreadsheets.findings import Findings
from assessments.spreadsheets.shapes.binding import Bound
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.tables import Table
from assessments.spreadsheets.spec import MARKS, FormItem, Score, Unscored
from assessments.spreadsheets.workbook import Cell, Row

MAX_VARIANT = 99
SEX = {"м", "ж", "д", "муж", "жен"}

Scores = tuple[Score | None, ...]


class RowCells:
    """Reads cells of rows of one table; None means that a fault was noted."""

    def __init__(self, table: Table, bound: Bound, findings: Findings) -> None:
        self.table, self.bound, self.findings = table, bound, findings
        self.column = table.columns.get
        self.highest = sum(item.max_points for item, _ in bound)
        # Nearly every cell is found here at once; the rest is looked at twice.
        self.plain = [(column, _plain_scores(item)) for item, column in bound]

    def scores(self, row: Row) -> Scores:
        cells = row.cells
        width = len(cells)
        scores = tuple(
            table.get(cells[column]) if column < width else None for column, table in self.plain
        )
        # ИСТИНА equals one in a dictionary.
        if None not in scores and bool not in map(type, cells):
            return scores
        return tuple(self.score(row, item, column) for item, column in self.bound)

    def score(self, row: Row, item: FormItem, column: int) -> Score | None:
        spot = self.spot_at(row, column)
        score = None if isinstance(spot.cell, bool) else _plain_scores(item).get(spot.cell)
        return read_score(spot, item) if score is None else score

    def total(self, row: Row, scores: Scores) -> int | None:
        if None in scores:
            return None
        computed = sum(score for score in scores if isinstance(score, int))
        if self.column(Column.TOTAL) is not None:
            cell = self.cell(row, Column.TOTAL)
            if cell != computed or isinstance(cell, bool):
                self.check_total(self.spot(row, Column.TOTAL), computed)
        return computed

    def check_total(self, spot: Spot, computed: int) -> None:
        stated = spot.whole()
        if stated is not None and stated > self.highest:
            spot.fault(
                "total_over_max",
                f"Больше максимума работы: {self.highest} б. По заданиям выходит {computed}.",
                "Исправьте сумму или баллы за задания.",
            )
        else:
            check_total(spot, computed)

    def variant(self, row: Row) -> int | None:
        """Variants are many in exports; a zero says that nobody noted which one it was."""
        if self.column(Column.VARIANT) is None:
            return None
        cell = self.cell(row, Column.VARIANT)
        if isinstance(cell, float) and cell.is_integer() and 1 <= cell <= MAX_VARIANT:
            return int(cell)
        spot = self.spot(row, Column.VARIANT)
        number = spot.whole()
        if number == 0 or (number is None and spot.is_blank):
            second = self.cell(row, Column.SECOND_VARIANT)
            if isinstance(second, float) and 1 <= second <= MAX_VARIANT:
                return int(second)
            spot.mend("no_variant", "вариант не указан")
            return None
        if number is not None and 1 <= number <= MAX_VARIANT:
            return spot.settle(number)
        spot.fault(
            "bad_variant",
            "Это не номер варианта.",
            f"Впишите вариант или «отсутствовал». {SHIFTED}",
        )
        return None

    def journal_mark(self, row: Row, absent: bool) -> int | None:
        if self.column(Column.JOURNAL_MARK) is None:
            return None
        cell = self.cell(row, Column.JOURNAL_MARK)
        if isinstance(cell, float) and cell in MARKS:
            return int(cell)
        spot = self.spot(row, Column.JOURNAL_MARK)
        if absent and spot.is_blank:
            return None
        if spot.words in SEX:
            spot.fault(
                "shifted_row",
                "На месте отметки стоит пол участника.",
                "Строка сдвинута: верните значения в свои столбцы.",
            )
            return None
        return read_mark(spot)

    def stated_mark(self, row: Row) -> int | None:
        cell = self.cell(row, Column.MARK)
        return int(cell) if isinstance(cell, float) and cell in MARKS else None

    def check_absent(self, row: Row) -> None:
        """An absent participant has no points; a total of zero is only a formula."""
        spots = [self.spot_at(row, column) for _, column in self.bound]
        if self.column(Column.TOTAL) is not None and self.cell(row, Column.TOTAL) != 0:
            spots.append(self.spot(row, Column.TOTAL))
        for spot in spots:
            if not spot.is_blank:
                spot.fault(
                    "absent_with_scores",
                    "Участник отмечен как «отсутствовал», но в строке есть баллы.",
                    "Очистите баллы или исправьте вариант.",
                )

    def cell(self, row: Row, column: Column) -> Cell:
        index = self.column(column)
        return "" if index is None else row.cell(index)

    def spot(self, row: Row, column: Column) -> Spot:
        return self.spot_at(row, self.column(column, 0))

    def spot_at(self, row: Row, index: int) -> Spot:
        return Spot(self.findings, self.table.place(row.number, index), row.cell(index))


def _plain_scores(item: FormItem) -> dict[Cell, Score]:
    """What needs no mending: whole points in a number, the two states in their own spelling."""
    scores: dict[Cell, Score] = {float(points): points for points in range(item.max_points + 1)}
    return scores | {str(state): state for state in Unscored}
