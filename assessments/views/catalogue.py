"""A table of works from a file: sent, looked through, entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.files.errors import FileRefused
from accounts.http import PortalRequest
from assessments.documents.drafts import DraftFault
from assessments.forms import WorkbookForm
from assessments.models import CatalogueImport, Subject
from assessments.services import catalogue


@require_http_methods(["GET", "HEAD", "POST"])
def work_import(request: PortalRequest) -> HttpResponse:
    form = WorkbookForm(request.POST or None, request.FILES or None)
    faults: list[DraftFault] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = catalogue.read_table(data=file.read(), by=request.user)
        except FileRefused as refusal:
            form.add_error("file", refusal.message)
        else:
            faults = read.faults
            if not faults:
                return redirect(
                    catalogue.keep_import(catalogue=read, original_name=file.name, by=request.user)
                )
    status = 422 if form.errors or faults else 200
    context = {"form": form, "faults": faults}
    return render(request, "assessments/work_import.html", context, status=status)


@require_safe
def work_import_detail(request: PortalRequest, catalogue_import_id: int) -> HttpResponse:
    """Compared with the catalogue as it is at this moment, not when the file came."""
    return _preview(request, _kept(request, catalogue_import_id))


def _kept(request: PortalRequest, catalogue_import_id: int) -> CatalogueImport:
    visible = CatalogueImport.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=catalogue_import_id)


def _preview(
    request: PortalRequest, kept: CatalogueImport, problem: str = "", status: int = 200
) -> HttpResponse:
    changes = catalogue.compare_works(catalogue.drafts_of(kept))
    context = {
        "import": kept,
        "problem": problem,
        "subjects": dict(Subject.objects.values_list("code", "name")),
        "new": [one for one in changes if one.is_new],
        "changed": [one for one in changes if one.fields],
        "unchanged": [one for one in changes if not one.is_new and not one.fields],
    }
    return render(request, "assessments/work_import_detail.html", context, status=status)


@require_POST
def work_import_confirm(request: PortalRequest, catalogue_import_id: int) -> HttpResponse:
    kept = _kept(request, catalogue_import_id)
    try:
        counts = catalogue.confirm_import(import_id=kept.pk, by=request.user)
    except RuleViolation as violation:
        return _preview(request, kept, str(violation), status=422)
    messages.success(
        request,
        f"Создано работ: {counts.created}, изменено: {counts.updated}, "
        f"без изменений: {counts.unchanged}.",
    )
    return redirect("assessments:work-list")
