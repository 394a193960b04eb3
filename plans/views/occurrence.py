"""One due date: how it stands, what proves it, when it was put off."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from plans import permissions
from plans.forms import DecisionForm, EvidenceForm, PostponeForm, ReportForm
from plans.models import Evidence, Occurrence, Postponement
from plans.reports.lines import Line, documents_of, line_of, with_evidence
from plans.services import marking, postponing


def visible_occurrence(request: PortalRequest, occurrence_id: int) -> Occurrence:
    visible = with_evidence(Occurrence.objects.visible_to(request.user))
    return get_object_or_404(visible, pk=occurrence_id)


@require_safe
def occurrence_detail(request: PortalRequest, occurrence_id: int) -> HttpResponse:
    return occurrence_page(request, visible_occurrence(request, occurrence_id))


def occurrence_page(
    request: PortalRequest, occurrence: Occurrence, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """The whole page; a refused form comes back in its place."""
    context = _context(request, occurrence, today=timezone.localdate()) | forms
    return render(request, "plans/occurrence_detail.html", context, status=status)


def _context(
    request: PortalRequest, occurrence: Occurrence, *, today: datetime.date
) -> dict[str, Any]:
    line = line_of(occurrence, request.user)
    asked = occurrence.postponements.select_related("asked_by__person", "decided_by__person")
    may_ask = bool(line.offered) and occurrence.is_open
    requests, documents = list(asked), documents_of(occurrence)
    waiting = [one for one in requests if one.decision == Postponement.Decision.ASKED]
    return {
        "line": line,
        "occurrence": occurrence,
        "activity": occurrence.activity,
        "plan": occurrence.activity.section.plan,
        "today": today,
        "postponements": requests,
        "may_decide": request.user.is_committee,
        "documents": [one for one in documents if not one.is_withdrawn],
        "withdrawn": [one for one in documents if one.is_withdrawn],
        "may_check": is_allowed(permissions.check_can_check, request.user, occurrence.activity_id),
        "evidence_form": _evidence_form(line) if line.offered else None,
        "postpone_form": PostponeForm(auto_id="postpone_%s") if may_ask and not waiting else None,
    }


def _evidence_form(line: Line) -> EvidenceForm:
    """The kind that is waited for is chosen already."""
    labels = {kind.label: kind.value for kind in Evidence.Kind}
    kind = next((labels[label] for label in line.missing), Evidence.Kind.PROTOCOL)
    return EvidenceForm(auto_id="evidence_%s", initial={"kind": kind})


@require_POST
def occurrence_done(request: PortalRequest, occurrence_id: int) -> HttpResponse:
    """Say how a due date stands; without scripts the page that was open comes again."""
    occurrence = visible_occurrence(request, occurrence_id)
    form, problem = ReportForm(request.POST), ""
    if form.is_valid():
        try:
            marking.report_occurrence(
                occurrence_id=occurrence.pk, by=request.user, **form.cleaned_data
            )
        except RuleViolation as violation:
            problem = str(violation)
    else:
        problem = "Отметка не распознана. Обновите страницу и отметьте снова."
    if not request.htmx:
        tell(request, problem)
        return redirect(way_back(request, f"#occurrence-{occurrence.pk}"))
    marked = visible_occurrence(request, occurrence.pk)
    context = {
        "line": line_of(marked, request.user),
        "today": timezone.localdate(),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "plans/_occurrence_row.html", context, status=status)


def tell(request: PortalRequest, problem: str, done: str = "Отмечено.") -> None:
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, done)


def way_back(request: PortalRequest, anchor: str) -> str:
    """The page the form stood on, if it is one of ours."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return back + anchor
    return reverse("plans:occurrence-list")


@require_POST
def occurrence_postpone(request: PortalRequest, occurrence_id: int) -> HttpResponse:
    occurrence = visible_occurrence(request, occurrence_id)
    form = PostponeForm(request.POST, auto_id="postpone_%s")
    if form.is_valid():
        try:
            postponing.ask_postponement(
                occurrence_id=occurrence.pk,
                today=timezone.localdate(),
                by=request.user,
                **form.cleaned_data,
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Запрос отправлен. До решения действует прежний срок.")
            return redirect(occurrence)
    return occurrence_page(request, occurrence, status=422, postpone_form=form)


@require_POST
def postponement_decide(request: PortalRequest, postponement_id: int) -> HttpResponse:
    visible = Postponement.objects.visible_to(request.user).select_related("occurrence")
    postponement = get_object_or_404(visible, pk=postponement_id)
    form = DecisionForm(request.POST)
    problem = ""
    if form.is_valid():
        decide = (
            postponing.agree_postponement
            if form.cleaned_data["decision"] == "yes"
            else postponing.refuse_postponement
        )
        try:
            decide(
                postponement_id=postponement.pk,
                remark=form.cleaned_data["remark"],
                by=request.user,
            )
        except RuleViolation as violation:
            problem = str(violation)
    else:
        problem = "Выберите решение: согласовать или отклонить."
    tell(request, problem, done="Решение записано.")
    return redirect(postponement.occurrence)
