"""What stands around the table of a draft: asked and written by name, so that it can come back."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from django.db.models import F
from django.utils import timezone

from plans.documents.order_stamp import without_annex
from plans.models import Plan, Section, Stamp
from plans.reports.outline import issuer_of, outline_stamp

# By the name of a field of the plan; «stamps» are pairs of kind and text; «section-7» is the title
# of that section. JSON can keep the values: a date is its ISO text.
Said: TypeAlias = dict[str, Any]
SECTION = "section-"


class StampText(NamedTuple):
    """A stamp as printed; `kind` is a value of `Stamp.Kind`."""

    kind: str
    text: str


def head_said(plan: Plan, names: Iterable[str]) -> Said:
    """What a draft says under these names; a section that is gone says nothing."""
    wanted = list(names)
    titles = {
        f"{SECTION}{section.pk}": section.title
        for section in plan.sections.live().filter(pk__in=_section_keys(wanted))
    }
    return {name: _said(plan, name, titles) for name in wanted}


def _said(plan: Plan, name: str, titles: dict[str, str]) -> Any:
    if name.startswith(SECTION):
        return titles.get(name)
    if name == "stamps":
        return [[one.kind, one.text] for one in plan.stamps.order_by("position", "pk")]
    value = getattr(plan, name)
    return value.isoformat() if isinstance(value, datetime.date) else value


def say_head(plan: Plan, said: Said) -> None:
    """Write it; runs inside the caller's transaction, under the plan's lock."""
    for key in _section_keys(said):
        Section.objects.filter(pk=key, plan=plan).update(
            title=said[f"{SECTION}{key}"], version=F("version") + 1
        )
    own = {name: value for name, value in said.items() if not name.startswith(SECTION)}
    if "stamps" in own:
        replace_stamps(plan, [StampText(kind, text) for kind, text in own.pop("stamps")])
    if own.get("order_date"):
        own["order_date"] = datetime.date.fromisoformat(own["order_date"])
    Plan.objects.filter(pk=plan.pk).update(
        **own, version=F("version") + 1, changed_at=timezone.now()
    )
    plan.refresh_from_db()


def _section_keys(names: Iterable[str]) -> list[int]:
    return [int(name.removeprefix(SECTION)) for name in names if name.startswith(SECTION)]


def drop_annex(plan: Plan, *, title: str) -> None:
    """The stamp that made the plan an annex goes with its caption; needs the caption of before."""
    outlines = [outline_stamp(stamp) for stamp in plan.stamps.order_by("position", "pk")]
    left = without_annex(outlines, annex=plan.annex, title=title, issuer=issuer_of(plan))
    if left != outlines:
        replace_stamps(plan, [StampText(one.kind, "\n".join(one.lines)) for one in left])


def replace_stamps(plan: Plan, stamps: Iterable[StampText]) -> None:
    plan.stamps.all().delete()
    Stamp.objects.bulk_create(
        Stamp(plan=plan, position=position, kind=stamp.kind, text=stamp.text)
        for position, stamp in enumerate(stamps, start=1)
    )
