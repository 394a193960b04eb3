"""An observer's own assignments and acts, and the committee's view of all acts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.files.fields import OrderForm, ScansForm
from accounts.http import PortalRequest
from assessments.models import Session
from observers import permissions, rules
from observers.filters import ActFilter
from observers.forms import ActForm, SupplementForm
from observers.models import Assignment, ChecklistItem, ObservationAct
from observers.reports import compared_number
from observers.services import acts as services

PAGE = 50
# Under which field of the form a refusal belongs; the rest concerns the act as a whole.
FIELD_OF = {
    "ends-before-start": "ended_at",
    "clean-with-violations": "verdict",
    "no-violation-named": "verdict",
}


@require_safe
def assignment_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    own = Assignment.objects.visible_to(request.user).for_table()
    written = own.live().filter(act__isnull=False).select_related("act")
    past = Paginator(written.order_by("-session__held_on", "-pk"), PAGE)
    context = {
        "today": today,
        "awaiting": own.awaiting_act(today),
        "upcoming": own.upcoming(today).exclude(session__held_on=today),
        "page": past.get_page(request.GET.get("page")),
    }
    return render(request, "observers/assignment_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def act_create(request: PortalRequest, assignment_id: int) -> HttpResponse:
    visible = Assignment.objects.visible_to(request.user).for_table()
    assignment = get_object_or_404(visible, pk=assignment_id)
    act = ObservationAct.objects.filter(assignment=assignment).first()
    if act and request.method != "POST":
        return redirect(act)
    items = list(ChecklistItem.objects.filter(is_active=True))
    form = ActForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            act = services.submit_act(
                assignment_id=assignment.pk,
                facts=form.facts(),
                by=request.user,
                today=timezone.localdate(),
            )
        except RuleViolation as problem:
            field = FIELD_OF.get(problem.code)
            form.add_error(field, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Акт сдан, спасибо. Изменить его уже нельзя.")
            return redirect(act)
    return _act_form(request, assignment, form)


def _act_form(request: PortalRequest, assignment: Assignment, form: ActForm) -> HttpResponse:
    """The form, or in plain words why there is nothing to fill in."""
    obstacle = ""
    try:
        rules.check_awaits_act(assignment, has_act=False, today=timezone.localdate())
    except RuleViolation as problem:
        obstacle = str(problem)
    context = {"assignment": assignment, "form": form, "obstacle": obstacle}
    status = 422 if request.method == "POST" else 200
    return render(request, "observers/act_form.html", context, status=status)


@require_safe
@vary_on_headers("HX-Request")
def act_list(request: PortalRequest) -> HttpResponse:
    """Every assignment whose day has come, with its act or the lack of it."""
    today = timezone.localdate()
    held = Assignment.objects.visible_to(request.user).held(today)
    chosen = ActFilter(
        request.GET, queryset=held.for_table().select_related("act"), viewer=request.user
    )
    listed = chosen.qs.order_by("-session__held_on", "session__school__sort_key", "pk")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    # Asked only where there is nothing to show, to say why.
    any_held = bool(page.object_list) or held.exists()
    context = {
        "filter": chosen,
        "page": page,
        "missing": held.without_act().count(),
        "any_held": any_held,
        "any_session": any_held or Session.objects.visible_to(request.user).exists(),
        "today": today,
    }
    template = "_act_table.html" if request.htmx else "act_list.html"
    return render(request, f"observers/{template}", context)


def act_or_404(request: PortalRequest, act_id: int) -> ObservationAct:
    visible = ObservationAct.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=act_id)


@require_safe
def act_detail(request: PortalRequest, act_id: int) -> HttpResponse:
    return act_page(request, act_or_404(request, act_id))


def act_page(
    request: PortalRequest,
    act: ObservationAct,
    *,
    scan_form: ScansForm | None = None,
    number_form: SupplementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an act; a form that was refused comes back to it with its reasons."""
    marks = list(act.marks.select_related("item"))
    scans = list(act.scans.attached().for_page())
    context = {
        "act": act,
        "marks": marks,
        "broken": [mark for mark in marks if not mark.is_kept],
        "scans": scans,
        "order_form": OrderForm(scans=[each for each in scans if not each.is_destroyed]),
        "scan_form": scan_form or ScansForm(auto_id="scan_%s"),
        "may_add_scans": is_allowed(permissions.check_can_add_act_scans, request.user, act),
        **_numbers(request, act, number_form),
    }
    return render(request, "observers/act_detail.html", context, status=status)


def _numbers(
    request: PortalRequest, act: ObservationAct, form: SupplementForm | None
) -> dict[str, object]:
    """What of the act is compared, and what of it may be supplemented."""
    counts = act.stage == ObservationAct.Stage.CONDUCT
    is_live = act.assignment.session.status != Session.Status.CANCELLED
    may = counts and is_live and is_allowed(permissions.check_can_supplement_act, request.user, act)
    return {
        "counts": counts,
        "compared": compared_number(act) if counts else None,
        "supplements": act.supplements.select_related("made_by__person"),
        "number_form": (form or SupplementForm(auto_id="number_%s")) if may else None,
    }


@require_POST
def act_supplement(request: PortalRequest, act_id: int) -> HttpResponse:
    act = act_or_404(request, act_id)
    form = SupplementForm(request.POST, auto_id="number_%s")
    if form.is_valid():
        try:
            services.supplement_act(act_id=act.pk, by=request.user, **form.cleaned_data)
        except RuleViolation as problem:
            field = "reason" if problem.code == "no-reason" else "participants"
            form.add_error(field, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Число записано и сверено.")
            return redirect(f"{act.get_absolute_url()}#numbers")
    return act_page(request, act, number_form=form, status=422)
