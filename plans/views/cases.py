"""Activities of plans that answer a case of the register."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.models import Activity
from plans.reports.execution import work_of_case
from plans.services import execution
from schools.models import Case


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
