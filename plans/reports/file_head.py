"""What stands around the table of a file, beside what the draft says there."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from plans.documents.comparison import BothTexts, Piece, compare_words
from plans.documents.docx_text import one_line
from plans.documents.outline import OutlineStamp, PlanOutline
from plans.documents.paper import part_footer
from plans.models import Plan, Section
from plans.reports.outline import captions_of, plan_outline

LONGEST_ORDER = 40  # characters; Plan.order_number


class FileHead(TypedDict):
    """What a file says around its table, as the fields of a plan keep it."""

    preamble: str
    legend: str
    executor: str
    order_number: str
    order_date: datetime.date | None
    columns: list[dict[str, str]]


@dataclass(frozen=True)
class HeadPart(BothTexts):
    """One thing that the file says otherwise; taken as a whole, or left as it is.

    `said` is what is written where it is taken, see `plans.services.editing.heads.Said`.
    """

    caption: str
    pieces: list[Piece]
    key: str
    said: dict[str, Any]


def file_head(outline: PlanOutline) -> FileHead:
    """Empty where the file says nothing."""
    legend, executor = part_footer(outline.footer)
    order = outline.order
    return {
        "preamble": "\n".join(outline.preamble),
        "legend": "\n".join(legend),
        "executor": "\n".join(executor),
        "order_number": order.number[:LONGEST_ORDER] if order else "",
        "order_date": datetime.date.fromisoformat(order.date) if order and order.date else None,
        "columns": [
            {"field": field, "caption": caption}
            for field, caption in zip(outline.fields, captions_of(outline), strict=True)
        ],
    }


def head_parts(plan: Plan, outline: PlanOutline, homes: dict[int, Section]) -> list[HeadPart]:
    """From the top of the sheet to its end; what the file does not say is no difference.

    Args:
        homes: the plan's sections by the place of the file's section that goes into them.
    """
    return [*_sheet(plan, outline), *_sections(outline, homes)]


def _sheet(plan: Plan, outline: PlanOutline) -> Iterator[HeadPart]:
    new, old = file_head(outline), plan_outline(plan)
    day = new["order_date"]
    order = {"order_number": new["order_number"], "order_date": day.isoformat() if day else None}
    stamps = [[stamp.kind, "\n".join(stamp.lines)] for stamp in outline.stamps]
    # Stamps as they are printed: a file that the portal has written says the plan's own.
    yield from _part(
        "Грифы", _printed(old.stamps), _printed(outline.stamps), plan, {"stamps": stamps}
    )
    yield from _part(
        "Приказ",
        _order(plan.order_number, plan.order_date),
        _order(new["order_number"], day),
        plan,
        order,
    )
    yield from _text("Название", plan, "title", outline.title)
    yield from _text("Вступление", plan, "preamble", new["preamble"])
    captions = [", ".join(captions_of(one)) for one in (old, outline)]
    yield from _part("Столбцы", captions[0], captions[1], plan, {"columns": new["columns"]})
    yield from _text("Сокращения", plan, "legend", new["legend"])
    yield from _text("Исполнитель", plan, "executor", new["executor"])


def _sections(outline: PlanOutline, homes: dict[int, Section]) -> Iterator[HeadPart]:
    for place, section in sorted(homes.items()):
        title = outline.sections[place].title
        said = {f"section-{section.pk}": title}
        yield from _part(f"Раздел {place + 1}", section.title, title, section, said)


def _text(caption: str, plan: Plan, field: str, now: str) -> Iterator[HeadPart]:
    return _part(caption, getattr(plan, field), now, plan, {field: now})


def _part(
    caption: str, was: str, now: str, owner: Plan | Section, said: dict[str, Any]
) -> Iterator[HeadPart]:
    """Which blanks and empty lines stand between the words is no difference.

    The version in the key tells that the plan says what the author of the choice saw.
    """
    if now.strip() and _words(was) != _words(now):
        key = f"h-{next(iter(said))}-{owner.version}"
        yield HeadPart(caption, compare_words(was, now), key, said)


def _words(text: str) -> list[str]:
    return [one_line(line) for line in text.split("\n") if line.strip()]


def _printed(stamps: list[OutlineStamp]) -> str:
    return "\n\n".join("\n".join(stamp.lines) for stamp in stamps)


def _order(number: str, date: datetime.date | None) -> str:
    parts = [f"от {date:%d.%m.%Y}" if date else "", f"№\u00a0{number}" if number else ""]
    return " ".join(part for part in parts if part)
