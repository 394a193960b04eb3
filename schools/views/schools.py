"""The registry: its list, the page of a school, its facts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.files.serving import private_bytes_response
from accounts.http import PortalRequest
from schools import permissions, resources
from schools.filters import SchoolFilter
from schools.forms.registry import SchoolForm
from schools.models import Post, School
from schools.rules import school_year_of
from schools.services import schools as registry

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def school_list(request: PortalRequest) -> HttpResponse:
    schools = School.objects.visible_to(request.user)
    chosen = SchoolFilter(request.GET, queryset=schools.for_table())
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "is_filtered": any(request.GET.get(name) for name in chosen.filters),
        "may_edit": is_allowed(permissions.check_can_edit_schools, request.user),
    }
    return render(request, "schools/school_list.html", context)


@require_safe
def school_export(request: PortalRequest) -> HttpResponseBase:
    """The list as it is filtered now, ready to be mended and loaded again."""
    schools = SchoolFilter(request.GET, School.objects.visible_to(request.user)).qs
    committee = request.user.committee
    if request.GET.get("format") == "csv":
        content = resources.write_csv(schools, committee)
        return private_bytes_response(
            content, filename="Школы.csv", content_type="text/csv; charset=utf-8"
        )
    content = resources.write_xlsx(schools, committee)
    return private_bytes_response(content, filename="Школы.xlsx", content_type=XLSX)


@require_safe
def school_detail(request: PortalRequest, school_id: int) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    year = school_year_of(timezone.localdate())
    posts = school.posts.select_related("person")
    classes = list(school.class_groups.all())
    latest = max((group.school_year for group in classes), default=year)
    shown_year = year if any(group.school_year == year for group in classes) else latest
    context = {
        "school": school,
        "posts": sorted(posts.filter(ended_on__isnull=True), key=_rank),
        "former": posts.filter(ended_on__isnull=False).order_by("-ended_on"),
        "grade_sizes": school.grade_sizes.all(),
        "classes": [group for group in classes if group.school_year == shown_year],
        "school_year": shown_year,
        "cases": school.cases.for_table(),
        "may_edit": is_allowed(permissions.check_can_edit_schools, request.user),
    }
    return render(request, "schools/school_detail.html", context)


def _rank(post: Post) -> tuple[int, str]:
    """The head first, then deputies, then teachers by name."""
    return Post.Role.values.index(post.role), post.person.full_name


@require_http_methods(["GET", "HEAD", "POST"])
def school_create(request: PortalRequest) -> HttpResponse:
    form = SchoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            school = registry.add_school(facts=_facts(form), by=request.user)
        except RuleViolation as problem:
            form.add_error("login", ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Школа внесена в реестр.")
            return redirect(school)
    return _form_page(request, form, None, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def school_edit(request: PortalRequest, school_id: int) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    if request.method != "POST":
        form = SchoolForm(instance=school, initial={"version": school.version})
        return _form_page(request, form, school, 200)
    # The form writes what was typed into its own copy: `school` stays as it is in the registry.
    form = SchoolForm(request.POST, instance=School(committee_id=school.committee_id))
    if not form.is_valid():
        return _form_page(request, form, school, 422)
    try:
        registry.change_school(
            school_id=school.pk,
            version=form.cleaned_data["version"] or 0,
            facts=_facts(form),
            by=request.user,
        )
    except RuleViolation as problem:
        if problem.code == "stale":
            return _stale_page(request, form, school, str(problem))
        form.add_error("login", ValidationError(str(problem), code=problem.code))
        return _form_page(request, form, school, 422)
    messages.success(request, "Сведения сохранены.")
    return redirect(school)


def _facts(form: SchoolForm) -> registry.SchoolFacts:
    return registry.SchoolFacts(
        **{name: form.cleaned_data[name] for name in registry.SchoolFacts._fields}
    )


def _stale_page(
    request: PortalRequest, form: SchoolForm, school: School, problem: str
) -> HttpResponse:
    """What was typed stays in the form; beside it what the registry holds; the next press wins."""
    rivals = [
        {"name": field.label, "now": getattr(school, field.name), "typed": field.value()}
        for field in form.visible_fields()
        if getattr(school, field.name) != form.cleaned_data[field.name]
    ]
    typed = request.POST.copy()
    typed["version"] = str(school.version)
    again = SchoolForm(typed, instance=School(committee_id=school.committee_id))
    return _form_page(request, again, school, 409, rivals=rivals, problem=problem)


def _form_page(
    request: PortalRequest, form: SchoolForm, school: School | None, status: int, **more: Any
) -> HttpResponse:
    context = {"form": form, "school": school, **more}
    return render(request, "schools/school_form.html", context, status=status)
