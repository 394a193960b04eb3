"""A list of schools from a file: sent, looked through, entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from schools import resources
from schools.forms.registry import SchoolListForm
from schools.models import SchoolImport
from schools.services.imports import keep_import
from schools.spreadsheets.school_list import COLUMNS, Fault, read_school_list

SHOWN = 200  # rows of each kind on the page


@require_http_methods(["GET", "HEAD", "POST"])
def import_create(request: PortalRequest) -> HttpResponse:
    form = SchoolListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        found = read_school_list(file.read())
        return redirect(keep_import(found=found, original_name=file.name, by=request.user))
    context = {"form": form, "columns": COLUMNS}
    status = 422 if form.errors else 200
    return render(request, "schools/import_form.html", context, status=status)


@require_safe
def import_detail(request: PortalRequest, school_import_id: int) -> HttpResponse:
    """Compared with the registry as it is at this moment, not when the file came."""
    visible = SchoolImport.objects.visible_to(request.user)
    kept = get_object_or_404(visible, pk=school_import_id)
    return _preview(request, kept)


def _preview(request: PortalRequest, kept: SchoolImport, status: int = 200) -> HttpResponse:
    faults = [Fault(**fault) for fault in kept.faults]
    context: dict[str, object] = {"import": kept, "shown": SHOWN}
    if not faults and not kept.confirmed_at:
        committee = request.user.committee
        found = resources.compare_schools(resources.rows_of(kept), committee)
        faults = found.faults
        context |= {"found": found, "writes": bool(found.new or found.changed)}
    context["faults"] = faults
    return render(request, "schools/import_detail.html", context, status=status)


@require_POST
def import_confirm(request: PortalRequest, school_import_id: int) -> HttpResponse:
    visible = SchoolImport.objects.visible_to(request.user)
    kept = get_object_or_404(visible, pk=school_import_id)
    try:
        counts = resources.confirm_import(import_id=kept.pk, by=request.user)
    except RuleViolation as problem:
        messages.warning(request, str(problem))
        return _preview(request, kept, status=422)
    messages.success(
        request,
        f"Список внесён: новых — {counts.created}, изменено — {counts.changed}, "
        f"без изменений — {counts.unchanged}.",
    )
    return redirect("schools:school-list")
