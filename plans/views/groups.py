"""«Исполнение» of one activity: a line for every school, a counter, a mark for many at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from accounts.templatetags.portal import count_of
from plans import rules
from plans.forms import ReportForm
from plans.models import Activity, Evidence, Occurrence
from plans.reports.due_table import counters_of
from plans.reports.lines import lines_of, with_evidence
from plans.services import marking

STATE = Occurrence.State
# What is said of many schools at once; «исполнено» is said first.
IN_BULK = (STATE.DONE, STATE.IN_PROGRESS, STATE.NOT_APPLICABLE, STATE.NOT_DONE)


@require_safe
def activity_execution(request: PortalRequest, activity_id: int) -> HttpResponse:
    """A deputy sees their own school alone."""
    visible = Activity.objects.visible_to(request.user).select_related("section__plan")
    activity = get_object_or_404(visible, pk=activity_id)
    dates = counters_of(activity, request.user)
    chosen = _chosen_date(dates, request.GET.get("date", ""))
    occurrences = Occurrence.objects.visible_to(request.user).filter(activity=activity)
    if chosen:
        occurrences = occurrences.filter(planned_on=chosen["planned_on"])
    ordered = with_evidence(occurrences).order_by("school__sort_key", "pk")
    context = {
        "activity": activity,
        "plan": activity.section.plan,
        "dates": dates,
        "chosen": chosen,
        "lines": lines_of(ordered, request.user),
        "may_mark_many": request.user.is_committee_editor,
        "bulk_states": [(state.value, state.label) for state in IN_BULK],
        "kinds": Evidence.Kind.choices if request.user.is_committee_editor else [],
        "expected": rules.missing_kinds(activity.evidence_kinds, []),
        "today": timezone.localdate(),
    }
    return render(request, "plans/activity_execution.html", context)


def _chosen_date(dates: list[dict[str, Any]], day: str) -> dict[str, Any] | None:
    """The one asked for, else the earliest that still waits, else the last one."""
    if not dates:
        return None
    asked = [date for date in dates if date["planned_on"].isoformat() == day]
    waiting = [date for date in dates if date["done"] < date["asked"]]
    return next(iter(asked or waiting), dates[-1])


@require_POST
def activity_mark(request: PortalRequest, activity_id: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=activity_id)
    form = ReportForm({**request.POST.dict(), "seen": STATE.PLANNED})
    back = reverse("plans:activity-execution", args=[activity.pk])
    if date := request.POST.get("date"):
        back = reverse("plans:activity-execution", args=[activity.pk], query={"date": date})
    if not form.is_valid():
        messages.error(request, "Отметка не распознана. Обновите страницу и отметьте снова.")
        return redirect(back)
    try:
        marked = marking.mark_many(
            activity_id=activity.pk,
            seen=_seen(request),
            state=form.cleaned_data["state"],
            note=form.cleaned_data["note"],
            by=request.user,
        )
    except RuleViolation as problem:
        messages.error(request, str(problem))
    else:
        _tell(request, marked)
    return redirect(back)


def _seen(request: PortalRequest) -> dict[int, str]:
    """The ticked lines with the states their author saw."""
    chosen = [key for key in request.POST.getlist("occurrence") if key.isascii() and key.isdigit()]
    return {int(key[:18]): request.POST.get(f"seen-{key}", "") for key in chosen}


def _tell(request: PortalRequest, marked: marking.Marked) -> None:
    if marked.done:
        messages.success(request, f"Отмечено: {count_of(marked.done, 'школа,школы,школ')}.")
    for one in marked.refused:
        messages.warning(request, f"{one.occurrence.school or 'Срок'}: {one.why}")
