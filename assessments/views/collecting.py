"""«Ход ВПР»: the board that keeps itself up to date, on paper, and the reminders sent from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from accounts.templatetags.portal import count_of
from assessments import permissions
from assessments.filters import CollectingFilter
from assessments.models import Procedure, Session
from assessments.reports import collecting as reports
from assessments.services import collecting
from assessments.services.collecting import Reminded

PULSE = "board-pulse"  # the element that asks every few seconds
MOST_NAMED = 10  # schools in a message


def _procedure_or_404(request: PortalRequest, procedure_id: int) -> Procedure:
    return get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)


@require_safe
def collecting_now(request: PortalRequest) -> HttpResponse:
    """The board of the procedure that is on, or the next, or the last one."""
    procedure = Procedure.objects.visible_to(request.user).current(timezone.localdate())
    if procedure is None:
        return redirect("assessments:procedure-list")
    return redirect("assessments:collecting-board", procedure.pk)


@require_safe
@vary_on_headers("HX-Request", "HX-Target", "HX-Trigger")
def collecting_board(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """The page; its table for a filter; for the pulse only what has changed, or 204."""
    procedure = _procedure_or_404(request, procedure_id)
    is_pulse = request.htmx.trigger == PULSE
    mark = reports.board_mark(procedure, timezone.localdate())
    if is_pulse and request.headers.get("X-Board-Mark") == mark:
        return _with_time(HttpResponse(status=204))
    context = _board(request, procedure)
    if is_pulse:
        return _with_time(_changes(request, context))
    template = "collecting/_board.html" if request.htmx else "collecting/board.html"
    return _with_time(render(request, f"assessments/{template}", context))


def _board(
    request: PortalRequest, procedure: Procedure, size: int = reports.PAGE
) -> dict[str, Any]:
    today = timezone.localdate()
    visible = Session.objects.visible_to(request.user).filter(procedure=procedure)
    chosen = CollectingFilter(request.GET, queryset=visible, procedure=procedure, today=today)
    board = reports.board(
        procedure,
        chosen.qs,
        wanted=chosen.wanted,
        today=today,
        page=request.GET.get("page"),
        size=size,
    )
    return {
        "procedure": procedure,
        "filter": chosen,
        "board": board,
        "page": board.page,
        "now": timezone.localtime(),
        "may_remind": is_allowed(permissions.check_can_plan_sessions, request.user),
        # Asked only where there is nothing to show, to say why.
        "has_sessions": bool(board.rows) or visible.exists(),
    }


def _changes(request: PortalRequest, context: dict[str, Any]) -> HttpResponse:
    """Rows that the reader does not see yet; the whole table where its rows are others now.

    The page tells what it shows: `X-Board-Rows` is «school:print» for each row, the first word is
    the print of the counters.
    """
    board = context["board"]
    counts, *rows = request.headers.get("X-Board-Rows", "").split() or [""]
    shown = dict(row.partition(":")[::2] for row in rows)
    if list(shown) != [str(row.school.pk) for row in board.rows]:
        response = render(request, "assessments/collecting/_board.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#board", "outerHTML"
        return response
    context["changed"] = [row for row in board.rows if shown[str(row.school.pk)] != row.print]
    response = render(request, "assessments/collecting/_changes.html", context)
    if counts == board.counts.print:
        response["HX-Reswap"] = "none"  # numbers that stand are not read aloud again
    return response


def _with_time(response: HttpResponse) -> HttpResponse:
    """By the clock of the portal, not of the reader's computer."""
    response["X-Board-Time"] = f"{timezone.localtime():%H:%M:%S}"
    return response


@require_safe
def collecting_print(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """The board as narrowed on the page, all schools of it, on paper."""
    procedure = _procedure_or_404(request, procedure_id)
    context = _board(request, procedure, size=reports.PRINT_LIMIT)
    return render(request, "assessments/collecting/print.html", context)


@require_POST
def collecting_remind(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = _procedure_or_404(request, procedure_id)
    chosen = [int(each) for each in request.POST.getlist("school") if each.isdigit()]
    try:
        done = collecting.remind_schools(
            procedure_id=procedure.pk,
            school_ids=chosen,
            today=timezone.localdate(),
            by=request.user,
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        _tell(request, done)
    return redirect("assessments:collecting-board", procedure.pk)


def _tell(request: PortalRequest, done: Reminded) -> None:
    if done.sent:
        number = count_of(len(done.sent), "школе,школам,школам")
        messages.success(request, f"Напоминание уйдёт {number}.")
    for schools, words in (
        (done.already, "Сегодня уже напомнили"),
        (done.unreachable, "Нет адреса, напомните по телефону"),
        (done.nothing, "Долгов уже нет"),
    ):
        if schools:
            named = ", ".join(map(str, schools[:MOST_NAMED]))
            more = len(schools) - MOST_NAMED
            messages.warning(request, f"{words}: {named}{f' и ещё {more}' if more > 0 else ''}.")
