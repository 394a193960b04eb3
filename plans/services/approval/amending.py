"""«Внесение изменений»: a copy to work on, and its way back into the plan it amends."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Plan, Section, Stamp
from plans.services.approval.amended_rows import take_rows
from plans.services.approval.decisions import locked_plan
from plans.services.copies import deep_copy

HEAD = (
    "title", "period_from", "period_to", "columns", "numbering", "annex", "preamble", "legend",
    "executor",
)  # fmt: skip


@transaction.atomic
def start_amendment(*, plan_id: int, by: User) -> Plan:
    """A draft that says what the approved plan says, to be changed and approved by its own order.

    Raises:
        NotAllowed, RuleViolation: plan-not-approved, amendment-open.
    """
    permissions.check_can_edit_plans(by)
    plan = locked_plan(plan_id, by)
    is_open = Plan.objects.filter(amends=plan, status__in=rules.OPEN).exists()
    rules.check_can_be_amended(plan, has_open=is_open)
    copy = deep_copy(plan, by=by, amends=plan, order_number="", order_date=None)
    record_event(action="plan-amendment-started", target=plan, by=by, copy=copy.pk)
    return copy


def merge_amendment(copy: Plan, *, by: User) -> Plan:
    """Put approved changes into the plan they amend; part of the approval's transaction.

    A row goes into the row it came from, which keeps its due dates and what was done; a new row is
    added; a row that is gone from the copy is removed, and can still be seen among the removed.
    What was set on a row meanwhile stays where the copy left it alone (`plans.reports.meanwhile`).
    As many queries for many rows as for few.
    """
    assert copy.amends_id is not None  # noqa: S101 - the caller asked
    plan = locked_plan(copy.amends_id, by)
    rules.check_plan_is_approved(plan)
    _take_head(plan, copy)
    sections = _take_sections(plan, copy)
    rows = take_rows(plan, copy, sections, by)
    record_event(action="plan-amended", target=plan, by=by, copy=copy.pk, rows=rows)
    return plan


def _take_head(plan: Plan, copy: Plan) -> None:
    """The order that the plan names stays the first one; the new version has its own."""
    head = {name: getattr(copy, name) for name in HEAD}
    Plan.objects.filter(pk=plan.pk).update(
        **head, version=F("version") + 1, changed_at=timezone.now()
    )
    plan.refresh_from_db()
    plan.stamps.all().delete()
    Stamp.objects.bulk_create(
        Stamp(plan=plan, position=one.position, kind=one.kind, text=one.text)
        for one in copy.stamps.all()
    )


def _take_sections(plan: Plan, copy: Plan) -> dict[int, Section]:
    """The plan's sections by those of the copy; those the copy has no more are removed."""
    own = {section.pk: section for section in plan.sections.all()}
    taken: dict[int, Section] = {}
    for section in copy.sections.live().order_by("position", "pk"):
        into = own.get(section.origin_id or 0) or Section(plan=plan, version=0)
        into.title, into.position, into.deleted_at = section.title, section.position, None
        into.version += 1
        taken[section.pk] = into
    kept = [section for section in taken.values() if section.pk]
    plan.sections.live().exclude(pk__in=[section.pk for section in kept]).update(
        deleted_at=timezone.now(), version=F("version") + 1
    )
    Section.objects.bulk_update(kept, ["title", "position", "deleted_at", "version"])
    Section.objects.bulk_create(section for section in taken.values() if not section.pk)
    return taken
