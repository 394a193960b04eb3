"""Who works at a school, and how many pupils it has."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from accounts.models import Person
from schools.forms.registry import ClassForm, ClassFormSet, GradeSizesForm, PostEndForm, PostForm
from schools.models import Post, School
from schools.rules import school_year_of
from schools.services import classes, people

OFFERED = 20  # people to choose from at once


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def post_create(request: PortalRequest, school_id: int) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    search = request.GET.get("search", "")
    offered = _offered(request, search)
    form = PostForm(request.POST or None, by=request.user, offered=offered[:OFFERED])
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(request, school, form)
        except RuleViolation as problem:
            _explain_refusal(request, form, problem)
        else:
            messages.success(request, "Назначение внесено.")
            return redirect(school)
    context = {
        "form": form,
        "school": school,
        "search": search,
        "offered": offered[:OFFERED],
        "more": len(offered) > OFFERED,
    }
    template = "_people_found.html" if request.htmx else "post_form.html"
    return render(request, f"schools/{template}", context, status=422 if form.errors else 200)


def _offered(request: PortalRequest, search: str) -> list[Person]:
    """Those found by a search, one more than is shown; a short list is offered whole.

    After a refusal the one who had been chosen stays on the page.
    """
    found = people.find_people(words=search, by=request.user, limit=OFFERED + 1)
    if not search.strip() and len(found) > OFFERED:
        found = []
    chosen = request.POST.get("person", "")
    if chosen.isdecimal() and chosen not in {str(person.pk) for person in found}:
        found = [*Person.objects.visible_to(request.user).filter(pk=chosen), *found]
    return found


def _appoint(request: PortalRequest, school: School, form: PostForm) -> Post:
    given = {name: form.cleaned_data[name] for name in ("role", "subject", "started_on")}
    person_id = form.chosen_id
    if person_id:
        return people.appoint_person(
            school_id=school.pk, person_id=person_id, by=request.user, **given
        )
    return people.appoint_new_person(
        school_id=school.pk, new=form.new_person, by=request.user, **given
    )


def _explain_refusal(request: PortalRequest, form: PostForm, problem: RuleViolation) -> None:
    namesakes = people.find_namesakes(new=form.new_person, by=request.user)
    if not form.cleaned_data["person"] and namesakes:
        form.ask_about(namesakes)
    form.add_error(None, ValidationError(str(problem), code=problem.code))


@require_http_methods(["GET", "HEAD", "POST"])
def post_end(request: PortalRequest, post_id: int) -> HttpResponse:
    visible = Post.objects.visible_to(request.user).select_related("person", "school")
    post = get_object_or_404(visible, pk=post_id)
    today = timezone.localdate()
    form = PostEndForm(request.POST or None, initial={"ended_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            people.end_post(
                post_id=post.pk,
                ended_on=form.cleaned_data["ended_on"],
                by=request.user,
                today=today,
            )
        except RuleViolation as problem:
            form.add_error("ended_on", ValidationError(str(problem), code=problem.code))
        else:
            messages.success(request, "Окончание работы отмечено.")
            return redirect(post.school)
    context = {"form": form, "post": post, "school": post.school}
    return render(request, "schools/post_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pupils_edit(request: PortalRequest, school_id: int) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    sizes = {f"grade_{size.grade}": size.pupils for size in school.grade_sizes.all()}
    form = GradeSizesForm(request.POST or None, initial=sizes)
    if request.method == "POST" and form.is_valid():
        classes.count_pupils(school_id=school.pk, sizes=form.sizes, by=request.user)
        messages.success(request, "Численность сохранена.")
        return redirect(school)
    context = {"form": form, "school": school}
    return render(request, "schools/pupils_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_group_edit(request: PortalRequest, school_id: int, school_year: int) -> HttpResponse:
    """All classes of one school year at once; three empty rows wait for new ones."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=school_id)
    rows = school.class_groups.filter(school_year=school_year)
    initial = list(rows.values("id", "grade", "letter", "pupils"))
    formset = ClassFormSet(request.POST or None, initial=initial, prefix="classes")
    problem = ""
    if request.method == "POST" and formset.is_valid():
        try:
            classes.save_classes(
                school_id=school.pk,
                school_year=school_year,
                rows=_class_rows(formset),
                by=request.user,
            )
        except RuleViolation as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Классы сохранены.")
            return redirect(school)
    faulty = problem or (request.method == "POST" and not formset.is_valid())
    context = {
        "formset": formset,
        "school": school,
        "school_year": school_year,
        "this_year": school_year_of(timezone.localdate()),
        "problem": problem,
    }
    return render(request, "schools/classes_form.html", context, status=422 if faulty else 200)


def _class_rows(formset: "BaseFormSet[ClassForm]") -> list[classes.ClassRow]:
    return [
        classes.ClassRow(
            id=form.cleaned_data["id"],
            grade=form.cleaned_data["grade"],
            letter=form.cleaned_data["letter"],
            pupils=form.cleaned_data["pupils"],
            removed=form.cleaned_data.get("DELETE", False),
        )
        for form in formset
        if form.cleaned_data.get("grade")
    ]
