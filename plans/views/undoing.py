"""The last thing done is taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions
from plans.models import Activity, EditStep
from plans.services import editing
from plans.views.grids import refused_grid, whole_grid


@require_POST
def activity_undo(request: PortalRequest, activity_id: int) -> HttpResponse:
    """One's own last step with this row."""
    permissions.check_can_edit_plans(request.user)
    rows = Activity.objects.visible_to(request.user).select_related("section__plan")
    activity = get_object_or_404(rows, pk=activity_id)
    plan = activity.section.plan
    try:
        step = editing.undo_row(activity_id=activity.pk, by=request.user)
    except RuleViolation as problem:
        return refused_grid(request, plan, problem)
    return _taken_back(request, step, focus=f"activity-{activity.pk}")


@require_POST
def step_undo(request: PortalRequest, step_id: int) -> HttpResponse:
    permissions.check_can_edit_plans(request.user)
    steps = EditStep.objects.visible_to(request.user).select_related("plan")
    step = get_object_or_404(steps, pk=step_id)
    try:
        step = editing.undo_step(step_id=step.pk, by=request.user)
    except RuleViolation as problem:
        return refused_grid(request, step.plan, problem)
    return _taken_back(request, step)


def _taken_back(request: PortalRequest, step: EditStep, *, focus: str = "") -> HttpResponse:
    """The table anew; the whole page where the step had changed what stands around it."""
    said = f"Отменено: {step.get_action_display()}"
    if request.htmx and "head" in step.before:
        messages.success(request, said)
        return HttpResponseClientRedirect(step.plan.get_absolute_url())
    return whole_grid(request, step.plan, said=said, focus=focus)
