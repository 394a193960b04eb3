"""A plan on its way: review, signatures in turn, remarks, approval, amendments."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions
from plans.forms import decisions
from plans.models import Plan
from plans.reports.checked import check_report
from plans.reports.meanwhile import overruled_by
from plans.services import approval

DRAFT, REVIEW = Plan.Status.DRAFT, Plan.Status.REVIEW


def _comment_plan(*, version: int, **said: Any) -> None:
    """A remark is made on a plan in any state and version."""
    approval.comment_plan(**said)


class Decision(NamedTuple):
    """One thing to decide on a plan: what is asked, who does it, and the words for it."""

    form: type[decisions.DecisionForm]
    service: Callable[..., Any]
    heading: str
    action: str
    lead: str
    said: str
    open_in: tuple[str, ...]
    looks_at_text: bool = False


DECISIONS = {
    "submit": Decision(
        decisions.SubmitForm,
        approval.submit_plan,
        "Отправить на согласование",
        "Отправить",
        "Пока план на согласовании, его текст не меняется.",
        "План отправлен на согласование.",
        (DRAFT,),
        looks_at_text=True,
    ),
    "withdraw": Decision(
        decisions.WithdrawForm,
        approval.withdraw_plan,
        "Отозвать с согласования",
        "Отозвать план",
        "План снова станет черновиком. Согласования сохранятся, пока текст не изменится.",
        "План отозван, его можно править.",
        (REVIEW,),
    ),
    "return": Decision(
        decisions.ReturnForm,
        approval.return_plan,
        "Вернуть с замечаниями",
        "Вернуть план",
        "План снова станет черновиком, сотрудники увидят ваши замечания.",
        "План возвращён сотрудникам.",
        (REVIEW,),
    ),
    "sign": Decision(
        decisions.SignForm,
        approval.sign_plan,
        "Согласовать план",
        "Согласовать",
        "Согласование действует для этого текста: если он изменится, оно будет снято.",
        "Вы согласовали план.",
        (REVIEW,),
        looks_at_text=True,
    ),
    "approve": Decision(
        decisions.ApproveForm,
        approval.approve_plan,
        "Утвердить план",
        "Утвердить",
        "Текст плана и файл PDF сохранятся навсегда такими, какие они сейчас.",
        "План утверждён.",
        (REVIEW,),
        looks_at_text=True,
    ),
    "comment": Decision(
        decisions.CommentForm,
        _comment_plan,
        "Написать замечание",
        "Сохранить замечание",
        "План от этого не меняется.",
        "Замечание записано.",
        tuple(Plan.Status),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_decide(request: PortalRequest, plan_id: int, decision: str) -> HttpResponse:
    """One page for every decision; a decision on what is no longer so answers 409."""
    plan = _plan(request, plan_id)
    decided = DECISIONS[decision]
    form = decided.form(request.POST or None, initial=_initial(plan))
    if request.method == "POST" and form.is_valid():
        try:
            decided.service(plan_id=plan.pk, by=request.user, **form.cleaned_data)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
            return _page(request, plan, decided, form, 409 if problem.code == "stale" else 422)
        messages.success(request, decided.said)
        plan.refresh_from_db()
        return redirect(plan.amends if plan.status == Plan.Status.MERGED and plan.amends else plan)
    return _page(request, plan, decided, form, 422 if request.method == "POST" else 200)


def _initial(plan: Plan) -> dict[str, Any]:
    """Forms take what they have fields for."""
    return {
        "version": plan.version,
        "order_number": plan.order_number,
        "order_date": plan.order_date or timezone.localdate(),
    }


def _page(
    request: PortalRequest,
    plan: Plan,
    decided: Decision,
    form: decisions.DecisionForm,
    status: int,
) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "texts": decided,
        "is_open": plan.status in decided.open_in,
    }
    if decided.looks_at_text:
        may_edit = plan.is_editable and request.user.is_committee_editor
        context["report"] = check_report(plan, today=timezone.localdate(), may_edit=may_edit)
        context["overruled"] = overruled_by(plan)
    return render(request, "plans/approval_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_signatories(request: PortalRequest, plan_id: int) -> HttpResponse:
    """Who signs, in order; named while the plan is a draft."""
    permissions.check_can_edit_plans(request.user)
    plan = _plan(request, plan_id)
    form = decisions.SignatoriesForm(request.POST or None, plan=plan)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _named(request, plan, form):
            return redirect(plan)
    return render(
        request, "plans/signatories_form.html", {"plan": plan, "form": form}, status=status
    )


def _named(request: PortalRequest, plan: Plan, form: decisions.SignatoriesForm) -> bool:
    try:
        approval.name_signatories(
            plan_id=plan.pk, agreeing=form.agreeing(), approving=form.approving(), by=request.user
        )
    except RuleViolation as problem:
        form.add_error(None, ValidationError(str(problem), code=problem.code))
        return False
    messages.success(request, "Подписанты сохранены.")
    return True


@require_POST
def plan_amend(request: PortalRequest, plan_id: int) -> HttpResponse:
    """«Внести изменения»: a copy to work on."""
    plan = _plan(request, plan_id)
    try:
        copy = approval.start_amendment(plan_id=plan.pk, by=request.user)
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return redirect(plan)
    messages.success(request, "Это рабочая копия плана: внесите изменения и отправьте их.")
    return redirect(copy)


def _plan(request: PortalRequest, plan_id: int) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
