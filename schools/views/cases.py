"""The register: cases of schools that need help, step by step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from schools import permissions
from schools.filters import CaseFilter
from schools.forms import cases as forms
from schools.models import Case
from schools.services import cases as register

PAGE = 50


@require_safe
def case_list(request: PortalRequest) -> HttpResponse:
    cases = Case.objects.visible_to(request.user).for_table()
    chosen = CaseFilter(request.GET, queryset=cases, viewer=request.user)
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(case, case.is_overdue(today)) for case in page],
        "is_filtered": any(request.GET.get(name) for name in chosen.filters),
        "may_run": is_allowed(permissions.check_can_run_cases, request.user),
    }
    return render(request, "schools/case_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case_create(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    initial = {"school": request.GET.get("school"), "year": today.year}
    form = forms.CaseForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if k != "school"}
        before = form.cleaned_data["school"].cases.open().exists()
        case = register.open_case(
            school_id=form.cleaned_data["school"].pk, by=request.user, **given
        )
        messages.success(
            request,
            "У школы уже есть открытый случай: основание добавлено к нему."
            if before
            else "Случай открыт.",
        )
        return redirect(case)
    return render(
        request, "schools/case_form.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def case_detail(request: PortalRequest, case_id: int) -> HttpResponse:
    return _case_page(request, _case(request, case_id))


def _case(request: PortalRequest, case_id: int) -> Case:
    visible = Case.objects.visible_to(request.user).select_related(
        "school", "curator", "curator_school", "explained_by__person", "closed_by__person"
    )
    return get_object_or_404(visible, pk=case_id)


def _case_page(
    request: PortalRequest, case: Case, typed: forms.CaseStepForm | None = None, status: int = 200
) -> HttpResponse:
    """A form that was sent back stays on the page with its words, whatever became of the case."""
    steps = {form.name: form for form in _steps_of(request, case)}
    if typed:
        steps[typed.name] = typed
    context = {
        "case": case,
        "evidence": case.evidence.all(),
        "decisions": case.decisions.select_related("decided_by__person"),
        "is_overdue": case.is_overdue(timezone.localdate()),
        "steps": steps,
        "typed": typed,
    }
    return render(request, "schools/case_detail.html", context, status=status)


def _steps_of(request: PortalRequest, case: Case) -> list[forms.CaseStepForm]:
    """The forms of what this person may do with the case now."""
    given: dict[str, Any] = {"case": case, "by": request.user}
    if not case.is_open:
        return []
    if is_allowed(permissions.check_can_explain, request.user, case):
        return [forms.ExplanationForm(**given)] if case.awaits_explanation else []
    if not is_allowed(permissions.check_can_run_cases, request.user):
        return []
    steps: list[forms.CaseStepForm] = [
        forms.CuratorForm(**given),
        forms.DecisionForm(**given),
        forms.ClosingForm(**given),
    ]
    return [forms.DueDateForm(**given), *steps] if case.awaits_explanation else steps


@require_http_methods(["GET", "HEAD", "POST"])
def case_explain(request: PortalRequest, case_id: int) -> HttpResponse:
    return _take_step(
        request,
        case_id,
        forms.ExplanationForm,
        lambda given: register.explain_case(
            case_id=case_id,
            version=given["version"],
            text=given["explanation"],
            by=request.user,
        ),
        "Спасибо, объяснение отправлено в комитет.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_due(request: PortalRequest, case_id: int) -> HttpResponse:
    return _take_step(
        request,
        case_id,
        forms.DueDateForm,
        lambda given: register.move_due_date(case_id=case_id, by=request.user, **given),
        "Срок объяснения сохранён.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_curator(request: PortalRequest, case_id: int) -> HttpResponse:
    return _take_step(
        request,
        case_id,
        forms.CuratorForm,
        lambda given: register.appoint_curator(
            case_id=case_id,
            version=given["version"],
            curator_id=given["curator"] and given["curator"].pk,
            curator_school_id=given["curator_school"] and given["curator_school"].pk,
            by=request.user,
        ),
        "Куратор назначен.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_decide(request: PortalRequest, case_id: int) -> HttpResponse:
    return _take_step(
        request,
        case_id,
        forms.DecisionForm,
        lambda given: register.decide_case(case_id=case_id, by=request.user, **given),
        "Решение сохранено.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_close(request: PortalRequest, case_id: int) -> HttpResponse:
    return _take_step(
        request,
        case_id,
        forms.ClosingForm,
        lambda given: register.close_case(case_id=case_id, by=request.user, **given),
        "Случай закрыт.",
    )


def _take_step(
    request: PortalRequest,
    case_id: int,
    form_class: type[forms.CaseStepForm],
    take: Callable[[dict[str, Any]], Case],
    done: str,
) -> HttpResponse:
    """One step of a case. A page reloaded after a refusal asks by GET and finds the case."""
    case = _case(request, case_id)
    if request.method != "POST":
        return redirect(case)
    form = form_class(request.POST, case=case, by=request.user)
    if not form.is_valid():
        return _case_page(request, case, form, status=422)
    try:
        take(form.cleaned_data)
    except RuleViolation as problem:
        return _refused(request, case_id, form_class, problem)
    messages.success(request, done)
    return redirect(case)


def _refused(
    request: PortalRequest,
    case_id: int,
    form_class: type[forms.CaseStepForm],
    problem: RuleViolation,
) -> HttpResponse:
    """The case as it is now, with the form as it was typed, ready to be sent once more."""
    case = _case(request, case_id)
    again = request.POST.copy()
    again["version"] = str(case.version)
    form = form_class(again, case=case, by=request.user)
    form.add_error(None, ValidationError(str(problem), code=problem.code))
    form.is_stale = problem.code in ("stale", "case-closed")
    return _case_page(request, case, form, status=409 if form.is_stale else 422)
