"""A workbook as plain rows, whatever the file behind it tried to do."""

from dataclasses import dataclass, field
from typing import Any

from accounts.files.archives import DEFAULT_LIMITS, MIB, ArchiveLimits, check_archive
from accounts.files.fence import FenceLimits
from accounts.files.workbooks import WorkbookLimits, sheets_in_child

# Nothing in the form is longer than this.
FORM = WorkbookLimits(rows=5_000, columns=300, text=200)
LIMITS = FenceLimits(memory=512 * 1024 * 1024, cpu=10, wall=20)

# A region's report of one work: forty thousand participants, some thirty columns.
REPORT = WorkbookLimits(rows=100_000, columns=300, text=300)
REPORT_ARCHIVE = ArchiveLimits(packed=40 * MIB, unpacked=400 * MIB, cells=8_000_000)
REPORT_LIMITS = FenceLimits(memory=1536 * MIB, cpu=60, wall=120, output=400 * MIB)

REFUSALS = {
    "password": "Файл закрыт паролем. Снимите пароль и загрузите снова.",
    "damaged": "Книга Excel повреждена. Откройте её у себя, сохраните заново и загрузите ещё раз.",
    "too_many_sheets": "В книге слишком много листов. Загрузите форму, скачанную с портала.",
    "too_many_rows": "На листе слишком много строк или столбцов. Удалите всё ниже и правее "
    "таблицы или скопируйте её в чистую форму, скачанную с портала.",
    "too_heavy": "Книгу не удалось открыть: она слишком велика или устроена необычно. Скопируйте "
    "таблицу в чистую форму, скачанную с портала, и загрузите её.",
}


@dataclass(frozen=True)
class CellDate:
    """A cell that Excel holds to be a date or a time."""

    text: str


Cell = str | float | bool | CellDate


@dataclass(frozen=True)
class Row:
    """A filled row: its number as Excel shows it, its cells from column A on."""

    number: int
    cells: list[Cell]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[Row]
    is_visible: bool = True
    # Corners ((top row, left column), (bottom row, right column)), all counted from 0.
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()  # numbers as Excel shows them
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first, last, from 0

    def hides_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True)
class Workbook:
    sheets: list[Sheet]


def read_workbook(
    data: bytes,
    limits: FenceLimits = LIMITS,
    *,
    sizes: WorkbookLimits = FORM,
    archive: ArchiveLimits = DEFAULT_LIMITS,
) -> Workbook:
    """Look into the archive, then let a child open it; FileRefused says what to mend."""
    check_archive(data, kind="xlsx", limits=archive)
    return read_in_child(data, limits, sizes)


def read_report(data: bytes) -> Workbook:
    """The same for a file of many schools, which may be much larger than a form."""
    return read_workbook(data, REPORT_LIMITS, sizes=REPORT, archive=REPORT_ARCHIVE)


def read_in_child(
    data: bytes, limits: FenceLimits = LIMITS, sizes: WorkbookLimits = FORM
) -> Workbook:
    """The child alone, without the look into the archive: the second wall must hold by itself."""
    return workbook_of(sheets_in_child(data, limits=sizes, fence=limits, refusals=REFUSALS))


def workbook_of(sheets: list[dict[str, Any]]) -> Workbook:
    """The answer of the child as dataclasses."""
    return Workbook([_sheet(sheet) for sheet in sheets])


def _sheet(found: dict[str, Any]) -> Sheet:
    return Sheet(
        name=found["name"],
        rows=[Row(number, _cells(cells)) for number, cells in found["rows"]],
        is_visible=found["visible"],
        merged=[(tuple(start), tuple(end)) for start, end in found["merged"]],
        hidden_rows=frozenset(found["hidden_rows"]),
        hidden_columns=[(first - 1, last - 1) for first, last in found["hidden_columns"]],
    )


def _cells(cells: list[Any]) -> list[Cell]:
    """Rows without a date, which are nearly all, are taken as they are."""
    if dict not in {*map(type, cells)}:
        return cells
    return [CellDate(cell["date"]) if isinstance(cell, dict) else cell for cell in cells]
