"""Signs of a procedure, of a school, and the way from a sign to a case."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments import permissions
from assessments.computation import official_works, previous_of
from assessments.forms import ReferenceForm
from assessments.models import Procedure, Reference, Sign, SignRun, SignRunQuerySet, Work
from assessments.reports import signs as report
from assessments.reports.sign_pictures import pictures_of
from assessments.reports.wording import evidence_line, method_of
from assessments.services import signs
from schools.models import School

RUNS_SHOWN = 5


def _may_compute(request: PortalRequest) -> bool:
    return is_allowed(permissions.check_can_compute_signs, request.user)


def _finished(request: PortalRequest) -> SignRunQuerySet:
    return SignRun.objects.visible_to(request.user).finished().for_reading()


def _run_or_404(request: PortalRequest, run_id: int) -> SignRun:
    return get_object_or_404(_finished(request), pk=run_id)


def _number(request: PortalRequest, name: str) -> int | None:
    """A number from the address; anything else is as if it were not there."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _chosen(request: PortalRequest) -> tuple[Procedure | None, SignRun | None]:
    """The run that is asked for; the newest of a procedure; of all; a procedure without one."""
    finished = _finished(request)
    wanted, chosen = _number(request, "run"), _number(request, "procedure")
    if wanted is not None:
        run = get_object_or_404(finished, pk=wanted)
        return run.procedure, run
    procedures = Procedure.objects.visible_to(request.user)
    if chosen is not None:
        procedure = get_object_or_404(procedures, pk=chosen)
        return procedure, finished.filter(procedure=procedure).first()
    newest = finished.order_by("-procedure__year", "-pk").first()
    return (newest.procedure, newest) if newest else (procedures.first(), None)


@require_safe
def sign_list(request: PortalRequest) -> HttpResponse:
    procedure, run = _chosen(request)
    runs = list(_finished(request).filter(procedure=procedure)[: RUNS_SHOWN + 1])
    context = {
        "run": run,
        "newest": runs[0] if runs else None,
        "runs": runs,
        "procedure": procedure,
        "procedures": Procedure.objects.visible_to(request.user),
        "previous": previous_of(procedure) if procedure else None,
        "heat": report.heat(run, request.user) if run else None,
        "method": method_of(run) if run else None,
        "job": signs.running_job(procedure) if procedure else None,
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
def sign_latest(request: PortalRequest, school_id: int) -> HttpResponse:
    """The newest signs of a school, or that there are none yet."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    of_school = _finished(request).filter(
        Exists(Sign.objects.filter(run=OuterRef("pk"), school=school))
    )
    run = of_school.order_by("-procedure__year", "-pk").first()
    if run:
        return redirect("assessments:sign-school", run_id=run.pk, school_id=school.pk)
    return render(request, "assessments/sign_none.html", {"school": school})


@require_safe
def sign_school(request: PortalRequest, run_id: int, school_id: int) -> HttpResponse:
    run = _run_or_404(request, run_id)
    school = _school_or_404(request, run, school_id)
    newest = SignRun.objects.latest_of(run.procedure)
    lines = report.lines_of(run, school, request.user)
    may_compute = _may_compute(request)
    context = {
        "run": run,
        "method": method_of(run),
        "newest": newest,
        "school": school,
        "lines": lines,
        "fired": sum(line.fired for line in lines),
        "pictures": pictures_of(run, school, request.user),
        "case": report.open_case_of(school, request.user),
        "may_compute": may_compute,
        "for_case": may_compute and run == newest and signs.signs_for_case(run, school.pk),
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
        return redirect("schools:case-detail", case_id=case.pk)
    context = {
        "run": run,
        "school": school,
        "evidence": [evidence_line(sign) for sign in signs.signs_for_case(run, school.pk)],
        "due_on": today + signs.TIME_TO_EXPLAIN,
        "case": report.open_case_of(school, request.user),
    }
    return render(request, "assessments/sign_case.html", context)


def _work_or_404(procedure: Procedure, work_id: int) -> Work:
    works = Work.objects.filter(session__procedure=procedure).distinct()
    return get_object_or_404(works.select_related("subject"), pk=work_id)


@require_POST
def reference_remove(request: PortalRequest, procedure_id: int, work_id: int) -> HttpResponse:
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    work = _work_or_404(procedure, work_id)
    signs.remove_reference(procedure_id=procedure.pk, work_id=work.pk, by=request.user)
    messages.success(request, "Выборка убрана: после пересчёта сравним с муниципалитетом.")
    return redirect("assessments:reference-list", procedure_id=procedure.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reference_edit(request: PortalRequest, procedure_id: int, work_id: int) -> HttpResponse:
    """A sample to compare one work with."""
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    work = _work_or_404(procedure, work_id)
    known = Reference.objects.filter(procedure=procedure, work=work).first()
    form = ReferenceForm(request.POST or None, instance=known, max_points=work.max_points)
    if request.method == "POST" and form.is_valid():
        signs.set_reference(
            procedure_id=procedure.pk, work_id=work.pk, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Выборка сохранена. Пересчитайте признаки, чтобы её учесть.")
        return redirect("assessments:reference-list", procedure_id=procedure.pk)
    context = {"procedure": procedure, "work": work, "form": form, "known": known}
    status = 422 if form.errors else 200
    return render(request, "assessments/reference_form.html", context, status=status)


@require_safe
def reference_list(request: PortalRequest, procedure_id: int) -> HttpResponse:
    procedure = get_object_or_404(Procedure.objects.visible_to(request.user), pk=procedure_id)
    works = official_works(procedure)
    known = {one.work_id: one for one in Reference.objects.filter(procedure=procedure)}
    context = {
        "procedure": procedure,
        "rows": [(work, known.get(work.pk)) for work in works],
        "may_compute": _may_compute(request),
    }
    return render(request, "assessments/reference_list.html", context)
