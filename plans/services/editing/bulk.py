"""One decision about many rows: all of them, or none."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Activity, EditStep, Plan
from plans.reports.working_days import term_of
from plans.services import responsibility
from plans.services.editing import steps
from plans.services.editing.activities import readings_of
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import locked_draft, put_in_order

SharedField = Literal["responsible", "deadline"]


class Chosen(NamedTuple):
    """A row as its author saw it."""

    activity_id: int
    version: int


@transaction.atomic
def change_many(
    *, plan_id: int, chosen: Sequence[Chosen], field: SharedField, text: str, by: User
) -> EditStep:
    """Put one text into a cell of each row; who answers and when is read anew.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: plan-not-draft, no-rows, stale.
    """
    plan = locked_draft(plan_id, by)
    rows = _chosen_rows(plan, chosen)
    before = steps.before_change(rows)
    values: dict[str, Any] = {field: text}
    if field == "deadline":
        readings = readings_of(text, term_of(plan))
        values |= {"readings": readings, "readings_corrected": False}
    written = Activity.objects.filter(pk__in=[row.pk for row in rows]).update(
        **values, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
    )
    for row in rows:
        row.version += 1
        setattr(row, field, text)
    if field == "responsible":
        responsibility.recognise(rows, committee_id=plan.committee_id)
    record_event(
        action="activities-changed", target=plan, by=by, plan=plan.pk, field=field, rows=written
    )
    return _remember(plan, by, EditStep.Action.BULK, rows, before)


@transaction.atomic
def remove_many(*, plan_id: int, chosen: Sequence[Chosen], by: User) -> EditStep:
    """Take rows out of the plan.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: plan-not-draft, no-rows, stale.
    """
    plan = locked_draft(plan_id, by)
    rows = _chosen_rows(plan, chosen)
    keys = [row.pk for row in rows]
    Activity.objects.filter(pk__in=keys).update(deleted_at=timezone.now())
    keep_numbers(plan)
    record_event(action="activities-removed", target=plan, by=by, plan=plan.pk, rows=len(rows))
    return _remember(plan, by, EditStep.Action.REMOVED, rows, {"removed": keys})


@transaction.atomic
def carry_many(*, plan_id: int, chosen: Sequence[Chosen], section_id: int, by: User) -> EditStep:
    """Move rows, in the order they stand, to the end of a section.

    Raises:
        Plan.DoesNotExist, Section.DoesNotExist: no such section in this plan.
        NotAllowed, RuleViolation: plan-not-draft, no-rows, stale.
    """
    plan = locked_draft(plan_id, by)
    section = plan.sections.live().get(pk=section_id)
    rows = _chosen_rows(plan, chosen)
    before: steps.Before = {"places": steps.places_of(rows)}
    keys = [row.pk for row in rows]
    stay = list(section.activities.exclude(pk__in=keys).order_by("position", "pk"))
    Activity.objects.filter(pk__in=keys).update(section=section)
    put_in_order([*stay, *rows])
    keep_numbers(plan)
    record_event(
        action="activities-moved",
        target=plan,
        by=by,
        plan=plan.pk,
        section=section_id,
        rows=len(rows),
    )
    return _remember(plan, by, EditStep.Action.MOVED, rows, before)


def _chosen_rows(plan: Plan, chosen: Sequence[Chosen]) -> list[Activity]:
    """The rows in the order of the plan; those that are not as they were seen refuse it all."""
    rules.check_some_rows(chosen)
    versions = {one.activity_id: one.version for one in chosen}
    rows = list(
        Activity.objects.filter(section__plan=plan, pk__in=versions)
        .select_related("section")
        .order_by("section__position", "section_id", "position", "pk")
    )
    rules.check_some_rows(rows)
    rules.check_rows_unchanged([row for row in rows if not _is_as_seen(row, versions[row.pk])])
    return rows


def _is_as_seen(row: Activity, version: int) -> bool:
    return row.version == version and row.deleted_at is None and row.section.deleted_at is None


def _remember(
    plan: Plan, by: User, action: EditStep.Action, rows: list[Activity], before: steps.Before
) -> EditStep:
    return steps.remember(plan=plan, by=by, action=action, activities=rows, before=before)
