"""A plan by months, and a month of it by days."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from plans.models import Plan
from plans.reports.timetable import month_page, timeline

YEARS = range(2000, 2101)


@require_safe
def plan_timeline(request: PortalRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    drawn = timeline(plan, request.user, timezone.localdate())
    return render(request, "plans/plan_timeline.html", {"plan": plan, "timeline": drawn})


@require_safe
def plan_calendar(request: PortalRequest, plan_id: int) -> HttpResponse:
    """`?month=2026-11`; without it this month, or the plan's nearest one."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    today = timezone.localdate()
    usual = min(max(today, plan.period_from), plan.period_to).replace(day=1)
    first = _month(request.GET.get("month", "")) or usual
    context = {"plan": plan, "month": month_page(plan, request.user, first, today), "today": today}
    return render(request, "plans/plan_calendar.html", context)


def _month(text: str) -> datetime.date | None:
    try:
        first = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if first.year in YEARS else None
