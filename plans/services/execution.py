"""Which activities answer which cases."""

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Activity
from schools.models import Case


@transaction.atomic
def link_case(*, activity_id: int, case_id: int, by: User) -> None:
    """Say that an activity answers a case; saying it twice changes nothing.

    Raises:
        Activity.DoesNotExist, Case.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: case-closed.
    """
    activity, case = _pair(activity_id, case_id, by)
    rules.check_case_is_open(case)
    if not activity.cases.filter(pk=case.pk).exists():
        activity.cases.add(case)
        record_event(action="case-activity-added", target=case, by=by, activity=activity.pk)


@transaction.atomic
def unlink_case(*, activity_id: int, case_id: int, by: User) -> None:
    """Take an activity off a case.

    Raises:
        Activity.DoesNotExist, Case.DoesNotExist, NotAllowed, RuleViolation: case-closed.
    """
    activity, case = _pair(activity_id, case_id, by)
    rules.check_case_is_open(case)
    if activity.cases.filter(pk=case.pk).exists():
        activity.cases.remove(case)
        record_event(action="case-activity-removed", target=case, by=by, activity=activity.pk)


def _pair(activity_id: int, case_id: int, by: User) -> tuple[Activity, Case]:
    permissions.check_can_edit_plans(by)
    case = Case.objects.visible_to(by).select_for_update(of=("self",)).get(pk=case_id)
    return Activity.objects.visible_to(by).get(pk=activity_id), case
