"""Answers of the editor: the whole table, or a page where there are no scripts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import reswap, retarget, trigger_client_event

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.models import Plan
from plans.reports.grid import PlanGrid, plan_grid


def grid_context(request: PortalRequest, grid: PlanGrid) -> dict[str, Any]:
    return {"plan": grid.plan, "grid": grid, "editable": may_edit_now(request, grid.plan)}


def may_edit_now(request: PortalRequest, plan: Plan) -> bool:
    return plan.is_editable and is_allowed(permissions.check_can_edit_plans, request.user)


def whole_grid(
    request: PortalRequest, plan: Plan, *, said: str, focus: str = "", removed: str = ""
) -> HttpResponse:
    """The table anew after rows came, went or moved; `focus` is the id of the row in hand.

    `removed` names what was just taken out (`activity-5`): it gets a button that brings it back.
    """
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"{reverse('plans:plan-detail', args=[plan.pk])}#{focus or 'plan-grid'}")
    grid = plan_grid(plan, with_removed=True)
    context = grid_context(request, grid) | {"just_removed": removed}
    response = render(request, "plans/_plan_grid.html", context)
    response = retarget(reswap(response, "outerHTML"), "#plan-grid")
    return say(response, said, focus=focus, counted=grid.counted)


def refused_grid(request: PortalRequest, plan: Plan, problem: RuleViolation) -> HttpResponse:
    """Nothing was done, here is why and how the plan stands."""
    if not request.htmx:
        messages.error(request, str(problem))
        return redirect(plan)
    plan.refresh_from_db()
    context = grid_context(request, plan_grid(plan, with_removed=True))
    response = render(request, "plans/_plan_grid.html", context | {"problem": problem}, status=422)
    return say(retarget(reswap(response, "outerHTML"), "#plan-grid"), str(problem))


def say(response: HttpResponse, text: str, *, focus: str = "", counted: str = "") -> HttpResponse:
    """Tell the page what happened: for the live region and the facts of the head."""
    now = timezone.localtime()
    said = {"text": text, "focus": focus, "at": f"{now:%H:%M}", "counted": counted}
    return trigger_client_event(response, "plan-said", said, after="swap")
