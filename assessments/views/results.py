"""Forms down and up, and the results of a session."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.files.serving import private_bytes_response, private_file_response
from accounts.http import PortalRequest
from assessments.models import Session, Upload
from assessments.reports.pages import result_rows
from assessments.reports.workbooks import XLSX
from assessments.services import marked_copies, result_forms, results
from assessments.views.sessions import session_or_404, session_page, upload_form_of


@require_safe
def session_form(request: PortalRequest, session_id: int) -> HttpResponseBase:
    """The blank «Форма сбора результатов» of this session."""
    session = session_or_404(request, session_id)
    try:
        content = result_forms.blank_form(session_id=session.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(session)
    return private_bytes_response(content, filename=_form_name(session), content_type=XLSX)


def _form_name(session: Session) -> str:
    subject, label = session.work.subject.name, session.class_group.label
    return f"Форма сбора результатов {subject} {label} {session.procedure}.xlsx"


@require_POST
def session_upload(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    form = upload_form_of(session, request.POST, request.FILES)
    if form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            upload = results.receive_results(
                session_id=session.pk,
                data=uploaded.read(),
                filename=uploaded.name,
                today=timezone.localdate(),
                by=request.user,
                reason=form.cleaned_data.get("reason", ""),
            )
        except RuleViolation as violation:
            form.add_error("file", str(violation))
        else:
            return redirect(upload)
    return session_page(request, session, upload_form=form, status=422)


@require_safe
def upload_detail(request: PortalRequest, upload_id: int) -> HttpResponse:
    """The receipt of a file, or everything that is wrong with it."""
    visible = Upload.objects.visible_to(request.user).for_page()
    upload = get_object_or_404(visible, pk=upload_id)
    context = {
        "upload": upload,
        "session": upload.session,
        "form": upload_form_of(upload.session),
        "can_be_marked": marked_copies.can_be_marked(upload),
    }
    return render(request, "assessments/upload_detail.html", context)


@require_safe
def upload_file(request: PortalRequest, upload_id: int) -> HttpResponseBase:
    visible = Upload.objects.visible_to(request.user).filter(destroyed_by_act__isnull=True)
    upload = get_object_or_404(visible, pk=upload_id)
    return private_file_response(upload.file, filename=upload.original_name, content_type=XLSX)


@require_safe
def upload_marked(request: PortalRequest, upload_id: int) -> HttpResponseBase:
    """The person's own file with the faulty cells marked."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=upload_id)
    try:
        copy = marked_copies.marked_copy(upload_id=upload.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(upload)
    return private_bytes_response(copy.content, filename=copy.filename, content_type=XLSX)


@require_safe
def session_results(request: PortalRequest, session_id: int) -> HttpResponse:
    session = session_or_404(request, session_id)
    items = list(session.work.items.all())
    rows = result_rows(session.results.order_by("code"))
    context = {
        "session": session,
        "items": items,
        "rows": rows,
        "absent": sum(row.result.absent for row in rows),
        "current": session.uploads.current().first(),
    }
    return render(request, "assessments/session_results.html", context)
