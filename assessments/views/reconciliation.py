"""«Сверка»: numbers of the class, the file, the protocol and the act, side by side."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments import permissions
from assessments.filters import DiscrepancyFilter
from assessments.forms.reconciliation import AnswerForm, ExplanationForm, ProtocolNumbersForm
from assessments.models import Discrepancy, Procedure, Session
from assessments.reports.reconciliation import overview, session_numbers
from assessments.services import reconciliation

PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
def reconciliation_list(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """Differences of a procedure; those that nobody has resolved, unless asked otherwise."""
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    visible = Discrepancy.objects.visible_to(request.user).filter(session__procedure=procedure)
    chosen = DiscrepancyFilter(request.GET, queryset=visible.for_table())
    listed = chosen.qs.order_by("session__school__sort_key", "session__held_on", "session", "pk")
    context = {
        "procedure": procedure,
        "filter": chosen,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "overview": overview(procedure, request.user),
    }
    template = "_list.html" if request.htmx else "list.html"
    return render(request, f"assessments/reconciliation/{template}", context)


@require_safe
@vary_on_headers("HX-Request")
def session_reconciliation(request: PortalRequest, session_id: int) -> HttpResponse:
    return _page(request, _session_or_404(request, session_id))


def _session_or_404(request: PortalRequest, session_id: int) -> Session:
    visible = Session.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=session_id)


def _page(
    request: PortalRequest,
    session: Session,
    *,
    numbers_form: ProtocolNumbersForm | None = None,
    about: int = 0,
    words_form: Form | None = None,
) -> HttpResponse:
    """The page, or a panel for the session's own.

    A refused form stands where it was; `about` is the discrepancy that `words_form` speaks of.
    """
    numbers = session_numbers(session, request.user)
    entered = numbers.protocol
    initial = {"present": entered.present, "absent": entered.absent} if entered else None
    refused = numbers_form or words_form
    context = {
        "session": session,
        "numbers": numbers,
        "numbers_form": numbers_form or ProtocolNumbersForm(initial=initial),
        "forms": {each.pk: _form_for(each) for each in numbers.standing}
        | ({about: words_form} if words_form else {}),
        "may_bring": is_allowed(permissions.check_can_bring_results, request.user)
        and session.status != Session.Status.CANCELLED,
        "may_explain": is_allowed(permissions.check_can_explain_discrepancies, request.user),
        "may_settle": is_allowed(permissions.check_can_settle_discrepancies, request.user),
    }
    template = "_panel.html" if request.htmx else "session.html"
    status = 422 if refused else 200
    return render(request, f"assessments/reconciliation/{template}", context, status=status)


def _form_for(discrepancy: Discrepancy) -> Form:
    """Of whoever has the next word."""
    names = f"{discrepancy.pk}_%s"
    if discrepancy.awaits_school:
        return ExplanationForm(auto_id=names)
    return AnswerForm(auto_id=names, initial={"version": discrepancy.version})


@require_POST
def protocol_numbers(request: PortalRequest, session_id: int) -> HttpResponse:
    session = _session_or_404(request, session_id)
    form = ProtocolNumbersForm(request.POST)
    if form.is_valid():
        try:
            reconciliation.record_protocol_numbers(
                session_id=session.pk, by=request.user, **form.cleaned_data
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Числа протокола записаны.")
            return redirect("assessments:session-reconciliation", session.pk)
    return _page(request, session, numbers_form=form)


@require_POST
def discrepancy_explain(request: PortalRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = _discrepancy_or_404(request, discrepancy_id)
    form = ExplanationForm(request.POST, auto_id=f"{discrepancy.pk}_%s")
    return _say(
        request,
        discrepancy,
        form,
        reconciliation.explain_discrepancy,
        "Объяснение отправлено в комитет.",
    )


@require_POST
def discrepancy_accept(request: PortalRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = _discrepancy_or_404(request, discrepancy_id)
    form = AnswerForm(request.POST, auto_id=f"{discrepancy.pk}_%s")
    return _say(
        request, discrepancy, form, reconciliation.accept_explanation, "Объяснение принято."
    )


@require_POST
def discrepancy_return(request: PortalRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = _discrepancy_or_404(request, discrepancy_id)
    form = AnswerForm(request.POST, auto_id=f"{discrepancy.pk}_%s")
    return _say(
        request, discrepancy, form, reconciliation.ask_again, "Просьба уточнить отправлена школе."
    )


def _discrepancy_or_404(request: PortalRequest, discrepancy_id: int) -> Discrepancy:
    visible = Discrepancy.objects.visible_to(request.user).for_table()
    return get_object_or_404(visible, pk=discrepancy_id)


def _say(
    request: PortalRequest,
    discrepancy: Discrepancy,
    form: Form,
    decide: Callable[..., Any],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            decide(discrepancy_id=discrepancy.pk, by=request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error("text", str(violation))
        else:
            messages.success(request, done)
            return redirect(discrepancy)
    return _page(request, discrepancy.session, about=discrepancy.pk, words_form=form)
