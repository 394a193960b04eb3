"""The tables of the Word file, written as elements: row by row, quick for hundreds of rows."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from plans.documents.office.plain import PAGE, captions_of, clean, lines_of, widths_of
from plans.documents.outline import PlanOutline

_TWENTIETHS = 20  # Word measures tables in twentieths of a point
_MM = 72 / 25.4
_STAMP_WIDTH = 80 * _MM
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def add_stamp_table(word: WordDocument, stamps: Sequence[dict[str, list[str] | None]]) -> None:
    """Two columns without lines: agreement to the left, approval to the right."""
    between = PAGE.width - 2 * _STAMP_WIDTH
    table = _table([_STAMP_WIDTH, between, _STAMP_WIDTH], ruled=False)
    for pair in stamps:
        row = _child(table, "w:tr")
        _child(_child(row, "w:trPr"), "w:cantSplit")
        for lines in (pair["left"], None, pair["right"]):
            _cell(row, [line for text in lines or [] for line in lines_of(text)])
    _append(word, table)


def add_plan_table(word: WordDocument, outline: PlanOutline) -> None:
    """The captions come again on every page; a section is one cell over the whole width."""
    table = _table(widths_of(outline), ruled=True)
    header = _child(table, "w:tr")
    look = _child(header, "w:trPr")
    _child(look, "w:cantSplit")
    _child(look, "w:tblHeader")
    for caption in captions_of(outline):
        _cell(header, [" ".join(clean(caption).split())], bold=True, align="center")
    for section in outline.sections:
        title = " ".join(clean(section.title).split())
        if title:
            row = _child(table, "w:tr")
            _child(_child(row, "w:trPr"), "w:cantSplit")
            _cell(row, [title], span=len(outline.fields), bold=True, align="center", with_next=True)
        for activity in section.activities:
            row = _child(table, "w:tr")
            for name in outline.fields:
                align = "center" if name == "number" else ""
                _cell(row, lines_of(getattr(activity, name)), align=align)
    _append(word, table)


def _append(word: WordDocument, table: Element) -> None:
    """Before the properties of the section, which close the body."""
    word.element.body.insert_element_before(table, "w:sectPr")


def _table(widths: Sequence[float], *, ruled: bool) -> Element:
    table: Element = OxmlElement("w:tbl")
    look = _child(table, "w:tblPr")
    _child(look, "w:tblW", w=round(sum(widths) * _TWENTIETHS), type="dxa")
    if ruled:
        borders = _child(look, "w:tblBorders")
        for edge in _EDGES:
            _child(borders, f"w:{edge}", val="single", sz=4, space=0, color="auto")
    _child(look, "w:tblLayout", type="fixed")
    margins = _child(look, "w:tblCellMar")
    for side in ("left", "right"):
        _child(margins, f"w:{side}", w=round(PAGE.inset_x * _TWENTIETHS), type="dxa")
    grid = _child(table, "w:tblGrid")
    for width in widths:
        _child(grid, "w:gridCol", w=round(width * _TWENTIETHS))
    return table


def _cell(
    row: Element,
    lines: Sequence[str],
    *,
    span: int = 1,
    bold: bool = False,
    align: str = "",
    with_next: bool = False,
) -> None:
    cell = _child(row, "w:tc")
    look = _child(cell, "w:tcPr")
    if span > 1:
        _child(look, "w:gridSpan", val=span)
    for line in lines or [""]:
        paragraph = _child(cell, "w:p")
        style = _child(paragraph, "w:pPr")
        if with_next:
            _child(style, "w:keepNext")
        if align:
            _child(style, "w:jc", val=align)
        if line:
            _run(paragraph, line, bold=bold)


def _run(paragraph: Element, text: str, *, bold: bool) -> None:
    run = _child(paragraph, "w:r")
    if bold:
        _child(_child(run, "w:rPr"), "w:b")
    written = _child(run, "w:t")
    written.text = text
    written.set(qn("xml:space"), "preserve")


def _child(parent: Element, name: str, **attributes: object) -> Element:
    child: Element = OxmlElement(name)
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), str(value))
    parent.append(child)
    return child
