"""Who goes where: the board of a procedure and the panel of a session."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments.models import Procedure, Session
from observers import permissions, reports
from observers.filters import BoardFilter
from observers.forms import AssignForm, ReasonForm
from observers.models import Assignment
from observers.services import assignments as services

PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
def board(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    sessions = (
        Session.objects.visible_to(request.user)
        .filter(procedure=procedure)
        .exclude(status=Session.Status.CANCELLED)
        .for_table()
    )
    chosen = BoardFilter(request.GET, queryset=sessions, viewer=request.user)
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    assigned, needed = reports.staffing(procedure)
    context = {
        "procedure": procedure,
        "filter": chosen,
        "page": page,
        "days": reports.board_days(page.object_list),
        "assigned": assigned,
        "needed": needed,
        "may_assign": is_allowed(permissions.check_can_assign, request.user),
    }
    template = "_board_days.html" if request.htmx else "board.html"
    return render(request, f"observers/{template}", context)


@require_safe
@vary_on_headers("HX-Request")
def session_observers(request: PortalRequest, session_id: int) -> HttpResponse:
    session = _session(request, session_id)
    given_up = None
    if request.GET.get("instead", "").isdigit():
        standing = Assignment.objects.standing().filter(session=session)
        given_up = get_object_or_404(standing, pk=request.GET["instead"])
    return _panel(request, session, given_up=given_up)


def _session(request: PortalRequest, session_id: int) -> Session:
    return get_object_or_404(Session.objects.visible_to(request.user).for_table(), pk=session_id)


def _assignment(request: PortalRequest, assignment_id: int) -> Assignment:
    visible = Assignment.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=assignment_id)


def _panel(
    request: PortalRequest,
    session: Session,
    *,
    form: AssignForm | None = None,
    reason_form: ReasonForm | None = None,
    given_up: Assignment | None = None,
    refused: Assignment | None = None,
    status: int = 200,
) -> HttpResponse:
    """The fragment for htmx, the same inside a page for everybody else.

    Args:
        given_up: the assignment whose replacement is being chosen.
        refused: the assignment whose withdrawal was refused, with `reason_form` saying why.
    """
    may_assign = is_allowed(permissions.check_can_assign, request.user)
    standing = Assignment.objects.standing().filter(session=session).for_table()
    assignments = list(standing.select_related("act"))
    has_seat = len(assignments) < session.observer_seats
    choosing = may_assign and session.is_staffable and (has_seat or given_up is not None)
    candidates = (
        reports.candidates(session=session, user=request.user, instead_of=given_up)
        if choosing
        else []
    )
    context = {
        "session": session,
        "assignments": assignments,
        "missing": max(0, session.observer_seats - len(assignments)),
        "may_assign": may_assign,
        "may_read_acts": request.user.is_committee,
        "choosing": choosing,
        "free": [each for each in candidates if not each.conflicts],
        "unfit": [each for each in candidates if each.conflicts],
        "form": form,
        "reason_form": reason_form,
        "given_up": given_up,
        "refused": refused,
    }
    template = "_observer_panel.html" if request.htmx else "session_observers.html"
    return render(request, f"observers/{template}", context, status=status)


def _done(request: PortalRequest, session: Session, said: str) -> HttpResponse:
    if request.htmx:
        return _panel(request, session)
    messages.success(request, said)
    return redirect("observers:session-observers", session_id=session.pk)


@require_POST
def session_assign(request: PortalRequest, session_id: int) -> HttpResponse:
    session = _session(request, session_id)
    form = AssignForm(request.POST, viewer=request.user)
    if form.is_valid():
        try:
            services.assign_observer(
                session_id=session.pk,
                observer_id=form.cleaned_data["observer"].pk,
                in_spite_because=form.cleaned_data["in_spite_because"],
                by=request.user,
                now=timezone.now(),
            )
        except RuleViolation as problem:
            form.add_error("observer", ValidationError(str(problem), code=problem.code))
    if form.errors:
        return _panel(request, session, form=form, status=422)
    return _done(request, session, "Наблюдатель назначен.")


@require_POST
def assignment_withdraw(request: PortalRequest, assignment_id: int) -> HttpResponse:
    assignment = _assignment(request, assignment_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw_assignment(
                assignment_id=assignment.pk,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except RuleViolation as problem:
            form.add_error("reason", ValidationError(str(problem), code=problem.code))
    if form.errors:
        return _panel(request, assignment.session, reason_form=form, refused=assignment, status=422)
    return _done(request, assignment.session, "Назначение снято.")


@require_POST
def assignment_replace(request: PortalRequest, assignment_id: int) -> HttpResponse:
    assignment = _assignment(request, assignment_id)
    form = AssignForm(request.POST, viewer=request.user)
    reason_form = ReasonForm(request.POST)
    if form.is_valid() and reason_form.is_valid():
        try:
            services.replace_observer(
                assignment_id=assignment.pk,
                observer_id=form.cleaned_data["observer"].pk,
                in_spite_because=form.cleaned_data["in_spite_because"],
                reason=reason_form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except RuleViolation as problem:
            form.add_error("observer", ValidationError(str(problem), code=problem.code))
    if form.errors or reason_form.errors:
        return _panel(
            request,
            assignment.session,
            form=form,
            reason_form=reason_form,
            given_up=assignment,
            status=422,
        )
    return _done(request, assignment.session, "Наблюдатель заменён.")
