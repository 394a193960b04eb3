"""A plan and its head: title, period, stamps, what stands above and below the table."""

import datetime
from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Plan
from plans.services.editing.heads import StampText, drop_annex, replace_stamps
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import locked_draft
from plans.services.readings import read_anew


class PlanHead(TypedDict, total=False):
    """What a plan says outside its table; texts as typed, lines parted by line ends."""

    title: str
    period_from: datetime.date
    period_to: datetime.date
    columns: list[dict[str, str]]
    numbering: str
    annex: str
    preamble: str
    legend: str
    executor: str
    order_number: str
    order_date: datetime.date | None


class Origin(TypedDict, total=False):
    """The rest of the head that only a new plan may be given."""

    columns: list[dict[str, str]]
    numbering: str
    preamble: str
    legend: str
    executor: str
    order_number: str
    order_date: datetime.date | None
    source_name: str
    source_sha256: str


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
        replace_stamps(plan, stamps)
    if plan.annex and not head.get("annex", plan.annex):
        drop_annex(plan, title=head.get("title", plan.title))
    record_event(action="plan-head-changed", target=plan, by=by, fields=sorted(head))
    before = (plan.period_from, plan.period_to)
    plan.refresh_from_db()
    if (plan.period_from, plan.period_to) != before:
        read_anew(plan)
    keep_numbers(plan)
    return plan
