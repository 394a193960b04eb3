"""Rows of a plan."""

from typing import Any, Literal, TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.deadlines import read_deadline
from plans.models import Activity, EditStep, Plan, Section
from plans.reports.working_days import Term, term_of
from plans.services import responsibility
from plans.services.editing import steps
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import (
    locked_draft,
    plan_of_activity,
    plan_of_section,
    put_in_order,
)

Direction = Literal["up", "down"]


class ActivityTexts(TypedDict, total=False):
    """The cells of a row, as typed."""

    number: str
    title: str
    deadline: str
    responsible: str
    result: str


@transaction.atomic
def add_activity(
    *,
    section_id: int,
    by: User,
    after_id: int | None = None,
    at_top: bool = False,
    **texts: Unpack[ActivityTexts],
) -> Activity:
    """Add a row below `after_id`; at the section's top or, where neither is said, at its end.

    Raises:
        Section.DoesNotExist, NotAllowed, RuleViolation: plan-not-draft, removed.
    """
    plan = locked_draft(plan_of_section(section_id), by)
    section = Section.objects.get(pk=section_id)
    rules.check_not_removed(section)
    rows = list(section.activities.order_by("position", "pk"))
    places = {row.pk: index for index, row in enumerate(rows, start=1)}
    activity = Activity.objects.create(
        section=section,
        position=len(rows) + 1,
        readings=readings_of(texts.get("deadline", ""), term_of(plan)),
        changed_by=by,
        **texts,
    )
    rows.insert(0 if at_top else places.get(after_id or 0, len(rows)), activity)
    put_in_order(rows)
    responsibility.recognise([activity], committee_id=plan.committee_id)
    added: steps.Before = {"added": [activity.pk]}
    _remember(plan, by, EditStep.Action.ADDED, activity, added)
    record_event(action="activity-added", target=activity, by=by, plan=plan.pk)
    return _numbered(activity, plan)


@transaction.atomic
def change_activity(
    *, activity_id: int, version: int, by: User, **texts: Unpack[ActivityTexts]
) -> Activity:
    """Put new texts into cells; cells not named stay. Who answers and when is read anew.

    Raises:
        Activity.DoesNotExist, NotAllowed,
        RuleViolation: plan-not-draft, removed, stale (somebody changed the row since `version`).
    """
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity.section)
    rules.check_not_removed(activity)
    rules.check_same_version(activity, version)
    changed = [name for name, text in texts.items() if getattr(activity, name) != text]
    if not changed:
        return activity
    before = steps.before_change([activity])
    values: dict[str, object] = {name: texts.get(name) for name in changed}
    if "deadline" in changed:
        values |= {
            "readings": readings_of(texts.get("deadline", ""), term_of(plan)),
            "readings_corrected": False,
        }
    written = Activity.objects.filter(pk=activity_id, version=version).update(
        **values, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
    )
    rules.check_row_was_written(written)
    activity.refresh_from_db()
    if "responsible" in changed:
        responsibility.recognise([activity], committee_id=plan.committee_id)
    _remember(plan, by, EditStep.Action.CHANGED, activity, before)
    record_event(action="activity-changed", target=activity, by=by, plan=plan.pk, fields=changed)
    return _numbered(activity, plan)


def _numbered(activity: Activity, plan: Plan) -> Activity:
    """The row with the number that the plan gives it, where it numbers by itself."""
    if plan.numbering != Plan.Numbering.BY_HAND:
        keep_numbers(plan)
        activity.refresh_from_db(fields=["number"])
    return activity


def _remember(
    plan: Plan, by: User, action: EditStep.Action, activity: Activity, before: steps.Before
) -> None:
    steps.remember(plan=plan, by=by, action=action, activities=[activity], before=before)


def readings_of(deadline: str, term: Term) -> list[dict[str, Any]]:
    """What is kept beside a deadline: nothing beside none."""
    found = read_deadline(deadline, *term) if deadline.strip() else []
    return [reading.as_json() for reading in found]


@transaction.atomic
def move_activity(*, activity_id: int, direction: Direction, by: User) -> Activity:
    """Move a row past its neighbour; from the edge of a section into the next one."""
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity)
    before: steps.Before = {"places": steps.places_of([activity])}
    rows = list(activity.section.activities.order_by("position", "pk"))
    live = [row for row in rows if row.deleted_at is None]
    target = live.index(activity) + (1 if direction == "down" else -1)
    if 0 <= target < len(live):
        neighbour = live[target]
        rows.remove(activity)
        rows.insert(rows.index(neighbour) + (1 if direction == "down" else 0), activity)
        put_in_order(rows)
    elif not _move_to_next_section(activity, direction):
        return activity
    _remember(plan, by, EditStep.Action.MOVED, activity, before)
    keep_numbers(plan)
    record_event(action="activity-moved", target=activity, by=by, plan=plan.pk, to=direction)
    return activity


def _move_to_next_section(activity: Activity, direction: Direction) -> bool:
    """To the top of the section below, or the end of the one above; False where there is none."""
    sections = list(activity.section.plan.sections.live().order_by("position", "pk"))
    target = sections.index(activity.section) + (1 if direction == "down" else -1)
    if not 0 <= target < len(sections):
        return False
    _put_into(activity, sections[target], at_top=direction == "down")
    return True


def _put_into(activity: Activity, section: Section, *, at_top: bool) -> None:
    rows = list(section.activities.exclude(pk=activity.pk).order_by("position", "pk"))
    Activity.objects.filter(pk=activity.pk).update(section=section)
    activity.section = section
    rows.insert(0 if at_top else len(rows), activity)
    put_in_order(rows)


@transaction.atomic
def place_activity(
    *,
    activity_id: int,
    section_id: int,
    by: User,
    after_id: int | None = None,
    at_top: bool = False,
    version: int | None = None,
) -> Activity:
    """Move a row below `after_id` of a section, to its top or, where neither is said, its end.

    Args:
        version: of the row as its author saw it; None where they saw no more than its name.

    Raises:
        Section.DoesNotExist: no such section in this plan.
        NotAllowed, RuleViolation: plan-not-draft, removed, stale,
            place-gone (`after_id` is no row of that section any more).
    """
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity)
    if version is not None:
        rules.check_same_version(activity, version)
    section = plan.sections.live().get(pk=section_id)
    if after_id == activity.pk or (section == activity.section and not (after_id or at_top)):
        return activity
    before: steps.Before = {"places": steps.places_of([activity])}
    _place(activity, section, after_id, at_top=at_top)
    _remember(plan, by, EditStep.Action.MOVED, activity, before)
    keep_numbers(plan)
    record_event(action="activity-moved", target=activity, by=by, plan=plan.pk, section=section_id)
    return activity


def _place(activity: Activity, section: Section, after_id: int | None, *, at_top: bool) -> None:
    if after_id is None:
        _put_into(activity, section, at_top=at_top)
        return
    live = section.activities.filter(deleted_at__isnull=True)
    rules.check_place_is_there(live.filter(pk=after_id).exists())
    steps.put_below(activity, section, after_id)


@transaction.atomic
def remove_activity(*, activity_id: int, by: User) -> Activity:
    """Take a row out of the plan; `restore_activity` brings it back to its place."""
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity)
    activity.deleted_at = timezone.now()
    activity.save(update_fields=["deleted_at"])
    keep_numbers(plan)
    record_event(action="activity-removed", target=activity, by=by, plan=plan.pk)
    return activity


@transaction.atomic
def restore_activity(*, activity_id: int, by: User) -> Activity:
    """Bring a removed row back, its section with it; a row that is there stays as it is."""
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    if activity.deleted_at is None and activity.section.deleted_at is None:
        return activity
    activity.deleted_at = None
    activity.save(update_fields=["deleted_at"])
    Section.objects.filter(pk=activity.section_id).update(deleted_at=None)
    activity.section.deleted_at = None
    keep_numbers(plan)
    record_event(action="activity-restored", target=activity, by=by, plan=plan.pk)
    return activity
