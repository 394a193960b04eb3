"""Many files at once: sent, looked through, confirmed, with receipts."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from accounts.templatetags.portal import count_of
from assessments.forms import ManyFilesForm
from assessments.models import Procedure, Upload, UploadDraft
from assessments.reports.wizard import cards_of, difference, wizard_page
from assessments.reports.workbooks import XLSX
from assessments.services import marked_copies, wizard

FILES = "файл,файла,файлов"


def _procedure_or_404(request: PortalRequest, procedure_id: int) -> Procedure:
    return get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)


def _draft_or_404(request: PortalRequest, draft_id: int) -> UploadDraft:
    visible = UploadDraft.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=draft_id)


def _back(procedure_id: int) -> HttpResponse:
    return redirect("assessments:upload-many", procedure_id=procedure_id)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_many(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """The page of all files. With scripts each file is sent on its own and answered with words."""
    procedure = _procedure_or_404(request, procedure_id)
    is_sent = request.method == "POST"
    form = ManyFilesForm(request.POST, request.FILES) if is_sent else ManyFilesForm()
    if is_sent and form.is_valid():
        try:
            drafts = _receive(request, procedure, form)
        except RuleViolation as violation:
            form.add_error("file", str(violation))
        else:
            return _said(request, procedure, drafts)
    if is_sent and request.htmx:
        problem = " ".join(str(each) for each in form["file"].errors)
        return render(request, "assessments/_sent.html", {"problem": problem}, status=422)
    context = {
        "procedure": procedure,
        "form": form,
        "found": wizard_page(procedure, request.user, timezone.localdate()),
    }
    page = "assessments/_drafts.html" if request.htmx else "assessments/upload_many.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _receive(
    request: PortalRequest, procedure: Procedure, form: ManyFilesForm
) -> list[UploadDraft]:
    return [
        draft
        for uploaded in form.cleaned_data["file"]
        for draft in wizard.receive_file(
            procedure_id=procedure.pk,
            data=uploaded.read(),
            filename=uploaded.name,
            by=request.user,
        )
    ]


def _said(request: PortalRequest, procedure: Procedure, drafts: list[UploadDraft]) -> HttpResponse:
    if request.htmx:
        return render(request, "assessments/_sent.html", {"drafts": drafts})
    ready = sum(draft.is_ready for draft in drafts)
    words = f"Проверено: {count_of(len(drafts), FILES)}, без замечаний — {ready}."
    messages.success(request, words)
    return _back(procedure.pk)


@require_POST
def upload_confirm_ready(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = _procedure_or_404(request, procedure_id)
    done = wizard.confirm_ready(
        procedure_id=procedure.pk, today=timezone.localdate(), by=request.user
    )
    if done.uploads:
        count = count_of(len(done.uploads), FILES)
        messages.success(request, f"Подтверждено: {count}. Квитанции ниже.")
    for draft, words in done.refused:
        messages.error(request, f"{draft.original_name}: {words}")
    return _back(procedure.pk)


@require_safe
def draft_detail(request: PortalRequest, draft_id: int) -> HttpResponse:
    """What will be taken from a file, what was mended, what is refused and why."""
    return _draft_page(request, _draft_or_404(request, draft_id))


def _draft_page(
    request: PortalRequest, draft: UploadDraft, problem: str = "", status: int = 200
) -> HttpResponse:
    (card,) = cards_of([draft], request.user, timezone.localdate())
    session = draft.session
    replaces = session is not None and card.current is not None and draft.is_ready
    context = {
        "draft": draft,
        "card": card,
        "session": session,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "difference": difference(draft, session) if replaces and session else None,
    }
    return render(request, "assessments/draft_detail.html", context, status=status)


@require_POST
def draft_confirm(request: PortalRequest, draft_id: int) -> HttpResponse:
    """Asked for once a file, all schools in one evening: the page is loaded only to be shown."""
    own = UploadDraft.objects.visible_to(request.user)
    procedure_id = get_object_or_404(own.only("procedure"), pk=draft_id).procedure_id
    try:
        upload = wizard.confirm_draft(
            draft_id=draft_id,
            reason=request.POST.get("reason", ""),
            today=timezone.localdate(),
            by=request.user,
        )
    except RuleViolation as violation:
        draft = _draft_or_404(request, draft_id)
        if violation.code == "draft-confirmed" and draft.upload:
            return redirect(draft.upload)
        return _draft_page(request, draft, str(violation), status=422)
    messages.success(request, f"Подтверждено: {upload.session}. Квитанция выдана.")
    return _back(procedure_id)


@require_POST
def draft_drop(request: PortalRequest, draft_id: int) -> HttpResponse:
    draft = _draft_or_404(request, draft_id)
    try:
        wizard.drop_draft(draft_id=draft.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, f"Файл «{draft.original_name}» убран, результатов он не дал.")
    return _back(draft.procedure_id)


@require_safe
def draft_marked(request: PortalRequest, draft_id: int) -> HttpResponseBase:
    """The person's own file with the faulty cells marked."""
    draft = _draft_or_404(request, draft_id)
    try:
        copy = marked_copies.marked_copy_of_draft(draft_id=draft.pk, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(draft)
    return private_bytes_response(copy.content, filename=copy.filename, content_type=XLSX)


@require_safe
def upload_receipt(request: PortalRequest, upload_id: int) -> HttpResponse:
    """One receipt on paper."""
    accepted = Upload.objects.visible_to(request.user).filter(state=Upload.State.ACCEPTED)
    upload = get_object_or_404(accepted.for_page(), pk=upload_id)
    context = {"procedure": upload.session.procedure, "uploads": [upload]}
    return render(request, "assessments/receipts.html", context)


@require_safe
def receipt_list(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """All receipts that hold today, for the school's folder."""
    procedure = _procedure_or_404(request, procedure_id)
    current = Upload.objects.visible_to(request.user).current().for_page()
    uploads = current.filter(session__procedure=procedure).order_by(
        "session__school__sort_key", "session__held_on", "session__class_group__letter", "pk"
    )
    context = {"procedure": procedure, "uploads": list(uploads)}
    return render(request, "assessments/receipts.html", context)
