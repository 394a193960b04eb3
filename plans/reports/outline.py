"""A plan of the database as an outline: what print, freezing and checks work on."""

import hashlib
import json

from django.db.models import Prefetch

from plans.documents.order_stamp import with_annex
from plans.documents.outline import (
    FIELDS,
    Field,
    OutlineActivity,
    OutlineOrder,
    OutlineSection,
    OutlineStamp,
    PlanOutline,
    StampKind,
)
from plans.documents.paper import CAPTIONS
from plans.models import Activity, Plan, Section, Stamp


def plan_outline(plan: Plan) -> PlanOutline:
    """Everything that is printed of a plan, removed rows left out. Three queries.

    A section without title and rows is left out too: it prints as nothing.
    """
    rows = Prefetch("activities", Activity.objects.live().order_by("position", "pk"))
    sections = plan.sections.live().order_by("position", "pk").prefetch_related(rows)
    return PlanOutline(
        name=plan.source_name,
        stamps=_stamps(plan),
        order=_order(plan),
        title=plan.title,
        preamble=text_lines(plan.preamble),
        columns=[c["caption"] for c in plan.columns if c["field"] in FIELDS],
        fields=plan_fields(plan),
        sections=[
            _section(section) for section in sections if section.title or section.activities.all()
        ],
        footer=text_lines(plan.legend) + text_lines(plan.executor),
    )


def outline_sum(outline: PlanOutline) -> str:
    """SHA-256 of what a plan says: the same text gives the same sum."""
    text = json.dumps(outline.as_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def plan_fields(plan: Plan) -> list[Field]:
    """The columns of a plan in printed order."""
    known = {name: name for name in FIELDS}
    return [known[column["field"]] for column in plan.columns if column["field"] in known]


def text_lines(text: str) -> list[str]:
    """The paragraphs of a text; empty ones do not print."""
    return [line for line in text.split("\n") if line.strip()]


def _section(section: Section) -> OutlineSection:
    return OutlineSection(
        title=section.title,
        activities=[
            OutlineActivity(**{name: getattr(activity, name) for name in FIELDS})
            for activity in section.activities.all()
        ],
    )


def _stamps(plan: Plan) -> list[OutlineStamp]:
    stamps = [outline_stamp(stamp) for stamp in plan.stamps.order_by("position", "pk")]
    if not plan.annex:
        return stamps
    return with_annex(stamps, annex=plan.annex, issuer=issuer_of(plan))


def issuer_of(plan: Plan) -> str:
    """Whose order it is, for «приказом …»; without its genitive a name is only safe in brackets."""
    return plan.committee.instrumental or f"({plan.committee.name})"


def outline_stamp(stamp: Stamp) -> OutlineStamp:
    kind: StampKind = "agreed" if stamp.kind == Stamp.Kind.AGREED else "approved"
    return OutlineStamp(kind=kind, lines=text_lines(stamp.text))


def _order(plan: Plan) -> OutlineOrder | None:
    if not plan.order_number and plan.order_date is None:
        return None
    day = plan.order_date.isoformat() if plan.order_date else ""
    return OutlineOrder(date=day, number=plan.order_number)


def captions_of(outline: PlanOutline) -> list[str]:
    """The captions as printed; an outline without any takes the usual ones."""
    return outline.columns or [CAPTIONS[name] for name in outline.fields]


def said_outline(outline: PlanOutline) -> str:
    """What was understood of a file, for a person at the command line."""
    lines = [outline.title or "Название не найдено"]
    if outline.order:
        lines.append(f"Приказ: от {outline.order.date or '?'} № {outline.order.number or '?'}")
    lines.append("Графы: " + ", ".join(captions_of(outline)))
    for section in outline.sections:
        title = section.title or "Без раздела"
        lines.append(f"  {title} — мероприятий: {len(section.activities)}")
    lines.append(f"Всего мероприятий: {len(outline.activities)}")
    for warning in outline.warnings:
        place = f"строка {warning.row}: " if warning.row else ""
        lines.append(f"Внимание: {place}{warning.message}")
    return "\n".join(lines)
