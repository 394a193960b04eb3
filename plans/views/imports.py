"""A plan out of a file of Word or Excel: upload, preview, draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions, rules
from plans.documents.outline import PlanOutline
from plans.errors import PlanFileError
from plans.forms import PlanForm
from plans.models import Plan, PlanImport
from plans.reports.merging import LABELS, merge_of
from plans.reports.period import find_period
from plans.reports.preview import preview_of
from plans.reports.working_days import Term, quarters_of
from plans.services import imports, merging
from plans.views.grids import place_of


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label="Файл с планом",
        help_text="Документ Word (.docx) или книга Excel (.xlsx), не больше 10 МБ.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            rules.check_file_size(file.size)
        except RuleViolation as problem:
            raise ValidationError(str(problem), code=problem.code) from problem
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def import_create(request: PortalRequest) -> HttpResponse:
    into = _draft(request)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = imports.keep_file(
                content=file.read(), name=file.name, by=request.user, today=timezone.localdate()
            )
        except (PlanFileError, RuleViolation) as problem:
            form.add_error("file", ValidationError(str(problem), code=problem.code))
        else:
            return redirect("plans:import-merge", into.pk, kept.pk) if into else redirect(kept)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "into": into}
    return render(request, "plans/import_form.html", context, status=status)


def _draft(request: PortalRequest) -> Plan | None:
    """The draft that the file is to go into; a new one where none is named."""
    key = request.GET.get("plan", "")
    if not key:
        return None
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        raise Http404
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=int(key))


@require_http_methods(["GET", "HEAD", "POST"])
def import_merge(request: PortalRequest, plan_id: int, import_id: int) -> HttpResponse:
    """The file beside the draft; what is ticked is done at once, or nothing is."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    kept = get_object_or_404(PlanImport.objects.visible_to(request.user), pk=import_id)
    if request.method == "POST":
        try:
            step = merging.merge_file(
                plan_id=plan.pk, import_id=kept.pk, taken=_ticked(request), by=request.user
            )
        except RuleViolation as problem:
            messages.error(request, str(problem))
            return redirect("plans:import-merge", plan.pk, kept.pk)
        messages.success(request, "Отмеченное перенесено из файла.")
        return redirect(place_of(plan, step=step))
    merge = merge_of(plan, PlanOutline.from_json(kept.outline))
    counts = [(label, merge.count(state)) for state, label in LABELS.items()]
    context = {"plan": plan, "kept": kept, "merge": merge, "counts": counts}
    return render(request, "plans/import_merge.html", context)


def _ticked(request: PortalRequest) -> list[str]:
    """Rows by their ticks, what stands around the table by its pairs of buttons: `h-…`."""
    around = [str(value) for name, value in request.POST.items() if name.startswith("h-")]
    return [*request.POST.getlist("row"), *filter(None, around)]


@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: PortalRequest, import_id: int) -> HttpResponse:
    """Row by row, what was understood; nothing is a plan until «Создать черновик»."""
    permissions.check_can_edit_plans(request.user)
    visible = PlanImport.objects.visible_to(request.user).select_related("plan")
    kept = get_object_or_404(visible, pk=import_id)
    outline = PlanOutline.from_json(kept.outline)
    if request.method != "POST":
        period = find_period(outline, today=timezone.localdate())
        initial = {
            "title": outline.title,
            "period_from": period.first,
            "period_to": period.last,
        }
        return _preview(request, kept, outline, PlanForm(initial=initial))
    form = PlanForm(request.POST)
    left_out = _left_out(request, outline)
    if form.is_valid():
        try:
            plan = imports.create_draft(
                import_id=kept.pk, left_out=left_out, by=request.user, **form.cleaned_data
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Черновик создан. Проверьте сроки и ответственных.")
            return redirect(plan)
    return _preview(request, kept, outline, form, left_out=left_out, status=422)


def _left_out(request: PortalRequest, outline: PlanOutline) -> set[int]:
    """Rows whose tick was taken off."""
    ticked = {int(row) for row in request.POST.getlist("row") if row.isdecimal() and len(row) < 6}
    return set(range(1, len(outline.activities) + 1)) - ticked


def _preview(
    request: PortalRequest,
    kept: PlanImport,
    outline: PlanOutline,
    form: PlanForm,
    *,
    left_out: set[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    period = find_period(outline, today=timezone.localdate())
    term = Term(period.first, period.last, quarters_of(kept.committee_id))
    preview = preview_of(outline, left_out=left_out or set(), term=term)
    context = {"kept": kept, "outline": outline, "form": form, "preview": preview}
    return render(request, "plans/import_detail.html", context, status=status)
