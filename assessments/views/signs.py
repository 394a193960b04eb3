"""Signs of a procedure, of a school, and the way from a sign to a case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments import permissions
from assessments.forms import ReferenceForm
from assessments.models import Procedure, Reference, Sign, SignRun, Work
from assessments.reports import signs as report
from assessments.reports.wording import evidence_line
from assessments.services import signs
from schools.models import School

RUNS_SHOWN = 5


def _may_compute(request: PortalRequest) -> bool:
    return is_allowed(permissions.check_can_compute_signs, request.user)


def _run_or_404(request: PortalRequest, run_id: int) -> SignRun:
    finished = SignRun.objects.visible_to(request.user).filter(finished_at__isnull=False)
    return get_object_or_404(finished.select_related("procedure", "started_by__person"), pk=run_id)


def _chosen_run(request: PortalRequest) -> SignRun | None:
    """The run that is asked for, else the newest one."""
    finished = (
        SignRun.objects.visible_to(request.user)
        .filter(finished_at__isnull=False)
        .select_related("procedure", "started_by__person")
    )
    wanted = request.GET.get("run", "")
    if wanted.isdigit():
        return get_object_or_404(finished, pk=int(wanted))
    procedure = request.GET.get("procedure", "")
    if procedure.isdigit():
        return finished.filter(procedure_id=int(procedure)).first()
    return finished.order_by("-procedure__year", "-pk").first()


@require_safe
def sign_list(request: PortalRequest) -> HttpResponse:
    run = _chosen_run(request)
    procedures = Procedure.objects.visible_to(request.user)
    wanted = request.GET.get("procedure", "")
    procedure = run.procedure if run else procedures.filter(pk=wanted or None).first()
    heat = report.heat(run, request.user) if run else None
    context = {
        "run": run,
        "procedure": procedure or procedures.first(),
        "procedures": procedures,
        "heat": heat,
        "marked": report.marked_in(heat) if heat else 0,
        "runs": SignRun.objects.filter(procedure=run.procedure).exclude(pk=run.pk)[:RUNS_SHOWN]
        if run
        else [],
        "may_compute": _may_compute(request),
    }
    return render(request, "assessments/sign_list.html", context)


@require_POST
def sign_compute(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    try:
        job = signs.start_computation(procedure_id=procedure.pk, by=request.user)
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return redirect(procedure)
    return redirect("accounts:job-detail", job_id=job.pk)


def _school_or_404(request: PortalRequest, run: SignRun, school_id: int) -> School:
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    if not Sign.objects.filter(run=run, school=school).exists():
        raise Http404
    return school


@require_safe
def sign_school(request: PortalRequest, run_id: int, school_id: int) -> HttpResponse:
    run = _run_or_404(request, run_id)
    school = _school_or_404(request, run, school_id)
    lines = report.lines_of(run, school, request.user)
    context = {
        "run": run,
        "school": school,
        "lines": lines,
        "fired": sum(line.tone == "warn" for line in lines),
        "pictures": report.pictures_of(run, school, request.user),
        "case": report.open_case_of(school, request.user),
        "may_compute": _may_compute(request),
    }
    return render(request, "assessments/sign_school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_case(request: PortalRequest, run_id: int, school_id: int) -> HttpResponse:
    """Show what will happen, then open the case."""
    run = _run_or_404(request, run_id)
    school = _school_or_404(request, run, school_id)
    today = timezone.localdate()
    if request.method == "POST":
        try:
            case = signs.open_case_on_signs(
                run_id=run.pk, school_id=school.pk, today=today, by=request.user
            )
        except RuleViolation as problem:
            messages.error(request, str(problem))
            return redirect("assessments:sign-school", run_id=run.pk, school_id=school.pk)
        return redirect(case)
    fired = Sign.objects.filter(run=run, school=school).flagged()
    fired = fired.select_related("work__subject", "run__procedure")
    context = {
        "run": run,
        "school": school,
        "evidence": [evidence_line(sign) for sign in fired],
        "due_on": today + signs.TIME_TO_EXPLAIN,
        "case": report.open_case_of(school, request.user),
    }
    return render(request, "assessments/sign_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reference_edit(request: PortalRequest, procedure_id: int, work_id: int) -> HttpResponse:
    """A sample to compare one work with."""
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    works = Work.objects.filter(session__procedure=procedure).distinct()
    work = get_object_or_404(works.select_related("subject"), pk=work_id)
    known = Reference.objects.filter(procedure=procedure, work=work).first()
    form = ReferenceForm(request.POST or None, instance=known, max_points=work.max_points)
    if request.method == "POST" and form.is_valid():
        signs.set_reference(
            procedure_id=procedure.pk, work_id=work.pk, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Выборка сохранена. Пересчитайте признаки, чтобы её учесть.")
        return redirect("assessments:reference-list", procedure_id=procedure.pk)
    context = {"procedure": procedure, "work": work, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/reference_form.html", context, status=status)


@require_safe
def reference_list(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    works = Work.objects.filter(session__procedure=procedure).distinct().select_related("subject")
    known = {one.work_id: one for one in Reference.objects.filter(procedure=procedure)}
    context = {
        "procedure": procedure,
        "rows": [(work, known.get(work.pk)) for work in works],
        "may_compute": _may_compute(request),
    }
    return render(request, "assessments/reference_list.html", context)
