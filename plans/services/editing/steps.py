"""Steps of editing: what was done to rows is remembered, and the last of it is taken back.

Every write of a row happens under the plan's lock, so versions read under it are the true ones.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Activity, EditStep, Plan, Section
from plans.models.steps import STEPS_KEPT
from plans.services import responsibility
from plans.services.editing.heads import Said, head_said, say_head
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import locked_draft, plan_of_activity, put_in_order

REMEMBERED = (
    "number", "title", "deadline", "responsible", "result", "readings", "readings_corrected",
)  # fmt: skip


class Place(TypedDict):
    """Where a row stood: its section and the row above it, None at the top."""

    row: int
    section: int
    after: int | None


class HeadChange(TypedDict):
    """What stood around the table, and what the step has put there."""

    was: Said
    now: Said


class Before(TypedDict, total=False):
    """What a step did away with, all by keys of rows.

    `texts`, `versions` and `answers` (who people said answers) are of rows that were changed, as
    they were; `since` is the version each touched row has had ever since, `sections` are sections
    that were not there.
    """

    texts: dict[str, dict[str, Any]]
    versions: dict[str, int]
    answers: responsibility.Corrections
    since: dict[str, int]
    places: list[Place]
    added: list[int]
    removed: list[int]
    sections: list[int]
    head: HeadChange


def before_change(rows: Sequence[Activity]) -> Before:
    """What a change of these rows may do away with; taken before it. One query."""
    return {
        "texts": {str(row.pk): {name: getattr(row, name) for name in REMEMBERED} for row in rows},
        "versions": versions_of(rows),
        "answers": responsibility.corrections_of(rows),
    }


def versions_of(rows: Iterable[Activity]) -> dict[str, int]:
    return {str(row.pk): row.version for row in rows}


def places_of(rows: Iterable[Activity]) -> list[Place]:
    """In the order of the plan; removed neighbours do not count. One query a section."""
    wanted = list(rows)
    above: dict[int, int | None] = {}
    for section_id in dict.fromkeys(row.section_id for row in wanted):
        live = Activity.objects.filter(section_id=section_id, deleted_at__isnull=True)
        keys = list(live.order_by("position", "pk").values_list("pk", flat=True))
        above |= dict(zip(keys, [None, *keys[:-1]], strict=True))
    return [Place(row=row.pk, section=row.section_id, after=above[row.pk]) for row in wanted]


def remember(
    *, plan: Plan, by: User, action: str, activities: Sequence[Activity], before: Before
) -> EditStep:
    """Keep a step inside the transaction that made it; the oldest ones go."""
    before.setdefault("since", versions_of(activities))
    step = EditStep.objects.create(plan=plan, by=by, action=action, before=before)
    step.activities.set(activities)
    own = EditStep.objects.filter(plan=plan, by=by)
    old = list(own.order_by("-pk").values_list("pk", flat=True)[STEPS_KEPT : 2 * STEPS_KEPT])
    if old:
        EditStep.objects.filter(pk__in=old).delete()
    return step


@transaction.atomic
def undo_row(*, activity_id: int, by: User) -> EditStep:
    """Take back the last thing `by` did to a row, with all else that was done in that step.

    Raises:
        Activity.DoesNotExist, NotAllowed,
        RuleViolation: plan-not-draft, nothing-to-undo, stale (somebody changed it since).
    """
    plan = locked_draft(plan_of_activity(activity_id), by)
    own = EditStep.objects.visible_to(by).filter(plan=plan, undone_at__isnull=True)
    step = own.filter(activities=activity_id).order_by("-pk").first()
    rules.check_something_to_undo(step)
    assert step is not None  # noqa: S101 - the rule asked
    return _undo(step, plan, by)


@transaction.atomic
def undo_step(*, step_id: int, by: User) -> EditStep:
    """Take back one step.

    Raises:
        EditStep.DoesNotExist, NotAllowed,
        RuleViolation: plan-not-draft, undone, stale (somebody changed its rows since).
    """
    plan_id = EditStep.objects.visible_to(by).values_list("plan_id", flat=True).get(pk=step_id)
    plan = locked_draft(plan_id, by)
    return _undo(EditStep.objects.get(pk=step_id), plan, by)


def _undo(step: EditStep, plan: Plan, by: User) -> EditStep:
    before: Before = step.before
    rows = list(step.activities.select_related("section").order_by("section__position", "position"))
    rules.check_can_be_undone(step, [row for row in rows if _changed_since(row, before)])
    _bring_back_head(before, plan)
    _bring_back_texts([row for row in rows if str(row.pk) in before.get("texts", {})], step, by)
    _bring_back_places(before.get("places", []), plan)
    now = timezone.now()
    Activity.objects.filter(pk__in=before.get("added", [])).update(deleted_at=now)
    Section.objects.filter(pk__in=_empty(before.get("sections", []))).update(deleted_at=now)
    Activity.objects.filter(pk__in=before.get("removed", [])).update(deleted_at=None)
    keep_numbers(plan)
    step.undone_at = now
    step.save(update_fields=["undone_at"])
    record_event(
        action="edit-undone", target=plan, by=by, plan=plan.pk, step=step.action, rows=len(rows)
    )
    return step


def _bring_back_head(before: Before, plan: Plan) -> None:
    if "head" in before:
        put = before["head"]["now"]
        rules.check_head_unchanged(head_said(plan, put) == put)
        say_head(plan, before["head"]["was"])


def _changed_since(row: Activity, before: Before) -> bool:
    was_removed = row.pk in before.get("removed", [])
    is_gone = row.deleted_at is not None or row.section.deleted_at is not None
    return row.version != before.get("since", {}).get(str(row.pk)) or is_gone != was_removed


def _empty(section_ids: Sequence[int]) -> list[int]:
    """A section in which somebody has put rows meanwhile stays."""
    live = Activity.objects.filter(section__in=section_ids, deleted_at__isnull=True)
    filled = set(live.values_list("section_id", flat=True))
    return [key for key in section_ids if key not in filled]


def _bring_back_texts(rows: list[Activity], step: EditStep, by: User) -> None:
    if not rows:
        return
    now = responsibility.corrections_of(rows)
    said: responsibility.Corrections = step.before.get("answers", now)
    reworded = []
    for row in rows:
        key = str(row.pk)
        texts = step.before["texts"][key]
        if texts["responsible"] != row.responsible or said.get(key) != now.get(key):
            reworded.append(row)
        for name in REMEMBERED:
            setattr(row, name, texts[name])
        row.version += 1
        row.changed_by, row.changed_at = by, timezone.now()
    Activity.objects.bulk_update(rows, [*REMEMBERED, "version", "changed_by", "changed_at"])
    if reworded:
        responsibility.recognise(reworded, committee_id=step.plan.committee_id, said=said)
    _lead_back_earlier_steps(rows, step)


def _lead_back_earlier_steps(rows: list[Activity], step: EditStep) -> None:
    """The rows read as they did before the step, so the step before it can be taken back, too."""
    was: dict[str, int] = step.before["versions"]
    now = {str(row.pk): row.version for row in rows}
    earlier = EditStep.objects.filter(plan=step.plan_id, pk__lt=step.pk, undone_at__isnull=True)
    for other in earlier.filter(activities__in=rows).distinct():
        since: dict[str, int] = other.before["since"]
        led = {key: now[key] for key in since if key in now and since[key] == was[key]}
        if led:
            since |= led
            other.save(update_fields=["before"])


def _bring_back_places(places: list[Place], plan: Plan) -> None:
    """Each row below the neighbour it had; one after the other, as they stood."""
    sections = {section.pk: section for section in plan.sections.live()}
    for place in places:
        section = sections.get(place["section"])
        rules.check_place_is_there(section is not None)
        assert section is not None  # noqa: S101 - the rule asked
        row = Activity.objects.get(pk=place["row"])
        put_below(row, section, place["after"])


def put_below(activity: Activity, section: Section, after: int | None) -> None:
    """Into a section, below a row of it; at the top where `after` is None or gone."""
    rows = list(section.activities.exclude(pk=activity.pk).order_by("position", "pk"))
    places = {row.pk: place for place, row in enumerate(rows, start=1)}
    if activity.section_id != section.pk:
        Activity.objects.filter(pk=activity.pk).update(section=section)
        activity.section = section
    rows.insert(places.get(after or 0, 0), activity)
    put_in_order(rows)
