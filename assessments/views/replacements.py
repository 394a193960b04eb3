"""Requests to replace results after the deadline."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments import permissions
from assessments.forms import AskReplacementForm, DeclineReplacementForm, GrantReplacementForm
from assessments.models import ReplacementRequest
from assessments.services import replacements
from assessments.views.sessions import session_or_404


def _request_or_404(request: PortalRequest, replacement_id: int) -> ReplacementRequest:
    visible = ReplacementRequest.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=replacement_id)


@require_POST
def replacement_ask(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    form = AskReplacementForm(request.POST)
    try:
        asked = replacements.ask_replacement(
            session_id=session.pk,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            today=timezone.localdate(),
            by=request.user,
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(session)
    messages.success(request, "Запрос отправлен комитету.")
    return redirect(asked)


@require_safe
def replacement_detail(request: PortalRequest, replacement_id: int) -> HttpResponse:
    return _page(request, _request_or_404(request, replacement_id))


def _page(
    request: PortalRequest,
    asked: ReplacementRequest,
    *,
    grant: GrantReplacementForm | None = None,
    decline: DeclineReplacementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "asked": asked,
        "session": asked.session,
        "current": asked.session.uploads.current().select_related("uploaded_by__person").first(),
        "grant_form": grant or GrantReplacementForm.for_day(timezone.localdate()),
        "decline_form": decline or DeclineReplacementForm(),
        "may_decide": asked.state == ReplacementRequest.State.ASKED
        and is_allowed(permissions.check_can_grant_replacements, request.user),
        "still_open": asked.granted_until is not None
        and asked.granted_until >= timezone.localdate(),
    }
    return render(request, "assessments/replacement_detail.html", context, status=status)


@require_POST
def replacement_grant(request: PortalRequest, replacement_id: int) -> HttpResponse:
    asked = _request_or_404(request, replacement_id)
    form = GrantReplacementForm(request.POST)
    if form.is_valid():
        try:
            replacements.grant_replacement(
                replacement_id=asked.pk,
                until=form.cleaned_data["until"],
                today=timezone.localdate(),
                now=timezone.now(),
                by=request.user,
            )
        except RuleViolation as violation:
            form.add_error("until", str(violation))
        else:
            messages.success(request, "Замена разрешена, школа увидит это на своей странице.")
            return redirect(asked)
    return _page(request, asked, grant=form, status=422)


@require_POST
def replacement_decline(request: PortalRequest, replacement_id: int) -> HttpResponse:
    asked = _request_or_404(request, replacement_id)
    form = DeclineReplacementForm(request.POST)
    if form.is_valid():
        try:
            replacements.decline_replacement(
                replacement_id=asked.pk,
                answer=form.cleaned_data["answer"],
                now=timezone.now(),
                by=request.user,
            )
        except RuleViolation as violation:
            form.add_error("answer", str(violation))
        else:
            messages.success(request, "Школа увидит ответ на своей странице.")
            return redirect(asked)
    return _page(request, asked, decline=form, status=422)
