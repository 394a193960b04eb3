"""Templates that are no longer wanted: put away, and brought back as they were."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Plan


@transaction.atomic
def remove_template(*, plan_id: int, by: User) -> Plan:
    """Put a template away: no plan is made by it any more, plans made before stay.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: not-a-template, template-removed.
    """
    permissions.check_can_edit_plans(by)
    template = _locked(plan_id, by)
    rules.check_template_stands(template)
    template.removed_at = timezone.now()
    template.save(update_fields=["removed_at"])
    record_event(action="plan-template-removed", target=template, by=by)
    return template


@transaction.atomic
def restore_template(*, plan_id: int, by: User) -> Plan:
    """
    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: not-a-template, template-stands.
    """
    permissions.check_can_edit_plans(by)
    template = _locked(plan_id, by)
    rules.check_template_is_removed(template)
    template.removed_at = None
    template.save(update_fields=["removed_at"])
    record_event(action="plan-template-restored", target=template, by=by)
    return template


def _locked(plan_id: int, by: User) -> Plan:
    template = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan_id)
    rules.check_is_template(template)
    return template
