"""«Информация об исполнении плана»: the list, the page, the files, the acceptance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.files.papers import OFFICE
from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from plans.forms import PeriodForm
from plans.models import ExecutionReport, Plan
from plans.reports.period_report import sum_of
from plans.reports.report_periods import usual_periods
from plans.services import reporting
from plans.views.occurrence import tell


@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request: PortalRequest, plan_id: int) -> HttpResponse:
    """Reports of a plan, and the form for a new one."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    form = PeriodForm(request.POST or None, initial=_period(plan))
    if request.method == "POST" and form.is_valid():
        try:
            report = reporting.create_report(plan_id=plan.pk, by=request.user, **form.cleaned_data)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            return redirect(report)
    reports = ExecutionReport.objects.visible_to(request.user).filter(plan=plan)
    is_open = plan.status == Plan.Status.APPROVED
    context = {
        "plan": plan,
        "form": form if is_open else None,
        "usual": usual_periods(plan, today=timezone.localdate()) if is_open else [],
        "reports": reports.select_related("created_by__person", "accepted_by__person").defer(
            "content", "pdf", "docx"
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "plans/report_list.html", context, status=status)


def _period(plan: Plan) -> dict[str, object]:
    """From the plan's first day to today."""
    today = min(max(timezone.localdate(), plan.period_from), plan.period_to)
    return {"period_from": plan.period_from, "period_to": today}


def _report(request: PortalRequest, report_id: int) -> ExecutionReport:
    visible = ExecutionReport.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("plan", "accepted_by__person"), pk=report_id)


@require_safe
def report_detail(request: PortalRequest, report_id: int) -> HttpResponse:
    report = _report(request, report_id)
    content = reporting.content_of(report, today=timezone.localdate())
    context = {
        "report": report,
        "plan": report.plan,
        "content": content,
        "seen": sum_of(content),
        "may_accept": request.user.is_committee_head and report.accepted_at is None,
    }
    return render(request, "plans/report_detail.html", context)


@require_safe
def report_print(request: PortalRequest, report_id: int) -> HttpResponseBase:
    return _file(request, report_id, "pdf")


@require_safe
def report_docx(request: PortalRequest, report_id: int) -> HttpResponseBase:
    return _file(request, report_id, "docx")


def _file(request: PortalRequest, report_id: int, kind: str) -> HttpResponseBase:
    report = _report(request, report_id)
    try:
        printed = reporting.printed_report(report, today=timezone.localdate())
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return redirect(report)
    period = f"{report.period_from:%d.%m.%Y}–{report.period_to:%d.%m.%Y}"
    return private_bytes_response(
        printed.pdf if kind == "pdf" else printed.docx,
        filename=f"исполнение плана {period}.{kind}",
        content_type="application/pdf" if kind == "pdf" else OFFICE[".docx"][1],
        inline=kind == "pdf" and "save" not in request.GET,
    )


@require_POST
def report_accept(request: PortalRequest, report_id: int) -> HttpResponse:
    report = _report(request, report_id)
    problem = ""
    try:
        reporting.accept_report(
            report_id=report.pk,
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
            by=request.user,
        )
    except RuleViolation as violation:
        problem = str(violation)
    tell(request, problem, done="Информация принята и больше не меняется.")
    return redirect(report)


@require_POST
def report_remove(request: PortalRequest, report_id: int) -> HttpResponse:
    report = _report(request, report_id)
    try:
        reporting.remove_report(report_id=report.pk, by=request.user)
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return redirect(report)
    messages.success(request, "Черновик удалён.")
    return redirect("plans:report-list", plan_id=report.plan_id)
