"""Scans of protocols: several at once, their order and names, each on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.files.serving import private_file_response, small_picture_response
from accounts.http import PortalRequest
from accounts.scan_pages import answer_to_arranging, answer_to_attaching
from assessments import permissions
from assessments.forms import ReasonForm
from assessments.models import Protocol, Session
from assessments.services import protocols
from assessments.views.sessions import session_or_404, session_page


@require_POST
def protocol_attach(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    return answer_to_attaching(
        request,
        lambda data, name: protocols.attach_protocol(
            session_id=session.pk, data=data, filename=name, by=request.user
        ),
        back=_list_of(session),
        again=lambda form: session_page(request, session, scan_form=form, status=422),
    )


@require_POST
def protocol_arrange(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    return answer_to_arranging(
        request,
        session.protocols.attached(),
        lambda places: protocols.arrange_protocols(
            session_id=session.pk, places=places, by=request.user
        ),
        back=_list_of(session),
    )


def _list_of(session: Session) -> str:
    return f"{session.get_absolute_url()}#protocols"


def _protocol_or_404(request: PortalRequest, protocol_id: int) -> Protocol:
    visible = Protocol.objects.visible_to(request.user).attached().for_page()
    return get_object_or_404(visible.select_related("session"), pk=protocol_id)


def _with_file_or_404(request: PortalRequest, protocol_id: int) -> Protocol:
    visible = Protocol.objects.visible_to(request.user).attached()
    return get_object_or_404(visible, pk=protocol_id, destroyed_by_act__isnull=True)


@require_safe
def protocol_detail(request: PortalRequest, protocol_id: int) -> HttpResponse:
    """One scan at a size that can be read."""
    protocol = _protocol_or_404(request, protocol_id)
    session = session_or_404(request, protocol.session_id)
    order = list(session.protocols.attached().values_list("pk", flat=True))
    context = {
        "scan": protocol,
        "session": session,
        "number": order.index(protocol.pk) + 1,
        "count": len(order),
        "form": ReasonForm(),
        "may_remove": is_allowed(permissions.check_can_remove_protocols, request.user),
    }
    return render(request, "assessments/protocol_detail.html", context)


@require_safe
def protocol_file(request: PortalRequest, protocol_id: int) -> HttpResponseBase:
    protocol = _with_file_or_404(request, protocol_id)
    return private_file_response(
        protocol.file, filename=protocol.original_name, content_type=protocol.content_type
    )


@require_safe
def protocol_preview(request: PortalRequest, protocol_id: int) -> HttpResponseBase:
    return small_picture_response(_with_file_or_404(request, protocol_id).preview)


@require_safe
def protocol_thumbnail(request: PortalRequest, protocol_id: int) -> HttpResponseBase:
    return small_picture_response(_with_file_or_404(request, protocol_id).thumbnail)


@require_POST
def protocol_remove(request: PortalRequest, protocol_id: int) -> HttpResponse:
    visible = Protocol.objects.visible_to(request.user).select_related("session")
    protocol = get_object_or_404(visible, pk=protocol_id)
    form = ReasonForm(request.POST)
    try:
        protocols.remove_protocol(
            protocol_id=protocol.pk,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            now=timezone.now(),
            by=request.user,
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Протокол убран. Файл и запись сохранены.")
    return redirect(_list_of(protocol.session))
