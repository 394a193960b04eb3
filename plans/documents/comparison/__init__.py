"""What changed from one plan to another: rows found again, words that differ, the sheet around."""

from plans.documents.comparison.around import PartChange
from plans.documents.comparison.rows import (
    CellChange,
    Comparison,
    RowChange,
    SectionChange,
    compare_outlines,
)
from plans.documents.comparison.words import BothTexts, Piece, compare_words

__all__ = [
    "BothTexts",
    "CellChange",
    "Comparison",
    "PartChange",
    "Piece",
    "RowChange",
    "SectionChange",
    "compare_outlines",
    "compare_words",
]
