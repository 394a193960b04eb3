"""Turns an outline into what the template draws: texts made printable, columns given widths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plans.documents.fonts import FontFiles
from plans.documents.glyphs import SUBSTITUTE, bind, ink
from plans.documents.layout import (
    Page,
    column_widths,
    count_lines,
    cut_long_words,
    keeps_together,
    row_lines,
)
from plans.documents.order_stamp import is_annex
from plans.documents.outline import OutlineStamp, OutlineWarning, PlanOutline

CAPTIONS = {
    "number": "№ п/п",
    "title": "Мероприятие",
    "deadline": "Срок исполнения",
    "responsible": "Ответственный исполнитель",
    "result": "Ожидаемый результат",
}
UNTITLED = "План мероприятий"
DASHED = re.compile(r"\s*[-–—•▪]")
LIST_MARK = re.compile(r"\s*[-–—•▪]\s*")
EXECUTOR = re.compile(r"^\s*(исп\.|исполнитель)|\d[\d\-() ]{4,}\d\s*$|\bтел\.", re.IGNORECASE)
TELEPHONE_ALONE = re.compile(r"^[\W\d_]*(тел\.?)?[\W\d_]*$", re.IGNORECASE)


@dataclass
class Pen:
    """Makes texts printable and remembers what the font could not draw, and where that stood."""

    fonts: FontFiles
    page: Page
    warnings: list[OutlineWarning] = field(default_factory=list)

    def write(self, text: str, *, row: int | None = None, column: str = "") -> str:
        inked = ink(text, self.fonts.regular)
        for character in inked.lost:
            self.warnings.append(_replaced(character, row, column))
        return cut_long_words(bind(inked.text), self.fonts.regular, self.page)

    def lines(self, text: str, *, row: int | None = None, column: str = "") -> list[str]:
        """The paragraphs of a text; empty ones do not print."""
        written = self.write(text, row=row, column=column)
        return [line.strip(" ") for line in written.split("\n") if line.strip()]


def _replaced(character: str, row: int | None, column: str) -> OutlineWarning:
    shown = f"«{character}» " if character.isprintable() else ""
    return OutlineWarning(
        code="character-replaced",
        message=f"Символа {shown}(U+{ord(character):04X}) нет в шрифте печати: "
        f"вместо него напечатан знак «{SUBSTITUTE}».",
        row=row,
        column=column,
    )


def describe(outline: PlanOutline, pen: Pen) -> dict[str, Any]:
    """Everything the template needs, in plain JSON values."""
    captions = outline.columns or [CAPTIONS[name] for name in outline.fields]
    printed = [" ".join(pen.lines(caption, column=caption)) for caption in captions]
    rows = list(_rows(outline, captions, pen))
    cells = [["\n".join(cell) for cell in row["cells"]] for row in rows if "cells" in row]
    widths = column_widths(printed, cells, pen.fonts, pen.page)
    title = "\n".join(pen.lines(outline.title))
    legend, executor = part_footer(outline.footer)
    return {
        "layout": pen.page.as_json(),
        "stamps": place_stamps(
            [
                OutlineStamp(stamp.kind, [line for text in stamp.lines for line in pen.lines(text)])
                for stamp in outline.stamps
            ]
        ),
        "title": title,
        "document_title": title.replace("\n", " ") or UNTITLED,
        "preamble": group_preamble([line for text in outline.preamble for line in pen.lines(text)]),
        "captions": printed,
        "fields": list(outline.fields),
        "widths": widths,
        "rows": [_placed(row, widths, pen) for row in rows],
        "legend": [line for text in legend for line in pen.lines(text)],
        "executor": [line for text in executor for line in pen.lines(text)],
    }


def _rows(outline: PlanOutline, captions: list[str], pen: Pen) -> Iterator[dict[str, Any]]:
    """Section rows and activity rows, numbered for warnings from 1 under the captions."""
    row = 0
    for section in outline.sections:
        if section.title.strip():
            row += 1
            yield {"section": " ".join(pen.lines(section.title, row=row))}
        for activity in section.activities:
            row += 1
            yield {
                "cells": [
                    pen.lines(getattr(activity, name), row=row, column=caption)
                    for name, caption in zip(outline.fields, captions, strict=True)
                ]
            }


def _placed(row: dict[str, Any], widths: list[float], pen: Pen) -> dict[str, Any]:
    if "section" in row:
        return {**row, "lines": count_lines(row["section"], sum(widths), pen.fonts.bold, pen.page)}
    texts = ["\n".join(lines) for lines in row["cells"]]
    lines = row_lines(texts, widths, pen.fonts.regular, pen.page)
    return {
        "cells": [
            [_paragraph(line, width, pen) for line in lines]
            for lines, width in zip(row["cells"], widths, strict=True)
        ],
        "lines": lines,
        "together": keeps_together(lines, pen.page),
    }


def _paragraph(line: str, width: float, pen: Pen) -> dict[str, Any]:
    lines = count_lines(line, width - 2 * pen.page.inset_x, pen.fonts.regular, pen.page)
    return {
        "text": line,
        "dashed": bool(DASHED.match(line)),
        "whole": keeps_together(lines, pen.page),
    }


def place_stamps(stamps: list[OutlineStamp]) -> list[dict[str, list[str] | None]]:
    """Agreement to the left, approval to the right; a lone stamp stands to the right.

    «Приложение …» is the first thing on the right, whatever else there is.
    """
    if len(stamps) == 1:
        return [{"left": None, "right": stamps[0].lines}]
    annexes = [stamp.lines for stamp in stamps if is_annex(stamp)]
    left = [stamp.lines for stamp in stamps if stamp.kind == "agreed"]
    approved = [stamp for stamp in stamps if stamp.kind == "approved" and not is_annex(stamp)]
    right = [stamp.lines for stamp in approved]
    first = len(right)
    while len(left) > len(right) + 1:
        right.insert(first, left.pop())  # downwards in the order of signing
    while len(right) > len(left) + 1 or (len(right) > 1 and not left):
        left.append(right.pop(0))
    right = annexes + right
    return [
        {
            "left": left[index] if index < len(left) else None,
            "right": right[index] if index < len(right) else None,
        }
        for index in range(max(len(left), len(right)))
    ]


def group_preamble(lines: list[str]) -> list[dict[str, Any]]:
    """Plain paragraphs, and lists where the document had them: after a colon, or with a mark."""
    groups: list[dict[str, Any]] = []
    for line in lines:
        kind = "list" if _is_item(line, groups) else "text"
        text = LIST_MARK.sub("", line, count=1) if kind == "list" else line
        if groups and groups[-1]["kind"] == kind:
            groups[-1]["lines"].append(text)
        else:
            groups.append({"kind": kind, "lines": [text]})
    return groups


def _is_item(line: str, groups: list[dict[str, Any]]) -> bool:
    if LIST_MARK.match(line):
        return True
    if not groups:
        return False
    before = groups[-1]["lines"][-1]
    follows = before.endswith(":") or (groups[-1]["kind"] == "list" and not before.endswith("."))
    return follows and line[:1].islower()


def part_footer(footer: list[str]) -> tuple[list[str], list[str]]:
    """The legend of abbreviations, and the lines of the executor (name, telephone) at its end."""
    start = len(footer)
    while start and EXECUTOR.search(footer[start - 1]):
        start -= 1
    # A telephone on a line of its own belongs to the name above it.
    if 0 < start < len(footer) and TELEPHONE_ALONE.match(footer[start]):
        start -= 1
    return footer[:start], footer[start:]
