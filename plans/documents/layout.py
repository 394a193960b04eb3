"""Arithmetic of the page: how wide each column is and which rows must not be cut.

All sizes are points (1/72 inch). The template draws with the very numbers that are counted here.
"""

import re
from dataclasses import asdict, dataclass
from itertools import permutations
from math import ceil
from statistics import fmean

from plans.documents.fonts import FAMILY, Face, FontFiles

NO_BREAK = "\u00a0"
ZERO_WIDTH_SPACE = "\u200b"
MILLIMETRE = 72 / 25.4
# Where a line may end besides spaces: after a hyphen, a dash or a slash. A no-break space is none.
PIECES = re.compile(r"[^ \n\-–—/\u200b]+[\-–—/]*|[\-–—/]+")
CAPTION_PIECES = re.compile(r"[^ \n]+")
# Widths are added up without kerning; the real line may be a little wider.
SLACK = 1.02
WIDEST_LETTER = 1.1  # of the type size
# A word wider than this share of the table is cut: one long address must not starve the rest.
WIDEST_WORD = 0.18  # five such columns still fit side by side
# Ragged lines waste about a tenth of the room.
UNEVEN = 1.1
STEP = 6.0
STEPS = 40
SAMPLE = 40
TIE = 0.05
WIDEST_SHORT_LINE = 0.13
NARROW_COLUMN = 0.045
# Rows up to this part of the page move whole to the next one; taller ones are cut.
TOGETHER = 0.4


@dataclass(frozen=True)
class Page:
    """Landscape A4; margins not under those of the office rules (20, 10, 20, 20 mm)."""

    family: str = FAMILY
    size: float = 12.0
    title_size: float = 14.0
    line: float = 14.0
    inset_x: float = 4.5
    inset_y: float = 2.5
    page_width: float = 297 * MILLIMETRE
    page_height: float = 210 * MILLIMETRE
    margin_left: float = 20 * MILLIMETRE
    margin_right: float = 15 * MILLIMETRE
    margin_top: float = 20 * MILLIMETRE
    margin_bottom: float = 20 * MILLIMETRE

    @property
    def width(self) -> float:
        return self.page_width - self.margin_left - self.margin_right

    @property
    def height(self) -> float:
        return self.page_height - self.margin_top - self.margin_bottom

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def column_widths(
    captions: list[str], rows: list[list[str]], fonts: FontFiles, page: Page
) -> list[float]:
    """Each column gets room for its longest word; the rest goes where it saves most height.

    `rows` hold the cells in the order of `captions`. The widths add up to the width of the page.
    """
    columns = [[row[index] for row in rows] for index in range(len(captions))]
    least = [
        _least_width(caption, cells, fonts, page)
        for caption, cells in zip(captions, columns, strict=True)
    ]
    if sum(least) >= page.width or not rows:
        return [width * page.width / sum(least) for width in least]
    wanted = [
        least[index] + _amount(cells, fonts.regular, page) for index, cells in enumerate(columns)
    ]
    shared = _share(least, wanted, page.width)
    return _balance(shared, least, _sample(rows), fonts.regular, page)


def _sample(rows: list[list[str]]) -> list[list[str]]:
    """Rows evenly taken from the whole plan: enough to judge widths, few enough to be quick."""
    return rows[:: ceil(len(rows) / SAMPLE)]


def _balance(
    widths: list[float], least: list[float], rows: list[list[str]], face: Face, page: Page
) -> list[float]:
    """Moves room from column to column, a step at a time, as long as the table gets lower."""
    lengths = [
        [
            [face.width(line, page.size) * UNEVEN for line in cell.split("\n") if line]
            for cell in row
        ]
        for row in rows
    ]
    best, height = widths, _height(lengths, widths, page)
    for _ in range(STEPS):
        tried = [(_height(lengths, moved, page), moved) for moved in _moves(best, least)]
        lowest, moved = min(tried, default=(height, best))
        if lowest >= height:
            break
        best, height = moved, lowest
    return best


def _moves(widths: list[float], least: list[float]) -> list[list[float]]:
    moves = []
    for giver, taker in permutations(range(len(widths)), 2):
        if widths[giver] - STEP >= least[giver]:
            moved = list(widths)
            moved[giver] -= STEP
            moved[taker] += STEP
            moves.append(moved)
    return moves


def _height(lengths: list[list[list[float]]], widths: list[float], page: Page) -> float:
    """Height in lines. The tallest cell makes the row; the others break ties."""
    room = [width - 2 * page.inset_x for width in widths]
    height = 0.0
    for row in lengths:
        cells = [
            sum(_lines(length, inner) for length in cell)
            for cell, inner in zip(row, room, strict=True)
        ]
        height += max(cells) + TIE * sum(cells)
    return height


def _lines(length: float, inner: float) -> float:
    """Not rounded up to whole lines, or small steps would show no gain."""
    return 1.0 if length <= inner else length / inner + 0.5


def _least_width(caption: str, cells: list[str], fonts: FontFiles, page: Page) -> float:
    word = max(
        _widest(CAPTION_PIECES.findall(caption), fonts.bold, page),
        _widest([word for cell in cells for word in PIECES.findall(cell)], fonts.regular, page),
    )
    # Dates and other short lines look best uncut.
    short = WIDEST_SHORT_LINE * page.width
    lines = [fonts.regular.width(line, page.size) for cell in cells for line in cell.split("\n")]
    line = max((width for width in lines if width <= short), default=0.0)
    padded = max(min(word, WIDEST_WORD * page.width), line) * SLACK + 2 * page.inset_x
    return max(padded, NARROW_COLUMN * page.width)


def _widest(words: list[str], face: Face, page: Page) -> float:
    return max((face.width(word, page.size) for word in set(words)), default=0.0)


def _amount(cells: list[str], face: Face, page: Page) -> float:
    """Mean width of a cell's text set in one line: the measure of its need for room."""
    if not cells:
        return 0.0
    return fmean(face.width(cell.replace("\n", " "), page.size) for cell in cells)


def _share(least: list[float], wanted: list[float], width: float) -> list[float]:
    """Widths in proportion to `wanted`, but none under `least`; they add up to `width`."""
    fixed: set[int] = set()
    while True:
        free = [index for index in range(len(least)) if index not in fixed]
        left = width - sum(least[index] for index in fixed)
        total = sum(wanted[index] for index in free)
        shares = {index: left * wanted[index] / total for index in free}
        starved = {index for index in free if shares[index] < least[index]}
        if not starved:
            return [shares.get(index, least[index]) for index in range(len(least))]
        fixed |= starved


def keeps_together(lines: int, page: Page) -> bool:
    """Whether a row of so many lines is low enough to move whole to the next page."""
    return lines * page.line <= TOGETHER * page.height


def count_pages(lines: int, page: Page) -> float:
    return lines * page.line / page.height


def row_lines(cells: list[str], widths: list[float], face: Face, page: Page) -> int:
    """Lines of the tallest cell."""
    return max(
        count_lines(cell, width - 2 * page.inset_x, face, page)
        for cell, width in zip(cells, widths, strict=True)
    )


def count_lines(text: str, width: float, face: Face, page: Page) -> int:
    """About how many lines a cell takes: an estimate, a tenth off at most."""
    return sum(
        max(1, ceil(face.width(paragraph, page.size) * UNEVEN / width))
        for paragraph in text.split("\n")
    )


def cut_long_words(text: str, face: Face, page: Page) -> str:
    """Lets what is wider than the widest allowed break: at its no-break spaces, else anywhere.

    Zero-width spaces do that and leave no sign, so that a search still finds the word.
    """
    limit = WIDEST_WORD * page.width
    surely_fits = int(limit / page.size / WIDEST_LETTER)

    def fit(piece: str) -> str:
        if len(piece) <= surely_fits or face.width(piece, page.size) <= limit:
            return piece
        if NO_BREAK in piece:
            return " ".join(fit(part) for part in piece.split(NO_BREAK))
        return ZERO_WIDTH_SPACE.join(piece)

    return PIECES.sub(lambda found: fit(found.group()), text)
