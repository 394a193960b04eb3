"""A plan on paper: the draft, what was approved, and the page of a frozen version."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.errors import RuleViolation
from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from plans.models import Plan, PlanVersion
from plans.reports.versions import version_table
from plans.services import printing

PDF = "application/pdf"


@require_safe
def plan_print(request: PortalRequest, plan_id: int) -> HttpResponseBase:
    """In the window, to look at; with `?save=1` as a file."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    try:
        printed = printing.printed_plan(plan)
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return redirect(plan)
    kind = "план" if printed.is_frozen else "проект плана"
    return _pdf(request, printed.pdf, f"{kind} {plan.period_from:%Y} № {plan.pk}.pdf")


@require_safe
def version_detail(request: PortalRequest, version_id: int) -> HttpResponse:
    version = _version(request, version_id)
    plan = version.plan
    context = {
        "version": version,
        "plan": plan,
        "table": version_table(version),
        "is_newest": not plan.versions.filter(number__gt=version.number).exists(),
        "publication": version.publications.standing().first(),
    }
    return render(request, "plans/version_detail.html", context)


@require_safe
def version_print(request: PortalRequest, version_id: int) -> HttpResponseBase:
    """The very bytes that were frozen."""
    version = _version(request, version_id)
    name = f"план, приказ от {version.order_date:%d.%m.%Y} № {version.order_number}.pdf"
    return _pdf(request, bytes(version.pdf), name)


def _version(request: PortalRequest, version_id: int) -> PlanVersion:
    visible = PlanVersion.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("plan", "approved_by__person"), pk=version_id)


def _pdf(request: PortalRequest, content: bytes, name: str) -> HttpResponseBase:
    inline = "save" not in request.GET
    return private_bytes_response(content, filename=name, content_type=PDF, inline=inline)
