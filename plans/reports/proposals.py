"""New wordings for a plan made of an earlier one: proposed, taken only by a person.

What a person has already written anew differs from the earlier plan and is left alone.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from plans.deadlines.shifting import shifted_wording
from plans.models import Activity, Plan, Section

HEAD = {
    "title": "Название",
    "preamble": "Вступление",
    "legend": "Сокращения",
}
ROW = {
    "title": "Мероприятие",
    "deadline": "Срок",
    "responsible": "Ответственные",
    "result": "Результат",
}


class Proposal(NamedTuple):
    """`key` names the text («activity-12-deadline»), `place` tells a person where it stands."""

    record: Plan | Section | Activity
    field: str
    place: str
    before: str
    after: str

    @property
    def key(self) -> str:
        kind: Literal["plan", "section", "activity"] = (
            "plan"
            if isinstance(self.record, Plan)
            else "section"
            if isinstance(self.record, Section)
            else "activity"
        )
        return f"{kind}-{self.record.pk}-{self.field}"


def proposals_for(plan: Plan) -> list[Proposal]:
    """In the order of print. Three queries."""
    source = plan.copied_from
    if source is None or not plan.is_editable:
        return []
    years = plan.period_from.year - source.period_from.year
    return [one for one in _texts(plan, source, years) if one.before != one.after] if years else []


def _texts(plan: Plan, source: Plan, years: int) -> Iterator[Proposal]:
    for name, caption in HEAD.items():
        text = getattr(plan, name)
        if text == getattr(source, name):
            yield Proposal(plan, name, caption, text, shifted_wording(text, years))
    live = Activity.objects.live().filter(section__plan=plan)
    rows = live.select_related("section__origin", "origin")
    section: Section | None = None
    for row in rows.order_by("section__position", "section_id", "position", "pk"):
        if section != row.section:
            section = row.section
            if section.origin and section.origin.title == section.title:
                after = shifted_wording(section.title, years)
                yield Proposal(section, "title", "Раздел", section.title, after)
        yield from _row(row, years)


def _row(row: Activity, years: int) -> Iterator[Proposal]:
    for name, caption in ROW.items():
        text = getattr(row, name)
        if row.origin is not None and text == getattr(row.origin, name):
            place = f"{row.number or 'Без номера'} · {caption}"
            yield Proposal(row, name, place, text, shifted_wording(text, years))
