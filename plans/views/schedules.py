"""Schedules that deadlines follow: of a procedure, or a list of dates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments.models import Procedure
from plans import permissions
from plans.forms.events import ScheduleForm
from plans.models import Schedule
from plans.reports.registers import days_of, schedules_for_table, waiting_rows
from plans.services import schedules

ON_A_PAGE = 50


@require_safe
def schedule_list(request: PortalRequest) -> HttpResponse:
    found = schedules_for_table(request.user)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_edit": is_allowed(permissions.check_can_edit_plans, request.user),
    }
    return render(request, "plans/schedule_list.html", context)


@require_safe
def schedule_detail(request: PortalRequest, schedule_id: int) -> HttpResponse:
    schedule = _schedule(request, schedule_id)
    context = {
        "schedule": schedule,
        "days": days_of(schedule),
        "rows": waiting_rows(request.user, schedule=schedule),
        "may_edit": is_allowed(permissions.check_can_edit_plans, request.user),
    }
    return render(request, "plans/schedule_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_create(request: PortalRequest) -> HttpResponse:
    form = ScheduleForm(request.POST or None, procedures=_procedures(request))
    if request.method == "POST" and form.is_valid():
        try:
            schedule = schedules.create_schedule(by=request.user, **_values(form))
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "График внесён. Теперь его можно выбрать в сроке плана.")
            return redirect(schedule)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_edit(request: PortalRequest, schedule_id: int) -> HttpResponse:
    schedule = _schedule(request, schedule_id)
    lines = [f"{one.on:%d.%m.%Y} {one.note}".strip() for one in schedule.dates.all()]
    kept = {
        "name": schedule.name,
        "procedure": schedule.procedure_id,
        "version": schedule.version,
        "dates": "\n".join(lines),
    }
    form = ScheduleForm(request.POST or None, procedures=_procedures(request), initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            schedules.change_schedule(
                schedule_id=schedule.pk,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                **_values(form),
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "График изменён, незакрытые сроки пересчитаны.")
            return redirect(schedule)
    return _form_page(request, form, schedule)


def _schedule(request: PortalRequest, schedule_id: int) -> Schedule:
    visible = Schedule.objects.visible_to(request.user).select_related("procedure")
    return get_object_or_404(visible, pk=schedule_id)


def _procedures(request: PortalRequest) -> QuerySet[Procedure]:
    return Procedure.objects.visible_to(request.user)


def _values(form: ScheduleForm) -> dict[str, Any]:
    cleaned = form.cleaned_data
    procedure = cleaned["procedure"]
    return {
        "name": cleaned["name"],
        "procedure_id": procedure.pk if procedure else None,
        "dates": cleaned["dates"],
    }


def _form_page(
    request: PortalRequest, form: ScheduleForm, schedule: Schedule | None
) -> HttpResponse:
    context = {"form": form, "schedule": schedule}
    return render(request, "plans/schedule_form.html", context, status=422 if form.errors else 200)
