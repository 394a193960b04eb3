"""The catalogue of works."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from assessments import permissions
from assessments.documents.catalogue_table import HEADINGS
from assessments.documents.item_list import items_as_lines
from assessments.filters import WorkFilter
from assessments.forms import ChosenWorksForm, CopyWorksForm, WorkForm
from assessments.models import Item, Work
from assessments.reports.pages import levels_of, scale_segments
from assessments.reports.workbooks import XLSX, table_workbook
from assessments.resources import CatalogueResource
from assessments.services import catalogue, works

PAGE = 50


def _may_edit(request: PortalRequest) -> bool:
    return is_allowed(permissions.check_can_edit_works, request.user)


@require_safe
def work_list(request: PortalRequest) -> HttpResponse:
    found = WorkFilter(request.GET, queryset=Work.objects.for_table())
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "may_edit": _may_edit(request)}
    return render(request, "assessments/work_list.html", context)


@require_safe
def work_detail(request: PortalRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.select_related("subject"), pk=work_id)
    items = list(work.items.all())
    context = {
        "work": work,
        "items": items,
        "has_skills": any(item.skill for item in items),
        "levels": levels_of(items),
        "segments": scale_segments(work),
        "may_edit": _may_edit(request),
    }
    return render(request, "assessments/work_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def work_create(request: PortalRequest) -> HttpResponse:
    form = WorkForm(request.POST or None)
    return _edit(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def work_edit(request: PortalRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.select_related("subject"), pk=work_id)
    form = WorkForm(request.POST or None, initial=_initial(work))
    return _edit(request, form, work)


def _edit(request: PortalRequest, form: WorkForm, work: Work | None) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = works.save_work(
                work_id=work.pk if work else None,
                draft=form.cleaned_data["draft"],
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = 409 if violation.code == "stale" else 422
        else:
            messages.success(request, "Работа сохранена.")
            return redirect(saved)
    elif form.errors:
        status = 422
    context = {"form": form, "work": work}
    return render(request, "assessments/work_edit.html", context, status=status)


def _initial(work: Work) -> dict[str, Any]:
    draft = works.draft_of(work)
    return {
        "year": work.year,
        "grade": work.grade,
        "subject": work.subject_id,
        "level": work.level,
        "form": work.form,
        "form_name": work.form_name,
        "minutes": work.minutes,
        "items": items_as_lines(draft.items),
        "max_points": work.max_points,
        "upper_2": work.upper_2,
        "upper_3": work.upper_3,
        "upper_4": work.upper_4,
        "source": work.source,
        "seen": works.fingerprint_of(work),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def work_copy(request: PortalRequest) -> HttpResponse:
    """Next year's works from last year's: GET shows which, POST copies those that are ticked."""
    if request.method == "POST":
        return _copy(request)
    newest = Work.objects.order_by("-year").values_list("year", flat=True).first()
    initial = {"from_year": newest, "to_year": newest + 1} if newest else None
    return _copy_page(request, CopyWorksForm(request.GET or None, initial=initial))


def _copy(request: PortalRequest) -> HttpResponse:
    form = ChosenWorksForm(request.POST)
    problem = " ".join(map(str, form.errors.get("works", [])))
    if form.is_valid():
        chosen = {work.pk for work in form.cleaned_data["works"]}
        years = {name: form.cleaned_data[name] for name in ("from_year", "to_year")}
        try:
            counts = catalogue.copy_works(**years, work_ids=chosen, by=request.user)
        except RuleViolation as violation:
            problem = str(violation)
        else:
            messages.success(request, f"Скопировано работ: {counts.created}. Сверьте их.")
            return redirect("assessments:work-list")
    return _copy_page(request, CopyWorksForm(request.POST), problem)


def _copy_page(request: PortalRequest, form: CopyWorksForm, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {"form": form, "problem": problem}
    if form.is_bound and form.is_valid():
        context["plan"] = catalogue.plan_copy(**form.cleaned_data)
    status = 422 if problem or form.errors else 200
    return render(request, "assessments/work_copy.html", context, status=status)


@require_safe
def work_export(request: PortalRequest) -> HttpResponseBase:
    """The catalogue as narrowed on the list, one row an item."""
    found = WorkFilter(request.GET, queryset=Work.objects.all())
    items = Item.objects.filter(work__in=found.qs).select_related("work__subject")
    table = CatalogueResource().export(items.order_by("-work__year", "work", "position"))
    content = table_workbook(title="Каталог работ", headings=HEADINGS, rows=table)
    return private_bytes_response(content, filename="Каталог работ.xlsx", content_type=XLSX)
