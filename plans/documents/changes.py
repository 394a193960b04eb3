"""«Таблица изменений» on paper: what was, what is, row by row."""

import datetime
import json
from pathlib import Path
from typing import Any

from plans.documents.comparison import Comparison, PartChange, Piece, RowChange, SectionChange
from plans.documents.composing import compose
from plans.documents.fonts import find_fonts
from plans.documents.layout import Page
from plans.documents.paper import Pen

TEMPLATE = Path(__file__).with_name("changes.typ")
HOW = {"added": "Дополнить", "removed": "Исключить", "changed": "Изложить в новой редакции"}


def print_changes(
    comparison: Comparison,
    *,
    title: str,
    old: str,
    new: str,
    captions: dict[str, str],
    created_at: datetime.datetime,
) -> bytes:
    """A PDF that names everything that was added, removed or changed; PDF/A-2a and PDF/UA-1."""
    pen = Pen(fonts=find_fonts(None), page=Page())
    described = {
        "layout": pen.page.as_json(),
        "title": pen.write(" ".join(title.split())),
        "old": pen.write(old),
        "new": pen.write(new),
        "rows": [
            *_around("Над таблицей", comparison.before, pen),
            *(
                row
                for section in comparison.sections
                if section.has_changes
                for row in _section(section, captions, pen)
            ),
            *_around("Под таблицей", comparison.after, pen),
        ],
    }
    data = json.dumps(described, ensure_ascii=False)
    return compose(TEMPLATE, {"changes": data}, created_at=created_at)


def _around(where: str, parts: list[PartChange], pen: Pen) -> list[dict[str, Any]]:
    if not parts:
        return []
    return [{"section": [{"fate": "same", "text": where}]}, *(_part(part, pen) for part in parts)]


def _part(part: PartChange, pen: Pen) -> dict[str, Any]:
    return {
        "number": "",
        "how": HOW[part.state],
        "was": [_cell(part.name, part.was, pen)] if part.was else [],
        "now": [_cell(part.name, part.now, pen)] if part.now else [],
    }


def _section(section: SectionChange, captions: dict[str, str], pen: Pen) -> list[dict[str, Any]]:
    rows = [_row(row, captions, pen) for row in section.changed_rows]
    if not any(piece.text.strip() for piece in section.title):
        return rows
    return [{"section": _written(section.title, pen), "how": HOW.get(section.state, "")}, *rows]


def _row(row: RowChange, captions: dict[str, str], pen: Pen) -> dict[str, Any]:
    """Whole cells of a new or a removed row; of a changed one those that differ."""
    shown = [
        cell
        for cell in row.cells
        if cell.field != "number" and (cell.is_changed or cell.field == "title") and cell.pieces
    ]
    return {
        "number": pen.write(row.number),
        "how": HOW[row.state],
        "was": [_cell(captions[c.field], c.was, pen) for c in shown if row.state != "added"],
        "now": [_cell(captions[c.field], c.now, pen) for c in shown if row.state != "removed"],
    }


def _cell(caption: str, pieces: list[Piece], pen: Pen) -> dict[str, Any]:
    return {"caption": pen.write(caption), "pieces": _written(pieces, pen)}


def _written(pieces: list[Piece], pen: Pen) -> list[dict[str, str]]:
    return [{"fate": piece.fate, "text": pen.write(piece.text)} for piece in pieces]
