"""A plan as a file to work on: Word, Excel, a calendar."""

from collections.abc import Callable

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from plans.documents.office import plan_as_docx, plan_as_xlsx
from plans.documents.pdf import check_can_print
from plans.documents.plan_calendar import plan_calendar
from plans.documents.refusal import PrintRefused
from plans.models import Plan
from plans.reports.exporting import exported_plan, plan_days
from plans.services.printing import DRAFT_MARK

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar"


@require_safe
def plan_export_docx(request: PortalRequest, plan_id: int) -> HttpResponseBase:
    return _exported(request, plan_id, plan_as_docx, "docx", DOCX)


@require_safe
def plan_export_xlsx(request: PortalRequest, plan_id: int) -> HttpResponseBase:
    return _exported(request, plan_id, plan_as_xlsx, "xlsx", XLSX)


def _exported(
    request: PortalRequest, plan_id: int, write: Callable[..., bytes], ending: str, kind: str
) -> HttpResponseBase:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    outline, is_frozen = exported_plan(plan)
    try:
        check_can_print(outline)
    except PrintRefused as refused:
        messages.error(request, str(refused))
        return redirect(plan)
    # Nothing but a frozen version may look approved.
    content = write(outline, mark="" if is_frozen else DRAFT_MARK)
    name = f"{'план' if is_frozen else 'проект плана'} {plan.period_from:%Y} № {plan.pk}.{ending}"
    return private_bytes_response(content, filename=name, content_type=kind)


@require_safe
def plan_export_ics(request: PortalRequest, plan_id: int) -> HttpResponseBase:
    """Only what is approved has due dates; of a draft the calendar is empty."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    content = plan_calendar(
        plan_days(plan, reader=request.user),
        name=plan.title[:120],
        made_at=timezone.now(),
        host=request.get_host().partition(":")[0],
        link=request.build_absolute_uri(plan.get_absolute_url()),
    )
    name = f"сроки плана {plan.period_from:%Y} № {plan.pk}.ics"
    return private_bytes_response(content, filename=name, content_type=ICS)
