"""«Чего ждут сроки»: of a plan, and of one row with the choice."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.forms.events import WaitsForm
from plans.models import Activity, Plan
from plans.reports.suggesting import known_to
from plans.reports.waits import waits_of, waits_of_activity
from plans.services import waits


@require_safe
@vary_on_headers("HX-Request")
def plan_waits(request: PortalRequest, plan_id: int) -> HttpResponse:
    """A fragment of «Сроки», and a page of its own without scripts."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    found = waits_of(plan)
    context = {
        "plan": plan,
        "waiting": [one for one in found if not one.is_over],
        "settled": [one for one in found if one.is_over],
        "may_link": is_allowed(permissions.check_can_edit_plans, request.user),
    }
    template = "_plan_waits.html" if request.htmx else "plan_waits.html"
    return render(request, f"plans/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_waits(request: PortalRequest, activity_id: int) -> HttpResponse:
    visible = Activity.objects.visible_to(request.user).live().select_related("section__plan")
    activity = get_object_or_404(visible, pk=activity_id)
    plan = activity.section.plan
    form = WaitsForm(
        request.POST or None,
        waits=waits_of_activity(activity),
        known=known_to(request.user.committee, plan),
        links=waits.links_of(activity),
        initial={"version": activity.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            waits.link_readings(
                activity_id=activity.pk,
                version=form.cleaned_data["version"],
                choices=form.choices(),
                by=request.user,
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Сохранено. Даты появятся вместе с событием или графиком.")
            page = reverse("plans:plan-waits", args=[plan.pk])
            return redirect(f"{page}#activity-{activity.pk}")
    context = {"activity": activity, "plan": plan, "form": form}
    status = 422 if form.errors else 200
    return render(request, "plans/activity_waits.html", context, status=status)
