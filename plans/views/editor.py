"""The list of plans, a plan's page and its head."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.filters import PlanFilter
from plans.forms import PlanForm, PlanHeadForm, StampFormSet, StampTexts
from plans.models import Plan
from plans.reports.carried import carried_over
from plans.reports.period import school_year
from plans.reports.proposals import proposals_for
from plans.reports.way import way_of
from plans.rules import why_not_draft
from plans.services import editing
from plans.views.grids import grid_context, may_edit_now, step_asked

ON_A_PAGE = 25
_BY_ITSELF = "Строки пронумерованы, изменено номеров: {changed}. Дальше портал нумерует сам."
NUMBERED = dict.fromkeys(Plan.Numbering, _BY_ITSELF) | {
    Plan.Numbering.BY_HAND: "Номера остались как были. Дальше вы ставите их сами.",
}


@require_safe
@vary_on_headers("HX-Request")
def plan_list(request: PortalRequest) -> HttpResponse:
    visible = Plan.objects.visible_to(request.user).filter(is_template=False)
    plans = PlanFilter(request.GET, queryset=visible.for_table())
    context = {
        "filter": plans,
        "page": Paginator(plans.qs, ON_A_PAGE).get_page(request.GET.get("page")),
        "has_plans": visible.exists(),
        "may_edit": is_allowed(permissions.check_can_edit_plans, request.user),
    }
    template = "_plan_table.html" if request.htmx else "plan_list.html"
    return render(request, f"plans/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request: PortalRequest) -> HttpResponse:
    if request.method != "POST":
        first, last = school_year(timezone.localdate())
        form = PlanForm(initial={"period_from": first, "period_to": last})
        return render(request, "plans/plan_form.html", {"form": form})
    form = PlanForm(request.POST)
    if not form.is_valid():
        return render(request, "plans/plan_form.html", {"form": form}, status=422)
    plan = editing.create_plan(**form.cleaned_data, by=request.user)
    return redirect(plan)


@require_safe
def plan_detail(request: PortalRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    context = grid_context(request, plan, with_removed=may_edit_now(request, plan)) | {
        "stamps": plan.stamps.all(),
        "why_closed": _why_closed(request, plan),
        "carried": carried_over(plan) if plan.is_editable else [],
        "proposed": len(proposals_for(plan)),
        "way": way_of(plan, request.user),
    }
    if step := step_asked(request, plan):
        context |= {"step": step, "said": f"Сделано: {step.get_action_display()}"}
    return render(request, "plans/plan_detail.html", context)


def _why_closed(request: PortalRequest, plan: Plan) -> str:
    """For those who edit plans: why this one is only to be read now."""
    if plan.is_editable or not is_allowed(permissions.check_can_edit_plans, request.user):
        return ""
    return why_not_draft(plan)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_head(request: PortalRequest, plan_id: int) -> HttpResponse:
    """«Шапка и гриф»: all that stands around the table."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    if request.method != "POST":
        written = list(plan.stamps.values("kind", "text"))
        return _head_page(request, plan, PlanHeadForm(plan=plan), StampFormSet(initial=written))
    form = PlanHeadForm(request.POST, plan=plan)
    stamps = StampFormSet(request.POST)
    if not (form.is_valid() & stamps.is_valid()):
        return _head_page(request, plan, form, stamps, status=422)
    try:
        _save_head(request, plan, form, stamps)
    except RuleViolation as problem:
        return _head_refused(request, plan, form, stamps, problem)
    messages.success(request, "Шапка плана сохранена.")
    return redirect(plan)


def _save_head(request: PortalRequest, plan: Plan, form: PlanHeadForm, stamps: StampTexts) -> None:
    cleaned = form.cleaned_data
    editing.change_head(
        plan_id=plan.pk,
        version=cleaned["version"],
        by=request.user,
        stamps=[editing.StampText(kind, text) for kind, text in stamps.texts()],
        title=cleaned["title"],
        period_from=cleaned["period_from"],
        period_to=cleaned["period_to"],
        annex=cleaned["annex"].strip(),
        preamble=cleaned["preamble"],
        legend=cleaned["legend"],
        executor=cleaned["executor"],
        columns=form.columns(),
        numbering=cleaned["numbering"],
    )


def _head_refused(
    request: PortalRequest,
    plan: Plan,
    form: PlanHeadForm,
    stamps: StampTexts,
    problem: RuleViolation,
) -> HttpResponse:
    """What was typed stays; a stale head is shown beside what the plan says now."""
    plan.refresh_from_db()
    form.add_error(None, ValidationError(str(problem), code=problem.code))
    if problem.code != "stale":
        return _head_page(request, plan, form, stamps, status=422)
    form.again(plan.version)
    return _head_page(request, plan, form, stamps, status=409, now=_head_now(plan, form))


def _head_now(plan: Plan, form: PlanHeadForm) -> list[tuple[str, str]]:
    """The texts of the plan that differ from what this person sent."""
    names = ("title", "period_from", "period_to", "annex", "preamble", "legend", "executor")
    return [
        (str(form.fields[name].label), str(getattr(plan, name)))
        for name in names
        if form.cleaned_data.get(name) != getattr(plan, name)
    ]


def _head_page(
    request: PortalRequest,
    plan: Plan,
    form: PlanHeadForm,
    stamps: StampTexts,
    *,
    status: int = 200,
    now: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"plan": plan, "form": form, "stamps": stamps, "now": now}
    if now is not None:
        context["stamps_now"] = plan.stamps.all()
    return render(request, "plans/plan_head.html", context, status=status)


@require_POST
def plan_renumber(request: PortalRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    style = request.POST.get("style", "")
    if style not in Plan.Numbering.values:
        messages.error(request, "Выберите, как нумеровать строки.")
        return redirect(plan)
    try:
        changed = editing.renumber(plan_id=plan.pk, style=Plan.Numbering(style), by=request.user)
    except RuleViolation as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, NUMBERED[Plan.Numbering(style)].format(changed=changed))
    return redirect(plan)
