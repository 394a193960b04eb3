"""How long files are kept, what is due for destruction, and the acts."""

from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import permissions
from accounts.documents.destruction import written_act
from accounts.errors import RuleViolation, is_allowed
from accounts.files.papers import OFFICE
from accounts.files.serving import private_bytes_response
from accounts.forms import DestructionForm, RetentionForm
from accounts.http import PortalRequest
from accounts.models import Committee, DestructionAct, Person, RetentionPeriod
from accounts.reports import papers_due
from accounts.retention import KeptKind, kept_kinds, periods_of
from accounts.services import retention as services

PAGE = 50
DOCX = OFFICE[".docx"][1]


class Shelf(NamedTuple):
    """One kind: for how long it is kept and what of it is due."""

    kind: KeptKind
    period: RetentionPeriod | None
    due: int


@require_safe
def retention(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    committee_id = request.user.committee_id
    periods, due = periods_of(committee_id), papers_due(committee_id, today)
    acts = DestructionAct.objects.visible_to(request.user).select_related("drawn_up_by__person")
    context = {
        "shelves": [Shelf(kind, periods.get(kind.code), due[kind.code]) for kind in kept_kinds()],
        "due": sum(due.values()),
        "page": Paginator(acts, PAGE).get_page(request.GET.get("page")),
        "may_set": is_allowed(permissions.check_can_set_periods, request.user),
        "may_draw_up": is_allowed(permissions.check_can_draw_up_acts, request.user),
    }
    return render(request, "accounts/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retention_settings(request: PortalRequest) -> HttpResponse:
    periods = periods_of(request.user.committee_id)
    form = RetentionForm(request.POST or None, kinds=kept_kinds(), periods=periods)
    if request.method == "POST" and form.is_valid():
        wanted = [services.Period(*each) for each in form.periods()]
        try:
            services.set_periods(periods=wanted, by=request.user)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Сроки хранения сохранены.")
            return redirect("accounts:retention")
    context = {"form": form, "committee": Committee.objects.get(pk=request.user.committee_id)}
    status = 422 if form.errors else 200
    return render(request, "accounts/retention_settings.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def destruction_create(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    due = papers_due(request.user.committee_id, today)
    form = DestructionForm(
        request.POST or None,
        kinds=[kind for kind in kept_kinds() if due[kind.code]],
        due=due,
        people=Person.objects.visible_to(request.user),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            act = services.draw_up_act(
                kinds=data["kinds"],
                reason=data["reason"],
                chair_id=data["chair"].pk,
                member_ids=[person.pk for person in data["members"]],
                today=today,
                by=request.user,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Проект акта составлен. Его утверждает руководитель.")
            return redirect(act)
    status = 422 if form.errors else 200
    context = {"form": form, "any_due": any(due.values())}
    return render(request, "accounts/destruction_form.html", context, status=status)


def _act_or_404(request: PortalRequest, destruction_id: int) -> DestructionAct:
    visible = DestructionAct.objects.visible_to(request.user)
    related = visible.select_related("committee", "drawn_up_by__person", "decided_by__person")
    return get_object_or_404(related.defer("document"), pk=destruction_id)


@require_safe
def destruction_detail(request: PortalRequest, destruction_id: int) -> HttpResponse:
    act = _act_or_404(request, destruction_id)
    is_draft = act.status == DestructionAct.Status.DRAFT
    papers = Paginator(act.papers.all(), PAGE)
    context = {
        "act": act,
        "page": papers.get_page(request.GET.get("page")),
        "count": papers.count,
        "size": sum(act.papers.values_list("size", flat=True)),
        "titles": {kind.code: kind.title for kind in kept_kinds()},
        "left": 0 if is_draft else act.papers.left().count(),
        "missing": act.papers.filter(was_missing=True).count(),
        "may_confirm": is_draft and is_allowed(permissions.check_can_confirm_acts, request.user),
        "may_withdraw": is_draft and is_allowed(permissions.check_can_withdraw_acts, request.user),
        "may_finish": is_allowed(permissions.check_can_withdraw_acts, request.user),
    }
    return render(request, "accounts/destruction_detail.html", context)


@require_safe
def destruction_file(request: PortalRequest, destruction_id: int) -> HttpResponseBase:
    """The very bytes that were confirmed; of a draft, what would be."""
    act = _act_or_404(request, destruction_id)
    if act.document:
        content = bytes(act.document)
    else:
        titles = {kind.code: kind.title for kind in kept_kinds()}
        content = written_act(act, act.papers.all(), titles)
    return private_bytes_response(content, filename=f"{act}.docx", content_type=DOCX)


@require_POST
def destruction_confirm(request: PortalRequest, destruction_id: int) -> HttpResponse:
    act = _act_or_404(request, destruction_id)
    try:
        services.confirm_act(act_id=act.pk, now=timezone.now(), by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Акт утверждён, файлы уничтожены. Записи о них сохранены.")
    return redirect(act)


@require_POST
def destruction_withdraw(request: PortalRequest, destruction_id: int) -> HttpResponse:
    act = _act_or_404(request, destruction_id)
    try:
        services.withdraw_act(act_id=act.pk, now=timezone.now(), by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Проект отозван. Документы остаются на хранении.")
    return redirect(act)


@require_POST
def destruction_finish(request: PortalRequest, destruction_id: int) -> HttpResponse:
    """Erase what a breakdown left behind."""
    act = _act_or_404(request, destruction_id)
    erased = services.finish_act(act_id=act.pk, now=timezone.now(), by=request.user)
    messages.success(request, f"Стёрто документов: {erased}.")
    return redirect(act)
