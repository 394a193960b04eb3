"""What is understood of a deadline: shown while it is typed, put right by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions
from plans.deadlines import is_understood, read_wording, reading_from_json, said
from plans.forms.readings import ReadingFormSet, initial_of
from plans.models import Activity, Plan
from plans.reports.working_days import Term, term_of
from plans.services import corrections


@require_POST
def deadline_preview(request: PortalRequest, plan_id: int) -> HttpResponse:
    """What would be understood of a deadline while it is being typed; nothing is saved."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    context = understood(request.POST.get("deadline", ""), term_of(plan))
    return render(request, "plans/_deadline_said.html", context)


def understood(text: str, term: Term) -> dict[str, Any]:
    """What `_deadline_said.html` shows of a wording; nothing of an empty one."""
    if not text.strip():
        return {}
    read = read_wording(text, *term)
    return {
        "said": said(read.readings, *term),
        "doubtful": not is_understood(read.readings),
        "leftover": read.leftover if is_understood(read.readings) else [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def activity_readings(request: PortalRequest, activity_id: int) -> HttpResponse:
    """The readings of one deadline, one small form each; «вернуть прочтение» drops corrections."""
    permissions.check_can_edit_plans(request.user)
    visible = Activity.objects.visible_to(request.user).select_related("section__plan")
    activity = get_object_or_404(visible, pk=activity_id)
    if request.method != "POST":
        kept = [reading_from_json(one) for one in activity.readings]
        forms = ReadingFormSet(initial=[initial_of(reading) for reading in kept])
        return _page(request, activity, forms)
    forms = ReadingFormSet(request.POST)
    if "restore" not in request.POST and not forms.is_valid():
        return _page(request, activity, forms, status=422)
    try:
        _save(request, activity, forms)
    except RuleViolation as problem:
        return _page(request, activity, forms, status=422, problem=problem)
    page = reverse("plans:plan-detail", args=[activity.section.plan_id])
    return redirect(f"{page}#activity-{activity.pk}")


def _save(request: PortalRequest, activity: Activity, forms: Any) -> None:
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    if "restore" in request.POST:
        corrections.restore_readings(activity_id=activity.pk, version=version, by=request.user)
        messages.success(request, "Прочтение возвращено: считается так, как написано.")
        return
    readings = [reading for form in forms if (reading := form.reading())]
    corrections.correct_readings(
        activity_id=activity.pk, version=version, readings=readings, by=request.user
    )
    messages.success(request, "Прочтение исправлено. Печатается срок, как написан.")


def _page(
    request: PortalRequest, activity: Activity, forms: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    plan = activity.section.plan
    term = term_of(plan)
    kept = [reading_from_json(one) for one in activity.readings]
    context = {
        "activity": activity,
        "plan": plan,
        "forms": forms,
        "now": said(kept, *term, is_corrected=activity.readings_corrected) if kept else "",
        "read": understood(activity.deadline, term),
        **more,
    }
    return render(request, "plans/activity_readings.html", context, status=status)
