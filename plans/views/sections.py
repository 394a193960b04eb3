"""Section rows of the table."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions
from plans.forms import RowForm, row_initial
from plans.models import Plan, Section
from plans.reports.grid import Column, grid_columns
from plans.services import editing
from plans.views.grids import may_edit_now, refused_grid, say, whole_grid

TITLE = [Column("title", "Название раздела")]


def _visible(request: PortalRequest, section_id: int) -> Section:
    sections = Section.objects.visible_to(request.user).select_related("plan")
    return get_object_or_404(sections, pk=section_id)


def _place(section: Section) -> str:
    return f"{reverse('plans:plan-detail', args=[section.plan_id])}#section-{section.pk}"


@require_safe
def section_row(request: PortalRequest, section_id: int) -> HttpResponse:
    section = _visible(request, section_id)
    return _row(request, section) if request.htmx else redirect(_place(section))


def _row(request: PortalRequest, section: Section) -> HttpResponse:
    plan = section.plan
    context = {
        "section": section,
        "plan": plan,
        "editable": may_edit_now(request, plan),
        "column_count": len(grid_columns(plan)),
    }
    return render(request, "plans/_section_row.html", context)


def _form_page(
    request: PortalRequest,
    section: Section | None,
    plan: Plan,
    form: RowForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "section": section,
        "plan": plan,
        "form": form,
        "column_count": len(grid_columns(plan)),
    }
    context["key"] = f"section-{section.pk}" if section else "new-section"
    template = "_section_form.html" if request.htmx else "section_form.html"
    return render(request, f"plans/{template}", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: PortalRequest, section_id: int) -> HttpResponse:
    permissions.check_can_edit_plans(request.user)
    section = _visible(request, section_id)
    key = f"section-{section.pk}"
    if request.method != "POST":
        initial = row_initial({"title": section.title}, section.version)
        form = RowForm(columns=TITLE, key=key, initial=initial)
        return _form_page(request, section, section.plan, form)
    form = RowForm(request.POST, columns=TITLE, key=key)
    if not form.is_valid():
        return _form_page(request, section, section.plan, form, status=422)
    try:
        editing.change_section(
            section_id=section.pk,
            version=form.cleaned_data["version"] or 0,
            by=request.user,
            title=form.settled({"title": section.title})["title"],
        )
    except RuleViolation as problem:
        return _refused(request, section.pk, form, problem)
    section.refresh_from_db()
    if not request.htmx:
        return redirect(_place(section))
    return say(_row(request, section), f"Сохранено: {section}", focus=key)


def _refused(
    request: PortalRequest, section_id: int, form: RowForm, problem: RuleViolation
) -> HttpResponse:
    section = _visible(request, section_id)
    if problem.code != "stale":
        status = 409 if problem.code == "removed" else 422
        return _form_page(request, section, section.plan, form, status=status, problem=problem)
    now = {"title": section.title}
    again = RowForm(
        form.refreshed(now, section.version), columns=TITLE, key=f"section-{section.pk}"
    )
    differences = form.differences(now)
    return _form_page(
        request, section, section.plan, again, status=409, problem=problem, differences=differences
    )


@require_http_methods(["GET", "HEAD", "POST"])
def section_create(request: PortalRequest, plan_id: int) -> HttpResponse:
    """A new section at the end of the plan."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    if request.method != "POST":
        form = RowForm(columns=TITLE, key="new-section", initial=row_initial({"title": ""}, None))
        return _form_page(request, None, plan, form)
    form = RowForm(request.POST, columns=TITLE, key="new-section")
    if not form.is_valid():
        return _form_page(request, None, plan, form, status=422)
    try:
        section = editing.add_section(plan_id=plan.pk, by=request.user, title=form.mine()["title"])
    except RuleViolation as problem:
        return _form_page(request, None, plan, form, status=422, problem=problem)
    return whole_grid(
        request, plan, said=f"Добавлен раздел: {section}", focus=f"section-{section.pk}"
    )


@require_POST
def section_move(request: PortalRequest, section_id: int) -> HttpResponse:
    section = _visible(request, section_id)
    up = request.POST.get("direction") == "up"
    try:
        editing.move_section(
            section_id=section.pk, direction="up" if up else "down", by=request.user
        )
    except RuleViolation as problem:
        return refused_grid(request, section.plan, problem)
    focus = f"section-{section.pk}"
    return whole_grid(request, section.plan, said=f"Перемещён раздел: {section}", focus=focus)


@require_POST
def section_remove(request: PortalRequest, section_id: int) -> HttpResponse:
    section = _visible(request, section_id)
    try:
        editing.remove_section(section_id=section.pk, by=request.user)
    except RuleViolation as problem:
        return refused_grid(request, section.plan, problem)
    said = f"Удалён раздел со всеми строками: {section}"
    return whole_grid(request, section.plan, said=said, removed=f"section-{section.pk}")


@require_POST
def section_restore(request: PortalRequest, section_id: int) -> HttpResponse:
    section = _visible(request, section_id)
    try:
        editing.restore_section(section_id=section.pk, by=request.user)
    except RuleViolation as problem:
        return refused_grid(request, section.plan, problem)
    focus = f"section-{section.pk}"
    return whole_grid(request, section.plan, said=f"Возвращён раздел: {section}", focus=focus)
