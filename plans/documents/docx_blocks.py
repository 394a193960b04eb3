"""A document as runs of lines and tables, in the order of print."""

from itertools import count

from lxml import etree

from plans.documents.columns import find_header
from plans.documents.docx_numbering import Labels, Styles
from plans.documents.docx_package import DocxPackage, W
from plans.documents.docx_table import Row, Table, read_table
from plans.documents.docx_text import Paragraph, TextReader, children, text_boxes
from plans.documents.heading import Line, lines_of
from plans.documents.outline import OutlineWarning
from plans.errors import PlanFileError

Block = list[Line] | Table
# Places of layout cells are kept apart from those of text boxes.
_FIRST_CELL_PLACE = 1_000_000
_MAX_TABLE_DEPTH = 5
_MAX_PARAGRAPHS = 60_000


def read_blocks(package: DocxPackage, warnings: list[OutlineWarning]) -> list[Block]:
    """The document as runs of lines and tables, tables within layout tables taken out of them."""
    body = package.document().find(W + "body")
    assert body is not None  # noqa: S101 - the package has checked it
    _check_shape(body)
    styles = Styles(package.sibling("styles.xml"))
    labels = Labels(body, styles, package.sibling("numbering.xml"))
    reader = _BlockReader(TextReader(styles, labels))
    reader.read(body)
    if body.find(f".//{W}footnoteReference") is not None:
        message = "В файле есть сноски, их текст не перенесён."
        warnings.append(OutlineWarning("footnotes", message))
    return reader.blocks


def _check_shape(body: etree._Element) -> None:
    """Each level of tables in tables is read again by the level above: a few are enough."""
    if sum(1 for _ in body.iter(W + "p")) > _MAX_PARAGRAPHS:
        raise PlanFileError(
            "unpacked-too-large",
            f"В документе больше {_MAX_PARAGRAPHS} абзацев, это не похоже на план. "
            "Скопируйте таблицу плана в новый документ Word и загрузите его.",
        )
    for table in body.iter(W + "tbl"):
        if sum(1 for _ in table.iterancestors(W + "tbl")) >= _MAX_TABLE_DEPTH:
            raise PlanFileError(
                "nested-too-deep",
                f"В документе таблицы вложены друг в друга глубже {_MAX_TABLE_DEPTH} уровней. "
                "Вынесите таблицу плана из других таблиц и загрузите файл снова.",
            )


class _BlockReader:
    """Walks the body in order. Every text box and layout cell gets a place of its own."""

    def __init__(self, text: TextReader) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._places = count(1)
        self._tables = count(1)
        self._before = ""

    def read(self, container: etree._Element, place: int = 0) -> None:
        """Reads the body, or a cell that lays out other tables."""
        for child in children(container):
            if child.tag == W + "p":
                self._read_paragraph(child, place)
            elif child.tag == W + "tbl":
                self._read_table(child)

    def _read_paragraph(self, element: etree._Element, place: int) -> None:
        for box in text_boxes(element):
            inner = [child for child in children(box) if child.tag == W + "p"]
            self._add_paragraphs(list(self._text.paragraphs(inner)), next(self._places))
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._before += self._text.paragraph(element).text
            return
        self._add_paragraphs([self._text.paragraph(element, self._before)], place)
        self._before = ""

    def _read_table(self, element: etree._Element) -> None:
        """A table around the plan's own table is a frame: what is inside it counts."""
        table = read_table(element, self._text)
        if find_header(table) is None and _frames_a_plan(element, self._text):
            for cell in element.iter(W + "tc"):
                if next(cell.iterancestors(W + "tbl"), None) is element:
                    self.read(cell, next(self._places))
            return
        table.number = next(self._tables)
        self.blocks.append(table)

    def _add_paragraphs(self, paragraphs: list[Paragraph], place: int) -> None:
        lines = [line for paragraph in paragraphs for line in lines_of(paragraph, place)]
        if self.blocks and isinstance(self.blocks[-1], list):
            self.blocks[-1] += lines
        elif lines:
            self.blocks.append(lines)


def _frames_a_plan(element: etree._Element, reader: TextReader) -> bool:
    inner = element.iterdescendants(W + "tbl")
    return any(find_header(read_table(table, reader)) is not None for table in inner)


def layout_lines(rows: list[Row]) -> list[Line]:
    """Cells of a table that only lays text out, column by column: a stamp may fill several rows."""
    lines: list[Line] = []
    columns = sorted({(cell.start, cell.span) for row in rows for cell in row.cells})
    for place, column in enumerate(columns, start=_FIRST_CELL_PLACE):
        for cell in (cell for row in rows for cell in row.cells):
            if (cell.start, cell.span) == column and not cell.continued:
                lines += [line for p in cell.paragraphs for line in lines_of(p, place)]
    return lines
