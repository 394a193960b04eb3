"""The check before approval."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from plans.models import Plan
from plans.reports.checked import check_report


@require_safe
def plan_check(request: PortalRequest, plan_id: int) -> HttpResponse:
    """Errors, warnings and hints, each with a link to its cell."""
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("committee"), pk=plan_id
    )
    may_edit = plan.is_editable and request.user.is_committee_editor
    report = check_report(plan, today=timezone.localdate(), may_edit=may_edit)
    context = {"plan": plan, "report": report, "may_edit": may_edit}
    return render(request, "plans/plan_check.html", context)
