"""What is understood of deadlines: put right by people, read anew with a plan's period."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.deadlines import Reading, read_deadline
from plans.models import Activity, Plan
from plans.reports.working_days import term_of
from plans.rules.readings import check_readings_may_change, check_readings_whole
from plans.services.locked import plan_of_activity
from plans.services.occurrences import refresh_occurrences


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
    activity = _write(activity_id, version, by, readings=kept, readings_corrected=True)
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
    activity = _write(activity_id, version, by, readings=kept, readings_corrected=False)
    record_event(action="readings-restored", target=activity, by=by, plan=plan.pk)
    _follow(plan)
    return activity


def read_anew(plan: Plan) -> int:
    """Read all deadlines of a plan whose period has changed; corrections stay.

    Runs inside the caller's transaction, under its lock. Returns how many readings changed.
    """
    term = term_of(plan)
    changed = []
    for activity in Activity.objects.filter(section__plan=plan, readings_corrected=False):
        found = read_deadline(activity.deadline, *term) if activity.deadline.strip() else []
        kept = [reading.as_json() for reading in found]
        if kept != activity.readings:
            activity.readings = kept
            changed.append(activity)
    Activity.objects.bulk_update(changed, ["readings"])
    return len(changed)


def _locked(plan_id: int, by: User) -> Plan:
    permissions.check_can_edit_plans(by)
    plan = Plan.objects.select_for_update().get(pk=plan_id, committee_id=by.committee_id)
    check_readings_may_change(plan)
    return plan


def _write(activity_id: int, version: int, by: User, **values: Any) -> Activity:
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity.section)
    rules.check_not_removed(activity)
    rules.check_same_version(activity, version)
    written = Activity.objects.filter(pk=activity_id, version=version).update(
        **values, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
    )
    rules.check_row_was_written(written)
    activity.refresh_from_db()
    return activity


def _follow(plan: Plan) -> None:
    if plan.status == Plan.Status.APPROVED:
        refresh_occurrences(plan.pk)
