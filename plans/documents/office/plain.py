"""What both files need: captions, widths, texts that XML can hold."""

import re

from plans.documents.fonts import find_fonts
from plans.documents.layout import Page, column_widths
from plans.documents.outline import PlanOutline
from plans.documents.paper import CAPTIONS

# XML has no way to write these, not even escaped.
_NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PAGE = Page()


def captions_of(outline: PlanOutline) -> list[str]:
    """The captions as printed; an outline without any takes the usual ones."""
    return outline.columns or [CAPTIONS[name] for name in outline.fields]


def clean(text: str) -> str:
    """Without the characters that a file of Word or Excel cannot hold."""
    return _NOT_FOR_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text that have something in them."""
    return [line for line in clean(text).split("\n") if line.strip()]


def widths_of(outline: PlanOutline) -> list[float]:
    """The widths of the columns in points, as in the PDF."""
    rows = [
        ["\n".join(lines_of(getattr(row, name))) for name in outline.fields]
        for row in outline.activities
    ]
    return column_widths(captions_of(outline), rows, find_fonts(None), PAGE)
