"""Procedures of a year."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments import permissions
from assessments.filters import SessionFilter
from assessments.forms import ProcedureForm
from assessments.models import Procedure, Session
from assessments.reports.pages import BAR, progress_of, with_progress
from assessments.reports.schedule import draws_for
from assessments.services import procedures
from schools.models import School

PAGE = 50
PROCEDURE_FIELDS = ("kind", "year", "title", "starts_on", "ends_on", "results_due_on")


def _may_plan(request: PortalRequest) -> bool:
    return is_allowed(permissions.check_can_plan_sessions, request.user)


def _procedure_or_404(request: PortalRequest, procedure_id: int) -> Procedure:
    return get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)


@require_safe
def procedure_list(request: PortalRequest) -> HttpResponse:
    found = Procedure.objects.visible_to(request.user)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    visible = Session.objects.visible_to(request.user)
    context = {
        "page": page,
        "rows": with_progress(list(page), visible),
        "may_plan": _may_plan(request),
    }
    return render(request, "assessments/procedure_list.html", context)


def _sessions(request: PortalRequest, procedure: Procedure) -> SessionFilter:
    visible = Session.objects.visible_to(request.user).filter(procedure=procedure).for_table()
    schools = School.objects.visible_to(request.user)
    return SessionFilter(request.GET, queryset=visible, schools=schools, procedure=procedure)


@require_safe
def procedure_detail(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = _procedure_or_404(request, procedure_id)
    found = _sessions(request, procedure)
    mine = Session.objects.visible_to(request.user).filter(procedure=procedure)
    context = {
        "procedure": procedure,
        "filter": found,
        "page": Paginator(found.qs, PAGE).get_page(request.GET.get("page")),
        "progress": progress_of(mine, timezone.localdate()),
        "bar": BAR,
        "may_plan": _may_plan(request),
        "draws": draws_for(procedure, request.user, days_before=settings.DRAW_DAYS_BEFORE),
        "my_schools": _own_schools(request),
    }
    return render(request, "assessments/procedure_detail.html", context)


def _own_schools(request: PortalRequest) -> list[School]:
    """Where this person brings results and signs declarations."""
    user = request.user
    return list(School.objects.visible_to(user)) if user.is_deputy else []


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_create(request: PortalRequest) -> HttpResponse:
    initial = {"year": timezone.localdate().year}
    return _edit(request, ProcedureForm(request.POST or None, initial=initial), None)


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_edit(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = _procedure_or_404(request, procedure_id)
    fields = (*PROCEDURE_FIELDS, "version")
    initial = {name: getattr(procedure, name) for name in fields}
    return _edit(request, ProcedureForm(request.POST or None, initial=initial), procedure)


def _edit(request: PortalRequest, form: ProcedureForm, procedure: Procedure | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        try:
            saved = procedures.save_procedure(
                procedure_id=procedure.pk if procedure else None, by=request.user, **given
            )
        except RuleViolation as violation:
            if violation.code == "stale" and procedure:
                return _stale_page(request, form, procedure, str(violation))
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Процедура сохранена.")
            return redirect(saved)
    status = 422 if form.errors else 200
    context = {"form": form, "procedure": procedure}
    return render(request, "assessments/procedure_edit.html", context, status=status)


def _stale_page(
    request: PortalRequest, form: ProcedureForm, procedure: Procedure, problem: str
) -> HttpResponse:
    """What was typed stays in the form, beside it what is there now; the next press wins."""
    wanted = Procedure(**{name: form.cleaned_data[name] for name in PROCEDURE_FIELDS})
    pairs = [(name, _shown(procedure, name), _shown(wanted, name)) for name in PROCEDURE_FIELDS]
    typed = request.POST.copy()
    typed["version"] = str(procedure.version)
    context = {
        "form": ProcedureForm(typed),
        "procedure": procedure,
        "problem": problem,
        "rivals": [
            {"name": form[name].label, "now": now, "typed": mine}
            for name, now, mine in pairs
            if now != mine
        ],
    }
    return render(request, "assessments/procedure_edit.html", context, status=409)


def _shown(procedure: Procedure, name: str) -> str:
    if name == "kind":
        return procedure.get_kind_display()
    value = getattr(procedure, name)
    return f"{value:%d.%m.%Y}" if isinstance(value, datetime.date) else str(value or "")
