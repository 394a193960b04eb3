"""Due dates of approved plans: where they stand, who has to do what, what answers a case."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.filters import OccurrenceFilter
from plans.models import Activity, Occurrence, Plan
from plans.reports.execution import plan_progress, work_of_case
from plans.services import execution
from schools.models import Case

ON_A_PAGE = 50
SOONEST = 15


class ReportForm(forms.Form):
    """`seen` is the state this person had before their eyes."""

    seen = forms.ChoiceField(choices=Occurrence.State.choices)
    state = forms.ChoiceField(choices=Occurrence.State.choices)
    note = forms.CharField(required=False, max_length=2000)


@require_safe
@vary_on_headers("HX-Request")
def occurrence_list(request: PortalRequest) -> HttpResponse:
    """For a deputy, what their school has to do; for the committee, everybody's due dates."""
    today = timezone.localdate()
    visible = Occurrence.objects.visible_to(request.user)
    queryset = visible.live().for_table()
    shown = OccurrenceFilter(request.GET, queryset=queryset, request=request, today=today)
    context = {
        "filter": shown,
        "page": Paginator(shown.qs, ON_A_PAGE).get_page(request.GET.get("page")),
        "has_any": visible.exists(),
        "query": _without_page(request),
    }
    template = "_occurrence_table.html" if request.htmx else "occurrence_list.html"
    return render(request, f"plans/{template}", context | _reporting(request, today))


def _without_page(request: PortalRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _reporting(request: PortalRequest, today: datetime.date) -> dict[str, Any]:
    """What the mark of a due date needs: who may say what."""
    states = Occurrence.State
    own = [states.DONE, states.IN_PROGRESS]
    offered = own if request.user.is_deputy else [*own, states.NOT_DONE, states.NOT_APPLICABLE]
    return {
        "today": today,
        "states": [(state.value, state.label) for state in offered],
        "may_report": request.user.is_deputy or request.user.is_committee_editor,
    }


@require_safe
def plan_occurrences(request: PortalRequest, plan_id: int) -> HttpResponse:
    """«Сроки» of a plan: how it goes and what comes next. A fragment of the plan's page."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    today = timezone.localdate()
    visible = Occurrence.objects.visible_to(request.user).live()
    due = visible.filter(activity__section__plan=plan).open().for_table()
    context = {
        "plan": plan,
        "progress": plan_progress(plan, today=today) if request.user.is_committee else None,
        "occurrences": due[:SOONEST],
        **_reporting(request, today),
    }
    template = "_plan_occurrences.html" if request.htmx else "occurrence_plan.html"
    return render(request, f"plans/{template}", context)


@require_POST
def occurrence_done(request: PortalRequest, occurrence_id: int) -> HttpResponse:
    """Say how a due date stands; without scripts the page that was open comes again."""
    visible = Occurrence.objects.visible_to(request.user).for_table()
    occurrence = get_object_or_404(visible, pk=occurrence_id)
    form, problem = ReportForm(request.POST), ""
    if form.is_valid():
        try:
            execution.report_occurrence(
                occurrence_id=occurrence.pk, by=request.user, **form.cleaned_data
            )
        except RuleViolation as violation:
            problem = str(violation)
    else:
        problem = "Отметка не распознана. Обновите страницу и отметьте снова."
    if not request.htmx:
        _tell(request, problem)
        return redirect(_way_back(request, f"#occurrence-{occurrence.pk}"))
    context = {"occurrence": visible.get(pk=occurrence.pk), "problem": problem}
    context |= _reporting(request, timezone.localdate())
    status = 422 if problem else 200
    return render(request, "plans/_occurrence_row.html", context, status=status)


def _tell(request: PortalRequest, problem: str) -> None:
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, "Отмечено.")


def _way_back(request: PortalRequest, anchor: str) -> str:
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return back + anchor
    return "plans:occurrence-list"


@require_safe
def case_activities(request: PortalRequest, case_id: int) -> HttpResponse:
    """Activities that answer a case. A fragment of the case's page."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    return _case_work(request, case)


def _case_work(request: PortalRequest, case: Case, problem: str = "") -> HttpResponse:
    may_edit = case.status != Case.Status.CLOSED and is_allowed(
        permissions.check_can_edit_plans, request.user
    )
    context = {
        "case": case,
        "work": work_of_case(case, request.user, today=timezone.localdate(), with_choices=may_edit),
        "may_edit": may_edit,
        "problem": problem,
    }
    template = "_case_activities.html" if request.htmx else "occurrence_case.html"
    return render(request, f"plans/{template}", context, status=422 if problem else 200)


@require_POST
def case_activity_add(request: PortalRequest, case_id: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    chosen = request.POST.get("activity", "")
    visible = Activity.objects.visible_to(request.user).live()
    known = chosen.isdecimal() and len(chosen) < 16 and visible.filter(pk=chosen).exists()
    if not known:
        return _case_work(request, case, "Выберите мероприятие из списка.")
    try:
        execution.link_case(activity_id=int(chosen), case_id=case.pk, by=request.user)
    except RuleViolation as problem:
        return _case_work(request, case, str(problem))
    return _case_work(request, case) if request.htmx else redirect(case)


@require_POST
def case_activity_remove(request: PortalRequest, case_id: int, activity_id: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=activity_id)
    try:
        execution.unlink_case(activity_id=activity.pk, case_id=case.pk, by=request.user)
    except RuleViolation as problem:
        return _case_work(request, case, str(problem))
    return _case_work(request, case) if request.htmx else redirect(case)
