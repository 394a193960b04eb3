"""A plan made of another one; templates of typical plans."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.deadlines.shifting import later, shifted_wording
from plans.forms.copies import PlanCopyForm, ProposalsForm, TemplateForm
from plans.models import Plan
from plans.reports.carried import unfinished_of
from plans.reports.period import school_year
from plans.reports.proposals import Proposal, proposals_for
from plans.services import copies, proposals, templates

ON_A_PAGE = 25
# Two fields each; Django takes a thousand fields at once.
PROPOSED_AT_ONCE = 150


@require_http_methods(["GET", "HEAD", "POST"])
def plan_copy(request: PortalRequest, plan_id: int) -> HttpResponse:
    """A new plan out of last year's, or out of a template."""
    source = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    unfinished = len(unfinished_of(source))
    sent = request.POST if request.method == "POST" else None
    form = PlanCopyForm(sent, has_unfinished=bool(unfinished), initial=_initial(source))
    if sent is not None and form.is_valid():
        try:
            plan = copies.copy_plan(plan_id=source.pk, by=request.user, **form.cleaned_data)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Черновик создан. Сроки прочитаны для нового периода.")
            has_proposals = bool(proposals_for(plan))
            return redirect("plans:plan-proposals", plan.pk) if has_proposals else redirect(plan)
    context = {"plan": source, "form": form, "unfinished": unfinished}
    status = 200 if sent is None else 422
    return render(request, "plans/plan_copy.html", context, status=status)


def _initial(source: Plan) -> dict[str, object]:
    """A plan goes on a year later; a template is for the school year that comes."""
    if source.is_template:
        first, last = school_year(timezone.localdate())
    else:
        first, last = later(source.period_from, 1), later(source.period_to, 1)
    title = shifted_wording(source.title, first.year - source.period_from.year)
    return {"title": title, "period_from": first, "period_to": last}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_proposals(request: PortalRequest, plan_id: int) -> HttpResponse:
    """New wordings, one by one; nothing is written until «Взять отмеченные»."""
    visible = Plan.objects.visible_to(request.user).select_related("copied_from")
    plan = get_object_or_404(visible, pk=plan_id)
    proposed = proposals_for(plan)
    sent = request.POST if request.method == "POST" else None
    form = ProposalsForm(sent, proposals=_shown(request, proposed))
    if sent is not None and form.is_valid():
        try:
            count = proposals.take_proposals(
                plan_id=plan.pk, texts=_taken(request, form), by=request.user
            )
        except RuleViolation as problem:
            messages.error(request, str(problem))
            return redirect("plans:plan-proposals", plan.pk)
        messages.success(request, f"Новых формулировок взято: {count}.")
        return redirect(plan)
    context = {"plan": plan, "form": form, "rest": max(len(proposed) - PROPOSED_AT_ONCE, 0)}
    status = 200 if sent is None else 422
    return render(request, "plans/plan_proposals.html", context, status=status)


def _shown(request: PortalRequest, proposed: list[Proposal]) -> list[Proposal]:
    """On the page the first ones; of what was sent those that are still proposed."""
    if request.method != "POST":
        return proposed[:PROPOSED_AT_ONCE]
    return [one for one in proposed if f"text-{one.key}" in request.POST]


def _taken(request: PortalRequest, form: ProposalsForm) -> dict[str, str]:
    """What was ticked, with what is no proposal any more: the service says so."""
    ticked = [name for name in request.POST if name.startswith("take-")]
    gone = {name.removeprefix("take-"): "" for name in ticked}
    return gone | form.taken()


@require_http_methods(["GET", "HEAD", "POST"])
def plan_template(request: PortalRequest, plan_id: int) -> HttpResponse:
    """«Сохранить как образец»."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    sent = request.POST if request.method == "POST" else None
    form = TemplateForm(sent, initial={"title": plan.title})
    if sent is not None and form.is_valid():
        template = copies.save_as_template(
            plan_id=plan.pk, by=request.user, title=form.cleaned_data["title"]
        )
        messages.success(request, f"Образец сохранён: «{template.title}».")
        return redirect("plans:template-list")
    status = 200 if sent is None else 422
    context = {"plan": plan, "form": form}
    return render(request, "plans/plan_template.html", context, status=status)


@require_POST
def template_remove(request: PortalRequest, plan_id: int) -> HttpResponse:
    """Nothing is lost: the list offers to bring it back."""
    return _put(request, plan_id, templates.remove_template, "Образец убран: «{}».")


@require_POST
def template_restore(request: PortalRequest, plan_id: int) -> HttpResponse:
    return _put(request, plan_id, templates.restore_template, "Образец возвращён: «{}».")


def _put(
    request: PortalRequest, plan_id: int, service: Callable[..., Plan], said: str
) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    try:
        service(plan_id=plan.pk, by=request.user)
    except RuleViolation as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said.format(plan.title))
    return redirect("plans:template-list")


@require_safe
def template_list(request: PortalRequest) -> HttpResponse:
    visible = Plan.objects.visible_to(request.user)
    may_edit = is_allowed(permissions.check_can_edit_plans, request.user)
    removed = visible.filter(is_template=True, removed_at__isnull=False)
    context = {
        "page": Paginator(
            visible.templates().for_table().order_by("title", "pk"), ON_A_PAGE
        ).get_page(request.GET.get("page")),
        "removed": removed.order_by("-removed_at")[:ON_A_PAGE] if may_edit else [],
        "may_edit": may_edit,
    }
    return render(request, "plans/template_list.html", context)
