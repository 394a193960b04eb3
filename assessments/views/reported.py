"""What others reported: rows of reports of ФИС ОКО, and the federal list of schools."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from assessments.filters import FederalFilter, SampleFilter
from assessments.models import FederalMark, Procedure, ReportedSample
from assessments.reports.reported import figures_of
from assessments.services import signs

PAGE = 50


@require_safe
def sample_list(request: PortalRequest) -> HttpResponse:
    """Figures of groups as printed, beside nothing that the portal counts itself."""
    samples = ReportedSample.objects.visible_to(request.user).for_table()
    procedures = Procedure.objects.visible_to(request.user)
    found = SampleFilter(request.GET, queryset=samples, procedures=procedures)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [(sample, figures_of(sample)) for sample in page],
        "may_compute": request.user.is_committee_editor,
    }
    return render(request, "assessments/sample_list.html", context)


@require_POST
def sample_refer(request: PortalRequest, sample_id: int) -> HttpResponse:
    sample = get_object_or_404(ReportedSample.objects.visible_to(request.user), pk=sample_id)
    try:
        signs.refer_to_sample(sample_id=sample.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("assessments:sample-list")
    messages.success(request, "Эталон сохранён. Пересчитайте признаки, чтобы его учесть.")
    return redirect("assessments:reference-list", procedure_id=sample.procedure_id)


@require_safe
def federal_list(request: PortalRequest) -> HttpResponse:
    """The federal list as its own fact: the portal does not repeat its computation."""
    marks = FederalMark.objects.visible_to(request.user).select_related("school")
    found = FederalFilter(request.GET, queryset=marks)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "may_import": request.user.is_committee_editor}
    return render(request, "assessments/federal_list.html", context)
