"""A plan on its way: review, remarks, approval."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions
from plans.forms import TextField
from plans.models import Plan
from plans.reports.readiness import Readiness, readiness_of
from plans.services import approval


def _comment(label: str, help_text: str = "") -> TextField:
    """Whether it may be empty, the service says."""
    return TextField(
        label=label,
        required=False,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(forms.Form):
    """`version` is the plan as this person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmitForm(DecisionForm):
    comment = _comment("Что сказать руководителю", "Можно не заполнять")


class ReturnForm(DecisionForm):
    comment = _comment("Замечания", "Что поправить, чтобы план можно было утвердить")


class CommentForm(DecisionForm):
    comment = _comment("Замечание или ответ", "Увидят все, кто в комитете работает с планом")


class ApproveForm(DecisionForm):
    order_number = forms.CharField(label="Номер приказа", max_length=40)
    order_date = forms.DateField(
        label="Дата приказа",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    comment = _comment("Что сказать сотрудникам", "Можно не заполнять")


@require_http_methods(["GET", "HEAD", "POST"])
def plan_submit(request: PortalRequest, plan_id: int) -> HttpResponse:
    permissions.check_can_edit_plans(request.user)
    plan = _plan(request, plan_id)
    form = SubmitForm(request.POST or None, initial={"version": plan.version})
    texts = {
        "heading": "Отправить на согласование",
        "action": "Отправить руководителю",
        "lead": "Пока план на согласовании, его текст не меняется.",
        "said": "План отправлен руководителю.",
        "open_in": Plan.Status.DRAFT,
    }
    return _decide(request, plan, form, approval.submit_plan, texts, readiness_of(plan))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_return(request: PortalRequest, plan_id: int) -> HttpResponse:
    permissions.check_can_decide(request.user)
    plan = _plan(request, plan_id)
    form = ReturnForm(request.POST or None, initial={"version": plan.version})
    texts = {
        "heading": "Вернуть с замечаниями",
        "action": "Вернуть план",
        "lead": "План снова станет черновиком, сотрудники увидят ваши замечания.",
        "said": "План возвращён сотрудникам.",
        "open_in": Plan.Status.REVIEW,
    }
    return _decide(request, plan, form, approval.return_plan, texts)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_approve(request: PortalRequest, plan_id: int) -> HttpResponse:
    permissions.check_can_decide(request.user)
    plan = _plan(request, plan_id)
    initial = {
        "version": plan.version,
        "order_number": plan.order_number,
        "order_date": plan.order_date or timezone.localdate(),
    }
    form = ApproveForm(request.POST or None, initial=initial)
    texts = {
        "heading": "Утвердить план",
        "action": "Утвердить",
        "lead": "Текст плана и файл PDF сохранятся навсегда такими, какие они сейчас.",
        "said": "План утверждён.",
        "open_in": Plan.Status.REVIEW,
    }
    return _decide(request, plan, form, approval.approve_plan, texts, readiness_of(plan))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_comment(request: PortalRequest, plan_id: int) -> HttpResponse:
    permissions.check_can_comment(request.user)
    plan = _plan(request, plan_id)
    form = CommentForm(request.POST or None, initial={"version": plan.version})
    texts = {
        "heading": "Написать замечание",
        "action": "Сохранить замечание",
        "lead": "План от этого не меняется.",
        "said": "Замечание записано.",
        "open_in": plan.status,
    }
    return _decide(request, plan, form, _comment_plan, texts)


def _comment_plan(*, version: int, **said: Any) -> None:
    """A remark is made on a plan in any state and version."""
    approval.comment_plan(**said)


def _plan(request: PortalRequest, plan_id: int) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)


def _decide(
    request: PortalRequest,
    plan: Plan,
    form: DecisionForm,
    service: Callable[..., Any],
    texts: dict[str, Any],
    readiness: Readiness | None = None,
) -> HttpResponse:
    """One page for every decision; a decision on what is no longer so answers 409."""
    context = {"plan": plan, "form": form, "texts": texts, "readiness": readiness}
    context["is_open"] = plan.status == texts["open_in"]
    if request.method != "POST":
        return render(request, "plans/approval_form.html", context)
    status = 422
    if form.is_valid():
        try:
            service(plan_id=plan.pk, by=request.user, **form.cleaned_data)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
            status = 409 if problem.code == "stale" else 422
        else:
            messages.success(request, texts["said"])
            return redirect(plan)
    return render(request, "plans/approval_form.html", context, status=status)
