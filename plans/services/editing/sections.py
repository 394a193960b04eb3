"""Section rows of a plan."""

from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Section
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import locked_draft, plan_of_section, put_in_order

Direction = Literal["up", "down"]


@transaction.atomic
def add_section(*, plan_id: int, by: User, title: str = "", after_id: int | None = None) -> Section:
    """Add a section below `after_id`, at the end where that is None.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: plan-not-draft.
    """
    plan = locked_draft(plan_id, by)
    sections = list(plan.sections.order_by("position", "pk"))
    places = {section.pk: index for index, section in enumerate(sections, start=1)}
    section = Section.objects.create(plan=plan, position=len(sections) + 1, title=title)
    sections.insert(places.get(after_id or 0, len(sections)), section)
    put_in_order(sections)
    keep_numbers(plan)
    record_event(action="section-added", target=section, by=by, plan=plan.pk)
    return section


@transaction.atomic
def change_section(*, section_id: int, version: int, by: User, title: str) -> Section:
    """Give a section another title.

    Raises:
        Section.DoesNotExist, NotAllowed, RuleViolation: plan-not-draft, removed, stale.
    """
    plan = locked_draft(plan_of_section(section_id), by)
    section = Section.objects.get(pk=section_id)
    rules.check_not_removed(section)
    rules.check_same_version(section, version)
    changed = Section.objects.filter(pk=section_id, version=version).update(
        title=title, version=F("version") + 1
    )
    rules.check_row_was_written(changed)
    keep_numbers(plan)
    record_event(action="section-changed", target=section, by=by, plan=plan.pk)
    section.refresh_from_db()
    return section


@transaction.atomic
def move_section(*, section_id: int, direction: Direction, by: User) -> Section:
    """Swap a section, its rows included, with its neighbour; at the edge nothing happens."""
    plan = locked_draft(plan_of_section(section_id), by)
    sections = list(plan.sections.order_by("position", "pk"))
    section = next(one for one in sections if one.pk == section_id)
    rules.check_not_removed(section)
    live = [one for one in sections if one.deleted_at is None]
    target = live.index(section) + (1 if direction == "down" else -1)
    if not 0 <= target < len(live):
        return section
    neighbour = live[target]
    sections.remove(section)
    sections.insert(sections.index(neighbour) + (1 if direction == "down" else 0), section)
    put_in_order(sections)
    keep_numbers(plan)
    record_event(action="section-moved", target=section, by=by, plan=plan.pk, to=direction)
    return section


@transaction.atomic
def remove_section(*, section_id: int, by: User) -> Section:
    """Take a section with its rows out of the plan; `restore_section` brings all of it back."""
    plan = locked_draft(plan_of_section(section_id), by)
    section = Section.objects.get(pk=section_id)
    rules.check_not_removed(section)
    section.deleted_at = timezone.now()
    section.save(update_fields=["deleted_at"])
    keep_numbers(plan)
    record_event(action="section-removed", target=section, by=by, plan=plan.pk)
    return section


@transaction.atomic
def restore_section(*, section_id: int, by: User) -> Section:
    """Bring a removed section back to its place; one that is there stays as it is."""
    plan = locked_draft(plan_of_section(section_id), by)
    section = Section.objects.get(pk=section_id)
    if section.deleted_at is not None:
        section.deleted_at = None
        section.save(update_fields=["deleted_at"])
        keep_numbers(plan)
        record_event(action="section-restored", target=section, by=by, plan=plan.pk)
    return section
