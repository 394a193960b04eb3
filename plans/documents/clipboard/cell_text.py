"""The lines of one cell of copied HTML."""

import re

from lxml import etree

from plans.documents.docx_text import Paragraph, one_line

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "tbody", "thead", "caption",
    "blockquote", "pre", "center", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
}  # fmt: skip
_UNSEEN = {
    "style", "script", "template", "head", "title", "xml", "noscript", "iframe", "object", "del",
    "select", "textarea", "svg", "math", "applet", "embed",
}  # fmt: skip
_BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"}
_NUMBER = re.compile(r"\(?[0-9A-Za-zА-Яа-яЁё]{1,7}(?:\.\d{1,4})*[.)]{1,2}|\d{1,4}(?:\.\d{1,4})+")
_DASH = "–"


def style_of(element: etree._Element) -> dict[str, str]:
    """What an element's own style says."""
    parts = (part.partition(":") for part in (element.get("style") or "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in parts if value}


def is_hidden(element: etree._Element) -> bool:
    style = style_of(element)
    return style.get("display") == "none" or style.get("mso-hide") == "all"


def cell_paragraphs(cell: etree._Element, *, align: str = "") -> list[Paragraph]:
    """Paragraphs, line breaks and items of lists, a line each."""
    lines = _Lines()
    _walk(cell, lines, bold=False)
    lines.end()
    return [Paragraph(text, align=align, bold=bold) for text, bold in lines.told]


class _Lines:
    """Collects text; a line is bold when all of it is."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []
        self._pieces: list[tuple[str, bool]] = []

    def add(self, text: str | None, *, bold: bool) -> None:
        if text:
            self._pieces.append((text, bold))

    def end(self) -> None:
        text = one_line("".join(piece for piece, _ in self._pieces))
        if text:
            told = [bold for piece, bold in self._pieces if piece.strip()]
            self.told.append((text, all(told)))
        self._pieces = []


def _walk(element: etree._Element, lines: _Lines, *, bold: bool) -> None:
    lines.add(element.text, bold=bold)
    for child in element:
        if isinstance(child.tag, str):
            _walk_child(child, lines, bold=bold)
        lines.add(child.tail, bold=bold)


def _walk_child(child: etree._Element, lines: _Lines, *, bold: bool) -> None:
    tag = str(child.tag).lower()
    if tag in _UNSEEN or is_hidden(child):
        return
    if tag == "br":
        lines.end()
        return
    if style_of(child).get("mso-list") == "ignore":
        lines.add(f"{_label(one_line(''.join(map(str, child.itertext()))))} ", bold=bold)
        return
    if tag in ("td", "th"):  # of a table inside the cell: its rows are lines
        lines.add(" ", bold=bold)
    if tag in _BLOCKS:
        lines.end()
    if tag == "li":
        lines.add(f"{_item_label(child)} ", bold=bold)
    _walk(child, lines, bold=bold or tag in _BOLD or _is_bold(child))
    if tag in _BLOCKS:
        lines.end()


def _is_bold(element: etree._Element) -> bool:
    return style_of(element).get("font-weight", "") in ("bold", "bolder", "600", "700", "800")


def _label(text: str) -> str:
    """A number as it stands; whatever sign marks an item of another list is a dash."""
    return text if _NUMBER.fullmatch(text) else _DASH


def _item_label(item: etree._Element) -> str:
    parent = item.getparent()
    if parent is None or str(parent.tag).lower() != "ol":
        return _DASH
    start = (parent.get("start") or "1").strip()
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}."
