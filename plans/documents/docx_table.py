"""A Word table as a logical grid: where each cell begins, how wide it is, what it says.

Rows and cells inside content controls count, deleted rows do not; a cell merged downwards says in
every row what it says in its first; a table inside a cell is read as lines of that cell.
"""

from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from plans.documents.docx_numbering import int_of, value_of
from plans.documents.docx_package import W
from plans.documents.docx_text import Paragraph, TextReader, children, one_line
from plans.errors import PlanFileError

MAX_ROWS = 2_000
MAX_CELL_CHARACTERS = 20_000
MAX_COLUMNS = 63  # Word's own limit


@dataclass
class Cell:
    """One cell of one row; `left` and `right` are its edges as parts of the table's width.

    `continued` tells that the cell is merged with the one above and repeats its text.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    start: int = 0
    span: int = 1
    left: float = 0.0
    right: float = 1.0
    continued: bool = False
    nested: bool = False

    @property
    def text(self) -> str:
        """Paragraphs and soft line ends as lines; blank lines left out."""
        return "\n".join(line for paragraph in self.paragraphs for line in paragraph.lines)

    @property
    def listed_text(self) -> str:
        """The same with the numbers and signs that Word gives to the items of a list."""
        return "\n".join(line for paragraph in self.paragraphs for line in paragraph.listed_lines)

    @property
    def caption(self) -> str:
        """The whole text on one line."""
        return one_line(self.text)

    @property
    def stands_out(self) -> bool:
        """Bold or centred throughout, as headings are."""
        told = [paragraph for paragraph in self.paragraphs if paragraph.lines]
        return bool(told) and all(p.bold or p.align == "center" for p in told)


@dataclass
class Row:
    """`number` counts the rows of the table from 1, as a person would."""

    number: int
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        """Nothing is written in it and nothing is numbered."""
        return not any(cell.text or any(p.label for p in cell.paragraphs) for cell in self.cells)


@dataclass
class Table:
    """`number` counts the tables of the document from 1."""

    rows: list[Row]
    number: int = 1


def table_elements(element: etree._Element) -> list[etree._Element]:
    """The tables right inside a cell."""
    return [child for child in children(element) if child.tag == W + "tbl"]


def read_table(element: etree._Element, reader: TextReader, number: int = 1) -> Table:
    """The grid of one table.

    Raises:
        PlanFileError: too-many-rows, cell-too-long.
    """
    rows: list[Row] = []
    open_merges: dict[int, Cell] = {}
    printed = [tr for tr in children(element) if tr.tag == W + "tr" and not _is_deleted(tr)]
    if len(printed) > MAX_ROWS:
        raise PlanFileError(
            "too-many-rows",
            f"В таблице {len(printed)} строк, портал читает не больше {MAX_ROWS}. "
            "Разделите план на части.",
        )
    for index, tr in enumerate(printed, start=1):
        cells = _read_row(tr, reader, open_merges)
        check_length(cells, index)
        rows.append(Row(index, cells))
    place_cells(rows, _column_widths(element))
    return Table(rows, number)


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _read_row(row: etree._Element, reader: TextReader, open_merges: dict[int, Cell]) -> list[Cell]:
    cells: list[Cell] = []
    position = min(max(int_of(value_of(row, "trPr/gridBefore")), 0), MAX_COLUMNS)
    for tc in children(row):
        if tc.tag != W + "tc" or len(cells) >= MAX_COLUMNS:
            continue
        span = min(max(int_of(value_of(tc, "tcPr/gridSpan"), 1), 1), MAX_COLUMNS)
        if value_of(tc, "tcPr/hMerge") in ("", "continue") and cells:
            cells[-1].span += span
        else:
            cells.append(_read_cell(tc, reader, position, span, open_merges))
        position += span
    return cells


def _read_cell(
    tc: etree._Element, reader: TextReader, start: int, span: int, open_merges: dict[int, Cell]
) -> Cell:
    """A merge downwards that was never begun is a beginning."""
    merge = value_of(tc, "tcPr/vMerge")
    above = open_merges.get(start)
    if merge in ("", "continue") and above is not None:
        return Cell(above.paragraphs, start, span, continued=True)
    nested = bool(table_elements(tc))
    cell = Cell(_cell_paragraphs(tc, reader), start, span, nested=nested)
    open_merges.pop(start, None)
    if merge is not None:
        open_merges[start] = cell
    return cell


def _cell_paragraphs(tc: etree._Element, reader: TextReader) -> list[Paragraph]:
    found: list[Paragraph] = []
    run: list[etree._Element] = []
    for child in children(tc):
        if child.tag == W + "p":
            run.append(child)
        elif child.tag == W + "tbl":
            found += reader.paragraphs(run)
            run = []
            found += [
                Paragraph(" ".join(c.caption for c in row.cells if c.caption and not c.continued))
                for row in read_table(child, reader).rows
            ]
    return [*found, *reader.paragraphs(run)]


def check_length(cells: list[Cell], row: int) -> None:
    """
    Raises:
        PlanFileError: cell-too-long.
    """
    if any(sum(len(p.text) for p in cell.paragraphs) > MAX_CELL_CHARACTERS for cell in cells):
        raise PlanFileError(
            "cell-too-long",
            f"В строке {row} таблицы есть ячейка длиннее {MAX_CELL_CHARACTERS} знаков. "
            "Похоже, в неё попал лишний текст: сократите ячейку и загрузите файл снова.",
        )


def _column_widths(element: etree._Element) -> list[int]:
    grid = element.find(W + "tblGrid")
    columns = grid.findall(W + "gridCol") if grid is not None else []
    return [int_of(column.get(W + "w")) for column in columns[:MAX_COLUMNS]]


def place_cells(rows: list[Row], widths: list[int]) -> None:
    """Turns grid positions into edges: tables that go on one another may have other grids."""
    ends = [cell.start + cell.span for row in rows for cell in row.cells]
    count = max(ends, default=1)
    if len(widths) < count or min(widths) <= 0:
        widths = [1] * count
    edges = [0, *accumulate(widths[:count])]
    for row in rows:
        for cell in row.cells:
            cell.left = edges[cell.start] / edges[-1]
            cell.right = edges[cell.start + cell.span] / edges[-1]
