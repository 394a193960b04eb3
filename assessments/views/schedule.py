"""A procedure's calendar, the schedule made of it, and what schools move in it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from accounts.models import Job, User
from assessments.documents.calendar import CalendarDraft, faults_of_part
from assessments.forms.calendar import (
    CalendarForm,
    MakeScheduleForm,
    MoveSessionForm,
    parts_of,
)
from assessments.models import DrawnWork, Procedure, Session, Work
from assessments.reports.calendar import calendar_of, calendar_of_last_year, preview_schedule
from assessments.reports.drawn import untold_schools
from assessments.reports.moves import preview_moves
from assessments.reports.schedule import draws_for
from assessments.rules import schedule as rules
from assessments.services import calendar, sessions

PAGE = 50


def procedure_or_404(request: PortalRequest, procedure_id: int) -> Procedure:
    return get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_edit(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """Every work of the year has a line; an empty line leaves it out of the procedure.

    A catalogue too long for one page is shown grade by grade: `?part=2`. With `?last-year` the
    lines are filled after last year's calendar, and saved by nobody yet.
    """
    procedure = procedure_or_404(request, procedure_id)
    catalogue = list(Work.objects.of_year(procedure.year).order_by(*CALENDAR_ORDER))
    parts = Paginator(parts_of(catalogue), 1).get_page(request.GET.get("part"))
    works = parts[0].works
    saved, lent = calendar_of(procedure), calendar_of_last_year(procedure)
    form = CalendarForm(
        request.POST or None,
        works=works,
        rows=lent if "last-year" in request.GET else saved,
        initial={"draw_unit": procedure.draw_unit, "version": procedure.version},
    )
    status = 200
    if request.method == "POST":
        status = _save_calendar(request, procedure, form, saved)
        if status == 302:
            return _after_part(request, procedure, parts)
    context = {
        "procedure": procedure,
        "form": form,
        "works": works,
        "parts": parts,
        "total": len(catalogue),
        "may_borrow": may_borrow(works, saved, lent) and "last-year" not in request.GET,
        "problems": [str(row.work) for row in form.rows if row.is_bound and row.errors],
    }
    return render(request, "assessments/calendar_edit.html", context, status=status)


CALENDAR_ORDER = ("grade", "subject__name", "level", "form")


def may_borrow(
    works: Iterable[Work], saved: Iterable[CalendarDraft], lent: Iterable[CalendarDraft]
) -> bool:
    """Whether last year has lines for these works, and this year none yet."""
    here = {work.pk for work in works}
    filled, offered = ({row.work_id for row in rows} & here for rows in (saved, lent))
    return bool(offered) and not filled


def _after_part(request: PortalRequest, procedure: Procedure, parts: Page) -> HttpResponse:
    """To the next grade; after the last one to the schedule."""
    if not parts.has_next():
        return redirect("assessments:schedule-make", procedure.pk)
    query = request.GET.copy()
    query["part"] = str(parts.next_page_number())
    return redirect(f"{request.path}?{query.urlencode()}")


def _save_calendar(
    request: PortalRequest, procedure: Procedure, form: CalendarForm, saved: list[CalendarDraft]
) -> int:
    """The status of the answer; what is wrong stands beside its line."""
    if not form.is_valid():
        return 422
    rows, work_ids = form.drafts(), {row.work.pk for row in form.rows}
    others = [row for row in saved if row.work_id not in work_ids]
    faults = faults_of_part(rows, others, starts_on=procedure.starts_on, ends_on=procedure.ends_on)
    for fault in faults:
        form.add_fault(fault.work_id, fault.problem)
    if faults:
        return 422
    try:
        changed = calendar.save_calendar(
            procedure_id=procedure.pk,
            rows=rows,
            work_ids=work_ids,
            by=request.user,
            **form.cleaned_data,
        )
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return 409 if violation.code == "stale" else 422
    messages.success(request, "Календарь сохранён." if changed else "Календарь остался прежним.")
    return 302


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_make(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """GET shows what the calendar would give every class and move, POST does it."""
    procedure, today = procedure_or_404(request, procedure_id), timezone.localdate()
    form = MakeScheduleForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            job = calendar.make_schedule(
                procedure_id=procedure.pk,
                shift=form.cleaned_data["shift"],
                today=today,
                by=request.user,
            )
        except RuleViolation as violation:
            problem = str(violation)
        else:
            return _after_job(request, procedure, job)
    context = {
        "procedure": procedure,
        "form": form,
        "problem": problem,
        "preview": preview_schedule(procedure),
        "moves": preview_moves(procedure, today),
        "running": _running(procedure),
    }
    status = 422 if problem else 200
    return render(request, "assessments/schedule_make.html", context, status=status)


def _running(procedure: Procedure) -> Job | None:
    key = f"{calendar.MAKE_SCHEDULE}:{procedure.pk}"
    return Job.objects.unfinished().filter(unique_key=key).first()


def _after_job(request: PortalRequest, procedure: Procedure, job: Job) -> HttpResponse:
    if not job.is_finished:
        return redirect("accounts:job-detail", job.pk)
    if job.state == Job.State.FAILED:
        messages.error(request, job.error)
    else:
        moved = f", перенесено: {job.result['moved']}" if job.result["moved"] else ""
        messages.success(request, f"Намечено сессий: {job.result['planned']}{moved}.")
        if job.result["clashes"]:
            messages.warning(
                request,
                f"Не намечено из-за занятых дней: {job.result['clashes']}. Ниже сказано, что "
                "с ними сделать.",
            )
            return redirect("assessments:schedule-make", procedure.pk)
    return redirect(procedure)


@require_safe
def draw_list(request: PortalRequest, procedure_id: int) -> HttpResponse:
    """What has fallen to whom, and the seed by which anybody can repeat it."""
    procedure, today = procedure_or_404(request, procedure_id), timezone.localdate()
    drawn = DrawnWork.objects.visible_to(request.user).filter(draw__procedure=procedure)
    context = {
        "procedure": procedure,
        "draws": draws_for(procedure, request.user, days_before=settings.DRAW_DAYS_BEFORE),
        "page": Paginator(drawn.for_table(), PAGE).get_page(request.GET.get("page")),
        "untold": untold_schools(procedure, request.user, today)
        if request.user.is_committee
        else None,
    }
    return render(request, "assessments/draw_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: PortalRequest, session_id: int) -> HttpResponse:
    """A school chooses the day of its session inside the window."""
    visible = Session.objects.visible_to(request.user).for_table()
    session = get_object_or_404(visible, pk=session_id)
    form = MoveSessionForm(
        request.POST or None, works=alternatives_of(session), initial=_move_initial(session)
    )
    status = 200
    if request.method == "POST":
        status = _move(request, session, form)
        if status == 302:
            return redirect(session)
    context = {
        "session": session,
        "form": form,
        "row": rules.row_of(session),
        "refusal": why_not_move(session),
    }
    return render(request, "assessments/session_move.html", context, status=status)


def _move_initial(session: Session) -> dict[str, Any]:
    names = ("held_on", "lesson", "starts_at", "room", "work", "version")
    return {name: getattr(session, name) for name in names}


def _move(request: PortalRequest, session: Session, form: MoveSessionForm) -> int:
    """The status of the answer."""
    if not form.is_valid():
        return 422
    given = dict(form.cleaned_data)
    work = given.pop("work", None)
    try:
        sessions.move_session(
            session_id=session.pk,
            work_id=work.pk if work else None,
            today=timezone.localdate(),
            by=request.user,
            **given,
        )
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return 409 if violation.code == "stale" else 422
    messages.success(request, "Сессия изменена.")
    return 302


def alternatives_of(session: Session) -> QuerySet[Work]:
    """The levels and forms of the session's work, itself among them."""
    work = session.work
    same = Work.objects.of_year(work.year).filter(grade=work.grade, subject=work.subject_id)
    return same.order_by("-level", "form")


def why_not_move(session: Session) -> str:
    """In words; empty where the school may choose."""
    try:
        rules.check_school_may_move(session, rules.row_of(session), today=timezone.localdate())
    except RuleViolation as violation:
        return str(violation)
    return ""


def may_move(session: Session, user: User) -> bool:
    """Whether to offer a deputy the choice of a day; the committee has a page of its own."""
    planned = session.status == Session.Status.PLANNED
    return user.is_deputy and planned and not why_not_move(session)
