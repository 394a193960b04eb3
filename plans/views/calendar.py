"""«Календарь»: quarters, days off, where due dates move. Editors change, heads read."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans.forms.calendar import EARLIEST, LATEST, MovingForm, OwnDayForm, QuartersForm
from plans.models import CalendarDay
from plans.reports.calendar import days_of_year, quarter_years, settings_of
from plans.services import calendar

SCHOOL_YEAR_BEGINS = 9  # month


@require_safe
def calendar_settings(request: PortalRequest) -> HttpResponse:
    return _page(request)


@require_POST
def calendar_moving(request: PortalRequest) -> HttpResponse:
    form = MovingForm(request.POST)
    if form.is_valid():
        try:
            calendar.set_moving(
                moving=form.cleaned_data["moving"],
                source=form.cleaned_data["moving_source"],
                by=request.user,
            )
        except RuleViolation as problem:
            form.add_error("moving_source", ValidationError(str(problem), code=problem.code))
        else:
            return _saved(request, "Правило переноса сохранено.")
    return _page(request, moving_form=form, status=422)


@require_POST
def calendar_quarters(request: PortalRequest) -> HttpResponse:
    form = QuartersForm(request.POST)
    if form.is_valid():
        year = form.cleaned_data["school_year"]
        try:
            calendar.set_quarters(school_year=year, ends=form.ends(), by=request.user)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
        else:
            return _saved(request, "Четверти сохранены.")
    return _page(request, quarters_form=form, status=422)


@require_POST
def calendar_day(request: PortalRequest) -> HttpResponse:
    """Say of a day whether it is worked; saying it again changes it."""
    form = OwnDayForm(request.POST)
    if not form.is_valid():
        return _page(request, day_form=form, status=422)
    own = calendar.OwnDay(**form.cleaned_data)
    calendar.set_day(own=own, by=request.user)
    return _saved(request, f"Записано: {own.day:%d.%m.%Y}.", year=own.day.year)


@require_POST
def calendar_day_remove(request: PortalRequest, day_id: int) -> HttpResponse:
    day = get_object_or_404(CalendarDay.objects.visible_to(request.user), pk=day_id)
    was = calendar.remove_day(day_id=day.pk, by=request.user)
    return _saved(request, f"Снова как в общем календаре: {was:%d.%m.%Y}.", year=was.year)


def _saved(request: PortalRequest, text: str, *, year: int | None = None) -> HttpResponse:
    messages.success(request, text)
    page = reverse("plans:calendar-settings")
    return redirect(f"{page}?year={year}#days" if year else page)


def _page(request: PortalRequest, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    today = timezone.localdate()
    settings = settings_of(request.user.committee_id)
    year = _year(request, today)
    context: dict[str, Any] = {
        "may_edit": request.user.is_committee_editor,
        "settings": settings,
        "quarters": _quarters(request, today, bound.get("quarters_form")),
        "year": year,
        "earlier": year - 1 if year > EARLIEST else None,
        "later": year + 1 if year < LATEST else None,
        "days": days_of_year(request.user.committee_id, year),
        "moving_form": bound.get("moving_form")
        or MovingForm(initial={"moving": settings.moving, "moving_source": settings.moving_source}),
        "day_form": bound.get("day_form") or OwnDayForm(),
    }
    return render(request, "plans/calendar_settings.html", context, status=status)


def _year(request: PortalRequest, today: datetime.date) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return min(max(year, EARLIEST), LATEST)


def _quarters(
    request: PortalRequest, today: datetime.date, bound: forms.Form | None
) -> list[dict[str, Any]]:
    """The school years before, of and after today, each with its form."""
    now = today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1
    sent = bound.data.get("school_year") if bound else None
    lines = []
    for line in quarter_years(request.user.committee_id, range(now - 1, now + 3)):
        initial: dict[str, Any] = {"school_year": line.school_year}
        initial |= {f"q{number}": day for number, day in line.ends.items()}
        is_sent = bound is not None and str(line.school_year) == sent
        form = bound if is_sent else QuartersForm(initial=initial, prefix=None, auto_id=False)
        lines.append({"line": line, "form": form})
    return lines
