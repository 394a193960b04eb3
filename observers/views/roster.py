"""The roster: who observes, by which order, and where they may not go."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments.models import Procedure
from observers import permissions, reports
from observers.filters import ObserverFilter
from observers.forms import AccreditationForm, InterestForm, ObserverFactsForm, ObserverForm
from observers.models import Assignment, Interest, Observer
from observers.services import roster as services

PAGE = 50
PROCEDURES_SHOWN = 3


@require_safe
@vary_on_headers("HX-Request")
def observer_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    visible = Observer.objects.visible_to(request.user).for_table(today)
    chosen = ObserverFilter(request.GET, queryset=visible)
    context = {
        "filter": chosen,
        "page": Paginator(chosen.qs, PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in chosen.filters),
        "today": today,
        "procedures": Procedure.objects.visible_to(request.user)[:PROCEDURES_SHOWN],
        "may_edit": is_allowed(permissions.check_can_edit_roster, request.user),
    }
    template = "_observer_table.html" if request.htmx else "observer_list.html"
    return render(request, f"observers/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def observer_create(request: PortalRequest) -> HttpResponse:
    form = ObserverForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            observer = services.add_observer(
                person=form.chosen_person(),
                is_namesake=form.cleaned_data["is_namesake"],
                facts=form.facts(),
                by=request.user,
            )
        except RuleViolation as problem:
            form.add_error("person", ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Наблюдатель внесён в список. Запишите его аккредитацию.")
            return redirect(observer)
    status = 422 if request.method == "POST" else 200
    return render(request, "observers/observer_form.html", {"form": form}, status=status)


@require_safe
def observer_detail(request: PortalRequest, observer_id: int) -> HttpResponse:
    return _observer_page(request, _observer(request, observer_id))


def _observer(request: PortalRequest, observer_id: int) -> Observer:
    visible = Observer.objects.visible_to(request.user).select_related("person")
    return get_object_or_404(visible, pk=observer_id)


def _observer_page(
    request: PortalRequest,
    observer: Observer,
    *,
    accreditation_form: AccreditationForm | None = None,
    interest_form: InterestForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    assignments = Assignment.objects.filter(observer=observer).standing().select_related("act")
    upcoming = assignments.upcoming(today).for_table()
    past = assignments.filter(session__held_on__lt=today).for_table()
    accreditations = list(observer.accreditations.all())
    context = {
        "observer": observer,
        "today": today,
        "accreditations": accreditations,
        "is_accredited": any(a.valid_from <= today <= a.valid_until for a in accreditations),
        "ties": reports.ties_of(observer),
        "upcoming": upcoming,
        "past": past.order_by("-session__held_on", "-pk")[:PAGE],
        "may_edit": is_allowed(permissions.check_can_edit_roster, request.user),
        "accreditation_form": accreditation_form or AccreditationForm(),
        "interest_form": interest_form or InterestForm(viewer=request.user),
    }
    return render(request, "observers/observer_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def observer_edit(request: PortalRequest, observer_id: int) -> HttpResponse:
    observer = _observer(request, observer_id)
    form = ObserverFactsForm(request.POST or None, instance=observer)
    if request.method == "POST" and form.is_valid():
        services.change_observer(observer_id=observer.pk, facts=form.facts(), by=request.user)
        messages.success(request, "Сведения сохранены.")
        return redirect(observer)
    context = {"form": form, "observer": observer}
    status = 422 if request.method == "POST" else 200
    return render(request, "observers/observer_form.html", context, status=status)


@require_POST
def observer_activate(request: PortalRequest, observer_id: int) -> HttpResponse:
    return _set_active(request, observer_id, is_active=True)


@require_POST
def observer_deactivate(request: PortalRequest, observer_id: int) -> HttpResponse:
    return _set_active(request, observer_id, is_active=False)


def _set_active(request: PortalRequest, observer_id: int, *, is_active: bool) -> HttpResponse:
    observer = _observer(request, observer_id)
    try:
        services.set_observer_active(
            observer_id=observer.pk,
            is_active=is_active,
            by=request.user,
            today=timezone.localdate(),
        )
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return _observer_page(request, observer, status=422)
    return redirect(observer)


@require_POST
def accreditation_add(request: PortalRequest, observer_id: int) -> HttpResponse:
    observer = _observer(request, observer_id)
    form = AccreditationForm(request.POST)
    if form.is_valid():
        try:
            services.add_accreditation(
                observer_id=observer.pk, by=request.user, **form.cleaned_data
            )
        except RuleViolation as problem:
            form.add_error("valid_until", ValidationError(str(problem), code=problem.code))
    if form.errors:
        return _observer_page(request, observer, accreditation_form=form, status=422)
    messages.success(request, "Аккредитация записана.")
    return redirect(observer)


@require_POST
def interest_add(request: PortalRequest, observer_id: int) -> HttpResponse:
    observer = _observer(request, observer_id)
    form = InterestForm(request.POST, viewer=request.user)
    if form.is_valid():
        try:
            services.add_interest(
                observer_id=observer.pk,
                school_id=form.cleaned_data["school"].pk,
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except RuleViolation as problem:
            form.add_error("school", ValidationError(str(problem), code=problem.code))
    if form.errors:
        return _observer_page(request, observer, interest_form=form, status=422)
    messages.success(request, "Связь со школой записана.")
    return redirect(observer)


@require_POST
def interest_remove(request: PortalRequest, interest_id: int) -> HttpResponse:
    visible = Interest.objects.filter(observer__in=Observer.objects.visible_to(request.user))
    interest = get_object_or_404(visible, pk=interest_id)
    services.remove_interest(interest_id=interest.pk, by=request.user)
    messages.success(request, "Связь со школой убрана, запись об этом осталась в журнале решений.")
    return redirect("observers:observer-detail", observer_id=interest.observer_id)
