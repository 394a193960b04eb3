"""A plan and its head: title, period, stamps, what stands above and below the table."""

import datetime
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Activity, Plan, Section, Stamp
from plans.services.locked import locked_draft

NumberStyle = Literal["through", "section", "dotted"]


class PlanHead(TypedDict, total=False):
    """What a plan says outside its table; texts as typed, lines parted by line ends."""

    title: str
    period_from: datetime.date
    period_to: datetime.date
    columns: list[dict[str, str]]
    preamble: str
    legend: str
    executor: str
    order_number: str
    order_date: datetime.date | None


class Origin(TypedDict, total=False):
    """The rest of the head that only a new plan may be given."""

    columns: list[dict[str, str]]
    preamble: str
    legend: str
    executor: str
    order_number: str
    order_date: datetime.date | None
    source_name: str
    source_sha256: str


class StampText(NamedTuple):
    """A stamp as printed; `kind` is a value of `Stamp.Kind`."""

    kind: str
    text: str


@transaction.atomic
def create_plan(
    *,
    title: str,
    period_from: datetime.date,
    period_to: datetime.date,
    by: User,
    **head: Unpack[Origin],
) -> Plan:
    """Start a draft. It has no sections yet.

    Raises:
        NotAllowed: `by` does not edit plans.
        RuleViolation: period-backwards.
    """
    permissions.check_can_edit_plans(by)
    rules.check_period(period_from, period_to)
    plan = Plan.objects.create(
        committee_id=by.committee_id,
        title=title,
        period_from=period_from,
        period_to=period_to,
        created_by=by,
        **head,
    )
    record_event(action="plan-created", target=plan, by=by)
    return plan


@transaction.atomic
def change_head(
    *,
    plan_id: int,
    version: int,
    by: User,
    stamps: Sequence[StampText] | None = None,
    **head: Unpack[PlanHead],
) -> Plan:
    """Change what stands around the table; `stamps` replaces all stamps, None leaves them.

    Raises:
        NotAllowed, RuleViolation: plan-not-draft, stale, period-backwards.
    """
    plan = locked_draft(plan_id, by)
    rules.check_same_version(plan, version)
    rules.check_period(
        head.get("period_from", plan.period_from), head.get("period_to", plan.period_to)
    )
    changed = Plan.objects.filter(pk=plan_id, version=version).update(
        **head, version=F("version") + 1, changed_at=timezone.now()
    )
    rules.check_row_was_written(changed)
    if stamps is not None:
        _replace_stamps(plan, stamps)
    record_event(action="plan-head-changed", target=plan, by=by, fields=sorted(head))
    plan.refresh_from_db()
    return plan


def _replace_stamps(plan: Plan, stamps: Sequence[StampText]) -> None:
    plan.stamps.all().delete()
    Stamp.objects.bulk_create(
        Stamp(plan=plan, position=position, kind=stamp.kind, text=stamp.text)
        for position, stamp in enumerate(stamps, start=1)
    )


@transaction.atomic
def renumber(*, plan_id: int, style: NumberStyle, by: User) -> int:
    """Type new numbers into all rows; returns how many rows got another number.

    Styles: `through` 1, 2, 3 … to the end; `section` anew in each section; `dotted` 1.1, 1.2.
    """
    plan = locked_draft(plan_id, by)
    rows = Activity.objects.live().filter(section__plan=plan).select_related("section")
    ordered = rows.order_by("section__position", "section_id", "position", "pk")
    # Only sections with a title count: rows above the first one belong to none.
    titled = plan.sections.live().exclude(title="").order_by("position", "pk")
    places = {section.pk: place for place, section in enumerate(titled, start=1)}
    changed = 0
    for activity, number in _numbers(list(ordered), places, style):
        if activity.number != number:
            changed += 1
            Activity.objects.filter(pk=activity.pk).update(
                number=number, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
            )
    record_event(action="plan-renumbered", target=plan, by=by, style=style, rows=changed)
    return changed


def _numbers(
    activities: Sequence[Activity], places: dict[int, int], style: NumberStyle
) -> list[tuple[Activity, str]]:
    numbered, within = [], 0
    section: Section | None = None
    for index, activity in enumerate(activities, start=1):
        within = within + 1 if activity.section == section else 1
        section = activity.section
        place = places.get(activity.section_id)
        dotted = f"{place}.{within}" if place else str(within)
        number = {"through": str(index), "section": str(within), "dotted": dotted}[style]
        numbered.append((activity, number))
    return numbered
