"""Documents that prove that something was done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.files.errors import FileRefused
from accounts.files.serving import private_file_response
from accounts.http import PortalRequest
from plans.forms import CheckForm, EvidenceForm, KindsForm, ReplacementForm, WithdrawalForm
from plans.models import Activity, Evidence
from plans.services import evidence as services
from plans.views.occurrence import occurrence_page, tell, visible_occurrence


@require_POST
def activity_evidence(request: PortalRequest, activity_id: int) -> HttpResponse:
    """Which documents prove the activity; the page that was open comes again."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=activity_id)
    form, problem = KindsForm(request.POST), ""
    if form.is_valid():
        try:
            services.expect_kinds(
                activity_id=activity.pk, kinds=form.cleaned_data["kinds"], by=request.user
            )
        except RuleViolation as violation:
            problem = str(violation)
    else:
        problem = "Выберите виды подтверждений из списка."
    tell(request, problem, done="Записано, чем подтверждается исполнение.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect(reverse("plans:activity-execution", args=[activity.pk]))


@require_POST
def evidence_add(request: PortalRequest, occurrence_id: int) -> HttpResponse:
    occurrence = visible_occurrence(request, occurrence_id)
    form = EvidenceForm(request.POST, request.FILES, auto_id="evidence_%s")
    if form.is_valid():
        try:
            services.add_evidence(
                occurrence_id=occurrence.pk,
                brought=_brought(form, form.cleaned_data["kind"]),
                by=request.user,
            )
        except (RuleViolation, FileRefused) as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Подтверждение приложено и ждёт проверки.")
            return redirect(f"{occurrence.get_absolute_url()}#documents")
    return occurrence_page(request, occurrence, status=422, evidence_form=form)


def _brought(form: EvidenceForm | ReplacementForm, kind: str) -> services.Brought:
    uploaded = form.cleaned_data["file"]
    return services.Brought(
        kind=kind,
        note=form.cleaned_data["note"],
        url=form.cleaned_data["url"],
        data=uploaded.read() if uploaded else b"",
        filename=uploaded.name if uploaded else "",
    )


@require_POST
def evidence_replace(request: PortalRequest, evidence_id: int) -> HttpResponse:
    older = _visible(request, evidence_id)
    form, problem = ReplacementForm(request.POST, request.FILES), ""
    if form.is_valid():
        try:
            services.replace_evidence(
                evidence_id=older.pk, brought=_brought(form, older.kind), by=request.user
            )
        except (RuleViolation, FileRefused) as refused:
            problem = str(refused)
    else:
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    tell(request, problem, done="Новая версия приложена и ждёт проверки.")
    return redirect(f"{older.occurrence.get_absolute_url()}#documents")


@require_safe
def evidence_file(request: PortalRequest, evidence_id: int) -> HttpResponseBase:
    """Always to be saved, never shown in our name."""
    visible = Evidence.objects.visible_to(request.user)
    files = visible.filter(url="", destroyed_by_act__isnull=True)
    evidence = get_object_or_404(files, pk=evidence_id)
    return private_file_response(
        evidence.file, filename=evidence.original_name, content_type=evidence.content_type
    )


@require_POST
def evidence_decide(request: PortalRequest, evidence_id: int) -> HttpResponse:
    evidence = _visible(request, evidence_id)
    form, problem = CheckForm(request.POST), ""
    if form.is_valid():
        decide = (
            services.accept_evidence
            if form.cleaned_data["decision"] == "yes"
            else services.return_evidence
        )
        try:
            decide(
                evidence_id=evidence.pk,
                seen=form.cleaned_data["seen"],
                remark=form.cleaned_data["remark"],
                by=request.user,
            )
        except RuleViolation as violation:
            problem = str(violation)
    else:
        problem = "Выберите решение: принять или вернуть."
    tell(request, problem, done="Решение записано.")
    return redirect(f"{evidence.occurrence.get_absolute_url()}#documents")


@require_POST
def evidence_withdraw(request: PortalRequest, evidence_id: int) -> HttpResponse:
    evidence = _visible(request, evidence_id)
    form, problem = WithdrawalForm(request.POST), ""
    if form.is_valid():
        try:
            services.withdraw_evidence(
                evidence_id=evidence.pk, reason=form.cleaned_data["reason"], by=request.user
            )
        except RuleViolation as violation:
            problem = str(violation)
    else:
        problem = "Пояснение слишком длинное, сократите его."
    tell(request, problem, done="Подтверждение отозвано. Файл остался в истории срока.")
    return redirect(f"{evidence.occurrence.get_absolute_url()}#documents")


def _visible(request: PortalRequest, evidence_id: int) -> Evidence:
    visible = Evidence.objects.visible_to(request.user).select_related("occurrence")
    return get_object_or_404(visible, pk=evidence_id)
