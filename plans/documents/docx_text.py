"""Paragraphs of a Word document as a reader of the printed page sees them.

Content controls, tracked insertions, links and fields are see-through; deleted, moved-away and
hidden text is not there; a text box is not part of the line it is anchored to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from plans.documents.docx_numbering import MC_FALLBACK, Labels, Styles
from plans.documents.docx_package import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH = {_MATH_TEXT[:-1] + name for name in ("oMath", "oMathPara")}
_SEE_THROUGH = {
    W + name
    for name in ("customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "bdo", "dir")
}
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_DRAWINGS = {W + "drawing", W + "pict", W + "object"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
BULLET = "–"  # whatever sign Word draws, this one is in every font
_BULLETS = {"F0B7", "F0A7", "F0D8", "F0FC", "F0A8", "F076"}


@dataclass(frozen=True)
class Paragraph:
    """`text` may hold soft line ends and tabs; `label` is the automatic number (see Labels)."""

    text: str
    align: str = ""
    label: str | None = ""
    bold: bool = False
    bullet: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines that have something in them, with single spaces."""
        return [line for line in map(one_line, self.text.split("\n")) if line]

    @property
    def listed_lines(self) -> list[str]:
        """The lines as they look in print: the first one after its number or sign."""
        lines, mark = self.lines, BULLET if self.bullet else self.label
        return [f"{mark} {lines[0]}", *lines[1:]] if lines and mark else lines


def one_line(text: str) -> str:
    """Any run of blanks, tabs and line ends becomes one space."""
    return " ".join(text.translate(_INVISIBLE).split())


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The children that print, through whatever wraps them."""
    for child in element:
        if child.tag == W + "sdt":
            if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                for content in child.findall(W + "sdtContent"):
                    yield from children(content)
        elif child.tag == MC + "AlternateContent":
            yield from children(_chosen(child))
        elif child.tag in _SEE_THROUGH:
            yield from children(child)
        elif isinstance(child.tag, str):
            yield child


def _chosen(alternatives: etree._Element) -> etree._Element:
    """One of several writings of the same thing, never two."""
    for name in ("Choice", "Fallback"):
        found = alternatives.find(MC + name)
        if found is not None:
            return found
    return etree.Element("nothing")


class TextReader:
    """Reads paragraphs with what styles and lists add to them."""

    def __init__(self, styles: Styles, labels: Labels) -> None:
        self._styles = styles
        self._labels = labels

    def paragraph(self, element: etree._Element, before: str = "") -> Paragraph:
        """One paragraph; `before` is the text of one whose end was deleted under tracking."""
        return Paragraph(
            text=before + _text(element),
            align=self._styles.alignment(element),
            label=self._labels.of(element),
            bold=_is_bold(element),
            bullet=self._labels.is_bullet(element),
        )

    def paragraphs(self, elements: list[etree._Element]) -> Iterator[Paragraph]:
        """Paragraphs in order, each after the text boxes anchored in it."""
        before = ""
        for element in elements:
            for box in text_boxes(element):
                yield from self.paragraphs([p for p in children(box) if p.tag == W + "p"])
            if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                before += _text(element)
                continue
            yield self.paragraph(element, before)
            before = ""
        if before:
            yield Paragraph(before)


def text_boxes(paragraph: etree._Element) -> list[etree._Element]:
    """The text boxes anchored in a paragraph, outermost ones, each once."""
    boxes: list[etree._Element] = []
    for run in children(paragraph):
        for drawing in children(run) if run.tag == W + "r" else ():
            if drawing.tag in _DRAWINGS:
                boxes += [box for box in drawing.iter(W + "txbxContent") if _is_outer(box, drawing)]
    return boxes


def _is_outer(box: etree._Element, drawing: etree._Element) -> bool:
    for outer in box.iterancestors():
        if outer is drawing:
            return True
        if outer.tag in (W + "txbxContent", MC_FALLBACK):
            return False
    return True


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for child in children(paragraph):
        if child.tag == W + "r":
            parts += _run(child)
        elif child.tag in _MATH:
            parts += [text.text or "" for text in child.iter(_MATH_TEXT)]
    return "".join(parts)


def _run(run: etree._Element) -> Iterator[str]:
    if _is_on(run, "vanish"):
        return
    for child in children(run):
        tag = str(child.tag)
        if tag == W + "t":
            yield child.text or ""
        elif tag == W + "br":
            yield "\n" if child.get(W + "type", "textWrapping") == "textWrapping" else " "
        elif tag == W + "sym":
            yield _symbol(child.get(W + "char", ""))
        else:
            yield _CHARACTERS.get(tag, "")


def _symbol(code: str) -> str:
    """A character of a symbol font: bullets stay bullets, other private codes have no text."""
    if code.upper() in _BULLETS:
        return "•"
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code) or 0xD800 <= int(code, 16) <= 0xF8FF:
        return ""
    return chr(int(code, 16))


def _is_bold(paragraph: etree._Element) -> bool:
    """Every run with text in it is bold."""
    runs = [child for child in children(paragraph) if child.tag == W + "r"]
    told = [run for run in runs if "".join(_run(run)).strip()]
    return bool(told) and all(_is_on(run, "b") for run in told)


def _is_on(run: etree._Element, name: str) -> bool:
    node = run.find(f"{W}rPr/{W}{name}")
    return node is not None and node.get(W + "val", "true") not in ("0", "false", "off")
