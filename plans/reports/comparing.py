"""Which two texts of a plan are compared, and what came of it."""

from typing import NamedTuple

from plans.documents.comparison import Comparison, compare_outlines
from plans.documents.outline import FIELDS, PlanOutline
from plans.documents.paper import CAPTIONS
from plans.models import Plan, PlanVersion
from plans.reports.outline import plan_outline

DRAFT = "draft"


class Side(NamedTuple):
    """One text to compare: a frozen version by its number, or the draft as it stands."""

    key: str
    name: str
    outline: PlanOutline


class Compared(NamedTuple):
    old: Side
    new: Side
    comparison: Comparison
    captions: list[tuple[str, str]]

    @property
    def captions_of(self) -> dict[str, str]:
        return dict(self.captions)


def sides_of(plan: Plan) -> dict[str, str]:
    """What may be compared, key by name, oldest first: versions, and a text not yet approved.

    A working copy has the versions of the plan that it amends.
    """
    sides = {str(version.number): str(version) for version in _versions(plan)}
    if plan.status in (Plan.Status.DRAFT, Plan.Status.REVIEW):
        sides[DRAFT] = "Черновик" if plan.status == Plan.Status.DRAFT else "На согласовании"
    return sides


def compare_plan(plan: Plan, *, old: str = "", new: str = "") -> Compared | None:
    """The two texts asked for, else the last two; None where there are not two."""
    sides = sides_of(plan)
    keys = list(sides)
    if len(keys) < 2:
        return None
    new = new if new in sides else keys[-1]
    if old not in sides or old == new:
        old = next(key for key in reversed(keys) if key != new)
    was, now = _side(plan, old, sides), _side(plan, new, sides)
    comparison = compare_outlines(was.outline, now.outline)
    return Compared(was, now, comparison, _captions(was.outline, now.outline, comparison))


def said_of_changes(comparison: Comparison) -> str:
    """«Изменено строк: 3, добавлено: 1, исключено: 2; вне таблицы изменений: 4»"""
    changed, added, removed = (comparison.count(s) for s in ("changed", "added", "removed"))
    rows = f"Изменено строк: {changed}, добавлено: {added}, исключено: {removed}"
    around = len(comparison.around)
    return f"{rows}; вне таблицы изменений: {around}" if around else rows


def _versions(plan: Plan) -> list[PlanVersion]:
    whole = plan.amends_id or plan.pk
    versions = PlanVersion.objects.filter(plan_id=whole).defer("pdf", "outline")
    return list(versions.order_by("number"))


def _side(plan: Plan, key: str, sides: dict[str, str]) -> Side:
    if key == DRAFT:
        return Side(key, sides[key], plan_outline(plan))
    version = PlanVersion.objects.defer("pdf").get(plan_id=plan.amends_id or plan.pk, number=key)
    return Side(key, sides[key], PlanOutline.from_json(version.outline))


def _captions(old: PlanOutline, new: PlanOutline, found: Comparison) -> list[tuple[str, str]]:
    """Field and caption of each column; the new plan's captions where it has the column."""
    known = dict(CAPTIONS)
    for outline in (old, new):
        if outline.columns:
            known |= dict(zip(outline.fields, outline.columns, strict=True))
    return [(name, known[name]) for name in found.fields if name in FIELDS]
