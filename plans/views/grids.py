"""Answers of the editor: the whole table, or a page where there are no scripts."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import reswap, retarget, trigger_client_event

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.forms import GridFilterForm
from plans.models import EditStep, Plan
from plans.reports.grid import plan_grid
from plans.reports.grid_filter import filtered


def grid_context(
    request: PortalRequest, plan: Plan, *, with_removed: bool = True
) -> dict[str, Any]:
    """The table with the filter of the page it stands on."""
    choice = GridFilterForm(_asked_of_page(request, plan))
    grid = filtered(plan_grid(plan, with_removed=with_removed), choice.wish())
    choice.offer(grid)
    return {
        "plan": plan,
        "grid": grid,
        "filter": choice,
        "editable": may_edit_now(request, plan),
    }


def _asked_of_page(request: PortalRequest, plan: Plan) -> QueryDict:
    """The query of the plan's own page, be it this request or the page that htmx speaks from."""
    page = reverse("plans:plan-detail", args=[plan.pk])
    if request.path == page:
        return request.GET
    current = urlsplit(request.htmx.current_url or "")
    return QueryDict(current.query if current.path == page else "")


def may_edit_now(request: PortalRequest, plan: Plan) -> bool:
    return plan.is_editable and is_allowed(permissions.check_can_edit_plans, request.user)


def whole_grid(
    request: PortalRequest,
    plan: Plan,
    *,
    said: str,
    focus: str = "",
    removed: str = "",
    step: EditStep | None = None,
) -> HttpResponse:
    """The table anew after rows came, went or moved; `focus` is the id of the row in hand.

    `removed` names what was just taken out (`activity-5`): it gets a button that brings it back.
    So does a `step`, one that takes it back.
    """
    if not request.htmx:
        messages.success(request, said)
        return redirect(place_of(plan, focus=focus, step=step))
    context = grid_context(request, plan) | {"just_removed": removed, "step": step, "said": said}
    response = render(request, "plans/_plan_grid.html", context)
    response = retarget(reswap(response, "outerHTML"), "#plan-grid")
    return say(response, said, focus=focus, counted=context["grid"].counted)


def place_of(plan: Plan, *, focus: str = "", step: EditStep | None = None) -> str:
    """The address of the table, or of a row in it; with a step the page offers to take it back."""
    page = reverse("plans:plan-detail", args=[plan.pk])
    return f"{page}{f'?step={step.pk}' if step else ''}#{focus or 'plan-grid'}"


def step_asked(request: PortalRequest, plan: Plan) -> EditStep | None:
    """One's own step that the address names, unless it is taken back already."""
    key = request.GET.get("step", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    own = EditStep.objects.visible_to(request.user).filter(plan=plan, undone_at__isnull=True)
    return own.filter(pk=int(key)).first()


def refused_grid(request: PortalRequest, plan: Plan, problem: RuleViolation) -> HttpResponse:
    """Nothing was done, here is why and how the plan stands."""
    if not request.htmx:
        messages.error(request, str(problem))
        return redirect(plan)
    plan.refresh_from_db()
    context = grid_context(request, plan) | {"problem": problem}
    response = render(request, "plans/_plan_grid.html", context, status=422)
    return say(retarget(reswap(response, "outerHTML"), "#plan-grid"), str(problem))


def say(response: HttpResponse, text: str, *, focus: str = "", counted: str = "") -> HttpResponse:
    """Tell the page what happened: for the live region and the facts of the head."""
    now = timezone.localtime()
    said = {"text": text, "focus": focus, "at": f"{now:%H:%M}", "counted": counted}
    return trigger_client_event(response, "plan-said", said, after="swap")
