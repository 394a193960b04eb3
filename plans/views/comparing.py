"""Two texts of a plan side by side, in the window and on paper."""

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from plans.documents.changes import print_changes
from plans.documents.refusal import PrintRefused
from plans.models import Plan
from plans.reports.comparing import Compared, compare_plan, said_of_changes, sides_of


@require_safe
def plan_compare(request: PortalRequest, plan_id: int) -> HttpResponse:
    """`?old=` and `?new=` are numbers of versions, or `draft`; absent, the last two."""
    plan = _plan(request, plan_id)
    compared = _compared(request, plan)
    counted = said_of_changes(compared.comparison) if compared else ""
    context = {"plan": plan, "compared": compared, "sides": sides_of(plan), "counted": counted}
    return render(request, "plans/plan_compare.html", context)


@require_safe
def plan_compare_print(request: PortalRequest, plan_id: int) -> HttpResponseBase:
    """«Таблица изменений»."""
    plan = _plan(request, plan_id)
    compared = _compared(request, plan)
    if compared is None:
        messages.error(request, "У плана пока один текст: сравнивать не с чем.")
        return redirect(plan)
    try:
        pdf = print_changes(
            compared.comparison,
            title=plan.title,
            old=compared.old.name,
            new=compared.new.name,
            captions=dict(compared.captions),
            created_at=plan.changed_at.astimezone(datetime.UTC),
        )
    except PrintRefused as refused:
        messages.error(request, str(refused))
        return redirect(plan)
    return private_bytes_response(
        pdf,
        filename=f"таблица изменений, план № {plan.pk}.pdf",
        content_type="application/pdf",
        inline="save" not in request.GET,
    )


def _compared(request: PortalRequest, plan: Plan) -> Compared | None:
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    return compare_plan(plan, old=old, new=new)


def _plan(request: PortalRequest, plan_id: int) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
