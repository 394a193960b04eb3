"""The register of events that deadlines wait for."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments.models import Session
from plans import permissions
from plans.forms.events import EventDateForm, EventForm, WithdrawForm
from plans.models import Event, EventDate
from plans.reports.registers import events_for_table, recorded_dates, waiting_rows
from plans.services import events

ON_A_PAGE = 50
# Sessions that an event of these days may be about.
LATELY = datetime.timedelta(days=30)
SOON = datetime.timedelta(days=7)
MOST_SESSIONS = 400  # more make no list to choose from


@require_safe
def event_list(request: PortalRequest) -> HttpResponse:
    found = events_for_table(request.user)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_edit": is_allowed(permissions.check_can_edit_plans, request.user),
    }
    return render(request, "plans/event_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request: PortalRequest) -> HttpResponse:
    form = EventForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        name, note = form.cleaned_data["name"], form.cleaned_data["note"]
        try:
            event = events.create_event(name=name, note=note, by=request.user)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Событие внесено. Когда оно наступит, отметьте день здесь.")
            return redirect(event)
    context = {"form": form, "event": None}
    return render(request, "plans/event_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: PortalRequest, event_id: int) -> HttpResponse:
    event = _event(request, event_id)
    kept = {name: getattr(event, name) for name in ("name", "note", "version")}
    form = EventForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
        try:
            events.change_event(event_id=event.pk, by=request.user, **values)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Событие изменено.")
            return redirect(event)
    context = {"form": form, "event": event}
    return render(request, "plans/event_form.html", context, status=422 if form.errors else 200)


@require_safe
def event_detail(request: PortalRequest, event_id: int) -> HttpResponse:
    return _page(request, _event(request, event_id))


@require_POST
def event_record(request: PortalRequest, event_id: int) -> HttpResponse:
    event = _event(request, event_id)
    form = EventDateForm(request.POST, sessions=_sessions(request))
    if form.is_valid():
        session = form.cleaned_data["session"]
        try:
            events.record_date(
                event_id=event.pk,
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
                session_id=session.pk if session else None,
                by=request.user,
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Отмечено. Сроки, которые ждали события, посчитаны.")
            return redirect(event)
    return _page(request, event, form=form, status=422)


@require_POST
def event_date_withdraw(request: PortalRequest, event_date_id: int) -> HttpResponse:
    visible = EventDate.objects.visible_to(request.user).select_related("event")
    date = get_object_or_404(visible, pk=event_date_id)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            events.withdraw_date(
                event_date_id=date.pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Отметка отозвана. Исполненное осталось отмеченным.")
            return redirect(date.event)
    return _page(request, date.event, withdrawn=(date.pk, form), status=422)


def _event(request: PortalRequest, event_id: int) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user), pk=event_id)


def _sessions(request: PortalRequest) -> QuerySet[Session]:
    today = timezone.localdate()
    visible = Session.objects.visible_to(request.user).for_table()
    near = visible.filter(held_on__range=(today - LATELY, today + SOON))
    return near.exclude(status=Session.Status.CANCELLED).order_by("-held_on", "school__sort_key")


def _page(
    request: PortalRequest,
    event: Event,
    *,
    form: EventDateForm | None = None,
    withdrawn: tuple[int, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A refused form comes back in its place: `withdrawn` is the date and its form."""
    may_edit = is_allowed(permissions.check_can_edit_plans, request.user)
    if may_edit and form is None:
        sessions = _sessions(request)
        few = sessions if sessions.count() <= MOST_SESSIONS else Session.objects.none()
        form = EventDateForm(sessions=few, initial={"on": timezone.localdate()})
    refused, refused_form = withdrawn or (0, None)
    context = {
        "event": event,
        "dates": recorded_dates(event),
        "rows": waiting_rows(request.user, event=event),
        "form": form if may_edit else None,
        "may_edit": may_edit,
        "refused": refused,
        "refused_form": refused_form,
    }
    return render(request, "plans/event_detail.html", context, status=status)
