"""Tables of the clipboard's HTML, as Word, Excel, LibreOffice and browsers write it.

Word leaves in it its own marks: `o:p`, conditional comments, styles that begin with `mso-`. Numbers
of automatic lists are there as text inside `mso-list:Ignore`; unlike those of a file they can be
kept. Nothing is loaded from anywhere, and nothing but text comes out.
"""

import re
from collections.abc import Iterator

from lxml import etree

from plans.documents.clipboard.cell_text import cell_paragraphs, is_hidden, style_of
from plans.documents.clipboard.grid import table_of
from plans.documents.docx_table import MAX_COLUMNS, Cell, Table

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_ROWSPAN = 1_000


def read_html(html: str) -> Table | None:
    """All outer tables as one; None where there is no table.

    Raises:
        PlanFileError: too-many-rows, cell-too-long.
    """
    root = _parsed(html)
    tables = list(_outer_tables(root)) if root is not None else []
    if not tables:
        return None
    return table_of([cells for table in tables for cells in _rows(table)])


def _parsed(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, recover=True, encoding="utf-8"
    )
    try:
        return etree.fromstring(_CONTROLS.sub("", html).encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError:  # nothing in it but blanks and comments
        return None


def _outer_tables(element: etree._Element) -> Iterator[etree._Element]:
    for table in element.iter("table"):
        if next(table.iterancestors("table"), None) is None:
            yield table


def _rows(table: etree._Element) -> Iterator[list[Cell]]:
    """The cells of each row; one that reaches down is repeated below as continued."""
    reaching: dict[int, tuple[Cell, int]] = {}
    for tr in table.iter("tr"):
        if next(tr.iterancestors("table")) is not table or is_hidden(tr):
            continue
        yield _row(tr, reaching)


def _row(tr: etree._Element, reaching: dict[int, tuple[Cell, int]]) -> list[Cell]:
    cells: list[Cell] = []
    position = 0
    for td in tr.iterchildren("td", "th"):
        position = _take_from_above(cells, position, reaching)
        if position >= MAX_COLUMNS:
            break
        cell = _cell(td, position)
        cells.append(cell)
        below = _whole(td.get("rowspan"), _MAX_ROWSPAN) - 1
        if below:
            reaching[position] = (cell, below)
        position += cell.span
    _take_from_above(cells, position, reaching)
    return cells


def _take_from_above(
    cells: list[Cell], position: int, reaching: dict[int, tuple[Cell, int]]
) -> int:
    """Appends what reaches down into this place; gives the next free place."""
    while position in reaching:
        above, left = reaching.pop(position)
        if left > 1:
            reaching[position] = (above, left - 1)
        cells.append(Cell(above.paragraphs, position, above.span, continued=True))
        position += above.span
    return position


def _cell(td: etree._Element, position: int) -> Cell:
    span = min(_whole(td.get("colspan"), MAX_COLUMNS), MAX_COLUMNS - position)
    align = td.get("align", "") or style_of(td).get("text-align", "")
    return Cell(
        cell_paragraphs(td, align=align.lower()),
        position,
        max(span, 1),
        nested=next(td.iter("table"), None) is not None,
    )


def _whole(text: str | None, most: int) -> int:
    """A span as written: a whole number from 1."""
    written = (text or "").strip()
    return min(max(int(written), 1), most) if written.isascii() and written[:6].isdigit() else 1
