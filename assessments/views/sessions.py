"""One session: its facts, its day, its end."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.files.fields import OrderForm, ScansForm
from accounts.http import PortalRequest
from accounts.models import User
from assessments import permissions, rules
from assessments.forms import (
    AskReplacementForm,
    ChangeSessionForm,
    ReasonForm,
    ReplacementForm,
    SessionForm,
    WorkbookForm,
)
from assessments.models import Procedure, Session, Upload, Work
from assessments.rules.schedule import row_of
from assessments.services import sessions
from assessments.views.schedule import alternatives_of, may_move
from schools.models import ClassGroup, School


def session_or_404(request: PortalRequest, session_id: int) -> Session:
    visible = Session.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=session_id)


@require_safe
def session_detail(request: PortalRequest, session_id: int) -> HttpResponse:
    return session_page(request, session_or_404(request, session_id))


def session_page(
    request: PortalRequest,
    session: Session,
    *,
    upload_form: WorkbookForm | None = None,
    scan_form: ScansForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a session; uploads that failed come back to it with their reason."""
    user, today = request.user, timezone.localdate()
    uploads = list(session.uploads.select_related("uploaded_by__person"))
    may_bring = is_allowed(permissions.check_can_bring_results, user)
    scans = list(session.protocols.attached().for_page())
    current = next((each for each in uploads if each.is_current), None)
    closed = closed_for(session, current, user, today)
    asked = list(session.replacement_requests.for_table())
    context = {
        "session": session,
        "uploads": uploads,
        "current": current,
        "closed": closed,
        "asked": asked,
        "may_ask": bool(closed) and not any(each.state == "asked" for each in asked),
        "ask_form": AskReplacementForm(auto_id="ask_%s"),
        "protocols": scans,
        "order_form": OrderForm(scans=[each for each in scans if not each.is_destroyed]),
        "upload_form": upload_form or (ReplacementForm() if current else WorkbookForm()),
        "scan_form": scan_form or ScansForm(auto_id="scan_%s"),
        "reason_form": ReasonForm(),
        "awaits_file": is_allowed(rules.check_awaits_file, session, today=today),
        "may_add_scans": may_bring and is_allowed(rules.check_takes_protocols, session),
        "may_plan": is_allowed(permissions.check_can_plan_sessions, user),
        "may_move": may_move(session, user),
        "window": row_of(session),
        "may_bring": may_bring,
    }
    return render(request, "assessments/session_detail.html", context, status=status)


def upload_form_of(session: Session, *given: Any) -> WorkbookForm:
    """Where results are there already, the form asks why they are replaced."""
    has_results = session.uploads.current().exists()
    return ReplacementForm(*given) if has_results else WorkbookForm(*given)


def closed_for(session: Session, current: Upload | None, user: User, today: datetime.date) -> str:
    """Why this person cannot replace the results today; empty when they can."""
    if current is None or user.is_committee_editor:
        return ""
    try:
        rules.check_replacement_open(session, today=today)
    except RuleViolation as violation:
        return str(violation)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request: PortalRequest, procedure_id: int) -> HttpResponse:
    visible = Procedure.objects.visible_to(request.user)
    procedure = get_object_or_404(visible, pk=procedure_id)
    schools = School.objects.visible_to(request.user).active()
    classes = ClassGroup.objects.filter(school__in=schools, school_year=procedure.school_year)
    form = SessionForm(
        request.POST or None,
        works=Work.objects.of_year(procedure.year),
        class_groups=classes.select_related("school").order_by(
            "school__sort_key", "grade", "letter"
        ),
        initial={"held_on": procedure.starts_on},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values.pop("version")
        try:
            session = sessions.plan_session(
                procedure_id=procedure.pk,
                work_id=values.pop("work").pk,
                class_group_id=values.pop("class_group").pk,
                by=request.user,
                **values,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Сессия намечена.")
            return redirect(session)
    status = 422 if form.errors else 200
    context = {"form": form, "procedure": procedure}
    return render(request, "assessments/session_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    fields = (
        "work_id", "held_on", "lesson", "starts_at", "room", "observer_seats", "version",
    )  # fmt: skip
    form = ChangeSessionForm(
        request.POST or None,
        works=alternatives_of(session),
        initial={name: getattr(session, name) for name in fields},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["version"] = values["version"] or 0
        try:
            sessions.change_session(session_id=session.pk, by=request.user, **values)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = 409 if violation.code == "stale" else 422
        else:
            messages.success(request, "Сессия изменена.")
            return redirect(session)
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "session": session,
        "procedure": session.procedure,
        "reason_form": ReasonForm(auto_id="cancel_%s"),
    }
    return render(request, "assessments/session_edit.html", context, status=status)


@require_POST
def session_cancel(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    try:
        sessions.cancel_session(
            session_id=session.pk,
            version=_version(request),
            reason=request.POST.get("reason", ""),
            by=request.user,
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Сессия отменена.")
    return redirect(session)


@require_POST
def session_restore(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    try:
        sessions.restore_session(session_id=session.pk, version=_version(request), by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Сессия снова намечена.")
    return redirect(session)


def _version(request: PortalRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
