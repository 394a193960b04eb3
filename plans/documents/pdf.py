"""Prints a plan to PDF: landscape A4, tagged (PDF/UA-1), fit for the archive (PDF/A-2a).

The same outline and options give the same bytes, so that a hash can stand for the document.
"""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plans.documents.codes import described_code
from plans.documents.composing import compose
from plans.documents.fonts import find_fonts
from plans.documents.layout import Page, count_pages
from plans.documents.outline import FIELDS, OutlineWarning, PlanOutline
from plans.documents.paper import Pen, describe
from plans.documents.refusal import PrintRefused

TEMPLATE = Path(__file__).with_name("plan.typ")
# The compositor holds the whole document in memory: 190 pages took 956 MB.
MAX_ROWS = 1000
MAX_CHARACTERS = 400_000
MAX_PAGES = 150
# A document without a date of its own still needs one that never changes.
NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class PrintOptions:
    """`created_at` (aware) goes into the file's properties; absent, the date of the order does.

    `font_dir` is searched with its subfolders; absent, the project's own font folder is.
    `mark` stands in the upper margin of every page: «ПРОЕКТ» on what is not approved yet.
    `code` is the address of the page of authenticity, printed as a QR code on the first sheet.
    """

    created_at: datetime.datetime | None = None
    font_dir: Path | None = None
    mark: str = ""
    code: str = ""


DEFAULTS = PrintOptions()


def print_plan(outline: PlanOutline, *, options: PrintOptions = DEFAULTS) -> bytes:
    """The plan as a PDF file. Raises PrintRefused with a sentence for people."""
    check_can_print(outline)
    described, _ = _describe(outline, options)
    described["mark"] = options.mark
    described["code"] = described_code(options.code) if options.code else None
    plan = json.dumps(described, ensure_ascii=False)
    created_at = _created_at(outline, options)
    return compose(TEMPLATE, {"plan": plan}, created_at=created_at, font_dir=options.font_dir)


def print_warnings(
    outline: PlanOutline, *, options: PrintOptions = DEFAULTS
) -> list[OutlineWarning]:
    """What a print of this plan does not show as typed: replaced characters, columns left out."""
    check_can_print(outline)
    _, warnings = _describe(outline, options)
    return warnings + _left_out(outline)


def check_can_print(outline: PlanOutline) -> None:
    if outline.columns and len(outline.columns) != len(outline.fields):
        raise PrintRefused(
            "columns-mismatch",
            f"Подписей граф {len(outline.columns)}, а полей {len(outline.fields)}: для каждой "
            "графы таблицы нужно указать, что в ней стоит.",
        )
    if not outline.fields or len(set(outline.fields)) < len(outline.fields):
        raise PrintRefused(
            "columns-repeated", "В таблице плана должна быть хотя бы одна графа, и без повторов."
        )
    rows = len(outline.activities) + len(outline.sections)
    if rows > MAX_ROWS:
        raise PrintRefused(
            "too-many-rows",
            f"В плане {rows} строк, напечатать можно не больше {MAX_ROWS}. "
            "Разделите план на части и напечатайте их по отдельности.",
        )
    characters = len(json.dumps(outline.as_json(), ensure_ascii=False))
    if characters > MAX_CHARACTERS:
        raise PrintRefused(
            "too-long",
            f"В плане {characters} знаков, напечатать можно не больше {MAX_CHARACTERS}. "
            "Разделите план на части и напечатайте их по отдельности.",
        )


def _describe(
    outline: PlanOutline, options: PrintOptions
) -> tuple[dict[str, Any], list[OutlineWarning]]:
    pen = Pen(fonts=find_fonts(options.font_dir), page=Page())
    described = describe(outline, pen)
    pages = count_pages(_lines(described), pen.page)
    if pages > MAX_PAGES:
        raise PrintRefused(
            "too-many-pages",
            f"План займёт около {pages:.0f} страниц, напечатать можно не больше {MAX_PAGES}. "
            "Разделите план на части и напечатайте их по отдельности.",
        )
    return described, pen.warnings


def _lines(described: dict[str, Any]) -> int:
    """Lines of the table and paragraphs around it: what decides how much memory a print takes."""
    around = [described["legend"], described["executor"]]
    around += [group["lines"] for group in described["preamble"]]
    around += [lines for pair in described["stamps"] for lines in pair.values() if lines]
    return sum(row["lines"] for row in described["rows"]) + sum(len(lines) for lines in around)


def _left_out(outline: PlanOutline) -> list[OutlineWarning]:
    """Text that was typed into a field for which the plan's table has no column."""
    return [
        OutlineWarning(
            code="column-left-out",
            message=f"В мероприятии «{activity.number or activity.title[:40]}» заполнено поле, "
            "для которого в таблице нет графы: оно не напечатано.",
        )
        for activity in outline.activities
        if any(getattr(activity, name).strip() for name in FIELDS if name not in outline.fields)
    ]


def _created_at(outline: PlanOutline, options: PrintOptions) -> datetime.datetime:
    if options.created_at:
        return options.created_at
    try:
        day = datetime.date.fromisoformat(outline.order.date if outline.order else "")
    except ValueError:
        return NO_DATE
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
