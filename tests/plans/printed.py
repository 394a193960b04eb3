"""Reads printed plans back, as a person with a viewer or a screen reader would."""

import html
import io
import re
import shutil
import subprocess
from dataclasses import dataclass

import pypdf
import pytest

from plans.documents.fonts import find_fonts
from plans.documents.layout import Page
from plans.documents.outline import PlanOutline
from plans.documents.paper import Pen, describe

WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
INVISIBLE = re.compile(r"[\s\u00ad\u200b]")


@dataclass
class Word:
    page: int
    left: float
    right: float
    bottom: float
    text: str


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def bare(text: str) -> str:
    """The text without spaces, line ends and soft hyphens: they fall where the lines end."""
    return INVISIBLE.sub("", text)


def read_pages(pdf: bytes) -> list[str]:
    """The text of each page, cell after cell."""
    return _pdftotext(pdf, "-raw").split("\f")[:-1]


def read_words(pdf: bytes) -> list[Word]:
    pages = _pdftotext(pdf, "-bbox").split("<page ")[1:]
    return [
        Word(number, float(left), float(right), float(bottom), html.unescape(text))
        for number, page in enumerate(pages)
        for left, _, right, bottom, text in WORD.findall(page)
    ]


def _pdftotext(pdf: bytes, way: str) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext here: apt-get install poppler-utils")
    done = subprocess.run(["pdftotext", way, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def column_edges(outline: PlanOutline) -> list[float]:
    page = Page()
    edges = [page.margin_left]
    for width in describe(outline, Pen(find_fonts(), page))["widths"]:
        edges.append(edges[-1] + width)
    return edges


def read_column(words: list[Word], left: float, right: float) -> list[str]:
    """What stands between two edges, page by page, from top to bottom, without spaces.

    The page number in the upper margin is left out.
    """
    pages: list[str] = []
    for number in range(max(word.page for word in words) + 1):
        inside = [
            word
            for word in words
            if word.page == number
            and left <= (word.left + word.right) / 2 < right
            and word.bottom > Page().margin_top
        ]
        inside.sort(key=lambda word: (round(word.bottom), word.left))
        pages.append(bare("".join(word.text for word in inside)))
    return pages


def lost_cells(outline: PlanOutline, pdf: bytes) -> list[str]:
    """Cells whose text is not found again in its own column, in order, over page ends."""
    words = read_words(pdf)
    edges = column_edges(outline)
    lost = []
    for index, name in enumerate(outline.fields):
        pages = read_column(words, edges[index], edges[index + 1])
        # Each page but the first begins with the caption: it would cut a cell that is split.
        caption = bare(outline.columns[index])
        column = pages[0] + "".join(page.removeprefix(caption) for page in pages[1:])
        place = 0
        for activity in outline.activities:
            text = bare(getattr(activity, name))
            found = column.find(text, place)
            if found < 0:
                lost.append(text)
            else:
                place = found + len(text)
    return lost


def words_over_an_edge(outline: PlanOutline, pdf: bytes) -> list[str]:
    """Words of the table's cells that run into the next column or off the page."""
    edges = column_edges(outline)
    printed = {
        bare(word)
        for activity in outline.activities
        for name in outline.fields
        for word in getattr(activity, name).split()
    }
    return [
        word.text
        for word in read_words(pdf)
        # A cut word comes in pieces; a piece of one or two letters proves nothing.
        if len(word.text) > 2
        and any(word.text in whole for whole in printed)
        and any(word.left < edge - 1 and word.right > edge + 1 for edge in edges[1:])
        and not _spans(word, outline)
    ]


def _spans(word: Word, outline: PlanOutline) -> bool:
    """Words of the title, the preamble and section rows rightly cross the edges of columns."""
    wide = [outline.title, *outline.preamble, *outline.footer]
    wide += [section.title for section in outline.sections]
    wide += [line for stamp in outline.stamps for line in stamp.lines]
    return any(word.text in text for text in wide)


def tags(pdf_file: pypdf.PdfReader) -> list[pypdf.generic.DictionaryObject]:
    """Every structure element, in reading order."""
    root = pdf_file.trailer["/Root"]["/StructTreeRoot"]
    return list(_walk(root))


def _walk(element):
    children = element.get("/K", [])
    if not isinstance(children, list):
        children = [children]
    for child in children:
        child = child.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from _walk(child)
