"""«Сроки»: over all plans, and of one plan."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.http import PortalRequest
from plans.filters import OccurrenceFilter, PlanOccurrenceFilter
from plans.models import Occurrence, Plan
from plans.reports.due_table import due_table
from plans.reports.execution import plan_progress

SOONEST = 8  # activities on the plan's own page


@require_safe
@vary_on_headers("HX-Request")
def occurrence_list(request: PortalRequest) -> HttpResponse:
    """For a deputy, what their school has to do; for the committee, everybody's due dates."""
    today = timezone.localdate()
    visible = Occurrence.objects.visible_to(request.user).live()
    shown = OccurrenceFilter(request.GET, queryset=visible, request=request, today=today)
    context = {
        "filter": shown,
        "table": due_table(shown.qs, request.user, page=request.GET.get("page")),
        "has_any": visible.exists(),
        "today": today,
    }
    template = "_occurrence_table.html" if request.htmx else "occurrence_list.html"
    return render(request, f"plans/{template}", context)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def plan_occurrences(request: PortalRequest, plan_id: int) -> HttpResponse:
    """«Сроки» of a plan: a page with a filter; the nearest as a fragment of the plan's page."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    today = timezone.localdate()
    visible = Occurrence.objects.visible_to(request.user).live()
    of_plan = visible.filter(activity__section__plan=plan)
    context = {
        "plan": plan,
        "today": today,
        "progress": plan_progress(plan, today=today, viewer=request.user),
    }
    if request.htmx and request.htmx.target != "occurrence-table":
        due = due_table(of_plan.open(), request.user, page=None, on_a_page=SOONEST)
        return render(request, "plans/_plan_occurrences.html", context | {"table": due})
    shown = PlanOccurrenceFilter(request.GET, queryset=of_plan, request=request, today=today)
    context |= {
        "filter": shown,
        "table": due_table(shown.qs, request.user, page=request.GET.get("page")),
        "has_any": of_plan.exists(),
    }
    template = "_occurrence_table.html" if request.htmx else "occurrence_plan.html"
    return render(request, f"plans/{template}", context)
