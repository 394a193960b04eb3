"""People put right what was understood of a row: when it is due, who answers for it.

In a draft each correction is a step that can be taken back, like an edit of the text.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.deadlines import Reading, read_deadline
from plans.models import Activity, EditStep, Plan
from plans.reports.directory import load_directory
from plans.reports.working_days import term_of
from plans.rules.readings import check_readings_may_change, check_readings_whole
from plans.services.editing import steps
from plans.services.locked import locked_draft, plan_of_activity
from plans.services.occurrences import refresh_occurrences
from plans.services.responsibility import link


class Answer(NamedTuple):
    """A person's word on one part: its role, and who it is (`person:3`), empty for nobody known."""

    responsibility_id: int
    role: str
    who: str


@transaction.atomic
def correct_readings(
    *, activity_id: int, version: int, readings: Sequence[Reading], by: User
) -> Activity:
    """Put right what was understood of a deadline; the wording itself stays.

    The correction lasts until somebody changes the wording. An approved plan's due dates follow.

    Raises:
        Plan.DoesNotExist, Activity.DoesNotExist, NotAllowed,
        RuleViolation: plan-not-draft (it is with the signatories), removed, stale,
            no-readings, too-many, not-whole.
    """
    plan = _locked(plan_of_activity(activity_id), by)
    check_readings_whole(readings)
    kept = [reading.as_json() for reading in readings]
    activity = _write(plan, activity_id, version, by, readings=kept, readings_corrected=True)
    record_event(action="readings-corrected", target=activity, by=by, plan=plan.pk)
    _follow(plan)
    return activity


@transaction.atomic
def restore_readings(*, activity_id: int, version: int, by: User) -> Activity:
    """Take a correction back: what the wording says counts again.

    Raises:
        As `correct_readings`, without its last three.
    """
    plan = _locked(plan_of_activity(activity_id), by)
    deadline = Activity.objects.values_list("deadline", flat=True).get(pk=activity_id)
    found = read_deadline(deadline, *term_of(plan)) if deadline.strip() else []
    kept = [reading.as_json() for reading in found]
    activity = _write(plan, activity_id, version, by, readings=kept, readings_corrected=False)
    record_event(action="readings-restored", target=activity, by=by, plan=plan.pk)
    _follow(plan)
    return activity


def _locked(plan_id: int, by: User) -> Plan:
    permissions.check_can_edit_plans(by)
    plan = Plan.objects.select_for_update().get(pk=plan_id, committee_id=by.committee_id)
    check_readings_may_change(plan)
    return plan


def _write(plan: Plan, activity_id: int, version: int, by: User, **values: Any) -> Activity:
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity.section)
    rules.check_not_removed(activity)
    rules.check_same_version(activity, version)
    before = steps.before_change([activity])
    written = Activity.objects.filter(pk=activity_id, version=version).update(
        **values, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
    )
    rules.check_row_was_written(written)
    activity.refresh_from_db()
    if plan.is_editable:
        _remember(plan, by, EditStep.Action.READINGS, activity, before)
    return activity


def _remember(
    plan: Plan, by: User, action: EditStep.Action, activity: Activity, before: steps.Before
) -> None:
    steps.remember(plan=plan, by=by, action=action, activities=[activity], before=before)


def _follow(plan: Plan) -> None:
    if plan.status == Plan.Status.APPROVED:
        refresh_occurrences(plan.pk)


@transaction.atomic
def correct_responsibles(*, activity_id: int, answers: Sequence[Answer], by: User) -> None:
    """Put right who the parts of a wording are; the wording itself stays.

    Raises:
        NotAllowed, RuleViolation: plan-not-draft, removed,
            unknown-responsible (no such person, group or organisation of this committee),
            stale (the wording was read anew meanwhile).
    """
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity)
    before = steps.before_change([activity])
    directory = load_directory(plan.committee_id)
    choices = {f"{one.kind}:{one.pk}": one for one in directory.all}
    rows = {row.pk: row for row in activity.responsibilities.all()}
    rules.check_parts_unchanged(set(rows), {answer.responsibility_id for answer in answers})
    for answer in answers:
        rules.check_known_responsible(answer.who, choices)
        row, known = rows[answer.responsibility_id], choices.get(answer.who)
        row.role, row.is_corrected = answer.role, True
        link(row, known.kind if known else "", known.pk if known else None)
        row.save(update_fields=["role", "person", "group", "organisation", "is_corrected"])
    activity.version, activity.changed_by = activity.version + 1, by
    activity.save(update_fields=["version", "changed_by", "changed_at"])
    _remember(plan, by, EditStep.Action.ANSWERS, activity, before)
    record_event(action="responsible-corrected", target=activity, by=by, plan=plan.pk)
