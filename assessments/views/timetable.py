"""The schedule of all procedures: by day, by school, by subject; on paper and in calendars."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from assessments.documents.schedule_calendar import schedule_calendar
from assessments.filters import ScheduleFilter
from assessments.models import Procedure, Session
from assessments.reports.schedule import (
    BY_DAY,
    BY_SCHOOL,
    BY_SUBJECT,
    ORDERS,
    events_of_days,
    events_of_sessions,
    grouped,
)
from schools.models import School

PAGE = 50
PRINT_LIMIT = 5000  # rows
ICS_LIMIT = 5000  # events
TITLES = {BY_DAY: "по дням", BY_SCHOOL: "по школам", BY_SUBJECT: "по предметам"}


def _filter(request: PortalRequest) -> ScheduleFilter:
    """Without a word about the procedure, the newest one: nobody wants all years at once."""
    given = request.GET.copy()
    procedures = Procedure.objects.visible_to(request.user)
    if "procedure" not in given:
        newest = procedures.order_by("-starts_on").values_list("pk", flat=True).first()
        given["procedure"] = str(newest or "")
    sessions = Session.objects.visible_to(request.user).for_table()
    return ScheduleFilter(
        given,
        queryset=sessions,
        procedures=procedures,
        schools=School.objects.visible_to(request.user),
    )


def _by(given: QueryDict) -> str:
    by = str(given.get("by", ""))
    return by if by in ORDERS else BY_DAY


@require_safe
def schedule(request: PortalRequest) -> HttpResponse:
    found, by = _filter(request), _by(request.GET)
    page = Paginator(found.qs.order_by(*ORDERS[by]), PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "groups": grouped(page, by),
        "by": by,
        "title": TITLES[by],
        "views": TITLES.items(),
        "alone": request.user.is_deputy,
    }
    return render(request, "assessments/schedule.html", context)


@require_safe
def schedule_print(request: PortalRequest) -> HttpResponse:
    """As narrowed on the page; a group is never torn from its heading."""
    found, by = _filter(request), _by(request.GET)
    rows = list(found.qs.live().order_by(*ORDERS[by])[: PRINT_LIMIT + 1])
    context = {
        "groups": grouped(rows[:PRINT_LIMIT], by),
        "by": by,
        "title": TITLES[by],
        "total": min(len(rows), PRINT_LIMIT),
        "cut": len(rows) > PRINT_LIMIT,
        "procedure": found.form.cleaned_data.get("procedure"),
        "school": found.form.cleaned_data.get("school"),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/schedule_print.html", context)


@require_safe
def schedule_ics(request: PortalRequest) -> HttpResponseBase:
    """Each session for one school; a line a work and day where many schools are meant."""
    found = _filter(request)
    live = found.qs.live()
    one_school = request.user.is_deputy or bool(found.form.cleaned_data.get("school"))
    events = events_of_sessions(live[:ICS_LIMIT]) if one_school else events_of_days(live)
    content = schedule_calendar(
        events,
        name="График оценочных процедур",
        made_at=timezone.now(),
        host=request.get_host().partition(":")[0],
        zone=timezone.get_default_timezone(),
    )
    return private_bytes_response(
        content, filename="График процедур.ics", content_type="text/calendar"
    )
