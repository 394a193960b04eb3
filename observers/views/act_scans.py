"""Scans of an observer's act."""

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
from observers import permissions
from observers.forms import ReasonForm
from observers.models import ActScan, ObservationAct
from observers.services import act_scans
from observers.views.acts import act_or_404, act_page


@require_POST
def act_scan_attach(request: PortalRequest, act_id: int) -> HttpResponse:
    act = act_or_404(request, act_id)
    return answer_to_attaching(
        request,
        lambda data, name: act_scans.attach_act_scan(
            act_id=act.pk, data=data, filename=name, by=request.user
        ),
        back=_list_of(act),
        again=lambda form: act_page(request, act, scan_form=form, status=422),
    )


@require_POST
def act_scan_arrange(request: PortalRequest, act_id: int) -> HttpResponse:
    act = act_or_404(request, act_id)
    return answer_to_arranging(
        request,
        act.scans.attached(),
        lambda places: act_scans.arrange_act_scans(act_id=act.pk, places=places, by=request.user),
        back=_list_of(act),
    )


def _list_of(act: ObservationAct) -> str:
    return f"{act.get_absolute_url()}#scans"


def _with_file_or_404(request: PortalRequest, act_scan_id: int) -> ActScan:
    visible = ActScan.objects.visible_to(request.user).attached()
    return get_object_or_404(visible, pk=act_scan_id, destroyed_by_act__isnull=True)


@require_safe
def act_scan_detail(request: PortalRequest, act_scan_id: int) -> HttpResponse:
    """One scan at a size that can be read."""
    visible = ActScan.objects.visible_to(request.user).attached().for_page()
    scan = get_object_or_404(visible, pk=act_scan_id)
    order = list(scan.act.scans.attached().values_list("pk", flat=True))
    context = {
        "scan": scan,
        "act": act_or_404(request, scan.act_id),
        "number": order.index(scan.pk) + 1,
        "count": len(order),
        "may_remove": is_allowed(permissions.check_can_remove_act_scans, request.user),
    }
    return render(request, "observers/act_scan_detail.html", context)


@require_safe
def act_scan_file(request: PortalRequest, act_scan_id: int) -> HttpResponseBase:
    scan = _with_file_or_404(request, act_scan_id)
    return private_file_response(
        scan.file, filename=scan.original_name, content_type=scan.content_type
    )


@require_safe
def act_scan_preview(request: PortalRequest, act_scan_id: int) -> HttpResponseBase:
    return small_picture_response(_with_file_or_404(request, act_scan_id).preview)


@require_safe
def act_scan_thumbnail(request: PortalRequest, act_scan_id: int) -> HttpResponseBase:
    return small_picture_response(_with_file_or_404(request, act_scan_id).thumbnail)


@require_POST
def act_scan_remove(request: PortalRequest, act_scan_id: int) -> HttpResponse:
    scan = get_object_or_404(ActScan.objects.visible_to(request.user), pk=act_scan_id)
    form = ReasonForm(request.POST)
    try:
        act_scans.remove_act_scan(
            scan_id=scan.pk,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            now=timezone.now(),
            by=request.user,
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Скан убран. Файл и запись сохранены.")
    return redirect(_list_of(scan.act))
