"""Files of ФИС ОКО: brought, looked through, taken."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.files.serving import private_bytes_response, private_file_response
from accounts.http import PortalRequest
from accounts.models import Job
from assessments.forms import ResultsImportForm
from assessments.models import ResultsImport
from assessments.reports.workbooks import XLSX
from assessments.services import marked_copies
from assessments.services.imports import kept, marking
from schools.models import School

PAGE = 25


def _import_or_404(request: PortalRequest, results_import_id: int) -> ResultsImport:
    visible = ResultsImport.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("school"), pk=results_import_id)


@require_safe
def result_import_list(request: PortalRequest) -> HttpResponse:
    brought = ResultsImport.objects.visible_to(request.user).for_table()
    page = Paginator(brought, PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/result_import_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def result_import_create(request: PortalRequest) -> HttpResponse:
    schools = School.objects.visible_to(request.user)
    form = ResultsImportForm(
        request.POST or None,
        request.FILES or None,
        schools=schools,
        initial={"year": timezone.localdate().year},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        brought = kept.keep_file(
            data=given["file"].read(),
            filename=given["file"].name,
            year=given["year"],
            school_id=given["school"].pk if given["school"] else None,
            subject=given["subject"].code if given["subject"] else "",
            grade=given["grade"],
            by=request.user,
        )
        return _followed(kept.check_file(import_id=brought.pk, by=request.user), brought)
    status = 422 if form.errors else 200
    return render(request, "assessments/result_import_new.html", {"form": form}, status=status)


def _followed(job: Job | None, brought: ResultsImport) -> HttpResponse:
    """Large files are waited for on the page of their job, which leads back here."""
    return redirect("accounts:job-detail", job_id=job.pk) if job else redirect(brought)


def _begun(
    request: PortalRequest, brought: ResultsImport, begin: Callable[..., Job | None]
) -> HttpResponse:
    """What the person asked of the file; a refusal is told on its page."""
    try:
        return _followed(begin(import_id=brought.pk, by=request.user), brought)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(brought)


@require_safe
def result_import_detail(request: PortalRequest, results_import_id: int) -> HttpResponse:
    """What a file would bring, what was mended, what is refused and why; then its receipt."""
    brought = _import_or_404(request, results_import_id)
    context = {
        "import": brought,
        "job": None if brought.taken_at else kept.running_job(brought),
        "may_take": request.user.is_committee_editor,
        "can_be_marked": marked_copies.can_be_marked(brought),
        "is_large": marked_copies.is_large(brought),
        "marking": marking.running_job(brought),
    }
    return render(request, "assessments/result_import_detail.html", context)


@require_POST
def result_import_check(request: PortalRequest, results_import_id: int) -> HttpResponse:
    """Again: after schools or works that it needs have been entered."""
    return _begun(request, _import_or_404(request, results_import_id), kept.check_file)


@require_POST
def result_import_take(request: PortalRequest, results_import_id: int) -> HttpResponse:
    return _begun(request, _import_or_404(request, results_import_id), kept.take_file)


@require_POST
def result_import_drop(request: PortalRequest, results_import_id: int) -> HttpResponse:
    brought = _import_or_404(request, results_import_id)
    try:
        kept.drop_file(import_id=brought.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(brought)
    messages.success(request, f"Файл «{brought}» убран, ничего из него не взято.")
    return redirect("assessments:result-import-list")


@require_safe
def result_import_file(request: PortalRequest, results_import_id: int) -> HttpResponseBase:
    brought = _import_or_404(request, results_import_id)
    return private_file_response(brought.file, filename=brought.original_name, content_type=XLSX)


@require_POST
def result_import_mark(request: PortalRequest, results_import_id: int) -> HttpResponse:
    """A copy of a large file with its cells marked takes a worker some minutes."""
    return _begun(request, _import_or_404(request, results_import_id), marking.start_marking)


@require_safe
def result_import_marked(request: PortalRequest, results_import_id: int) -> HttpResponseBase:
    """The file itself with the faulty cells marked."""
    brought = _import_or_404(request, results_import_id)
    try:
        copy = marked_copies.marked_copy_of_import(import_id=brought.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(brought)
    return private_bytes_response(copy.content, filename=copy.filename, content_type=XLSX)
