"""Who answers for a row: what was understood, put right by a person."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions
from plans.forms import AnswersForm
from plans.models import Activity, Responsibility
from plans.reports.directory import load_directory
from plans.responsibles import Directory, Known
from plans.services import corrections

KINDS = {"person": "Люди", "group": "Ролевые группы", "organisation": "Организации"}


@require_http_methods(["GET", "HEAD", "POST"])
def activity_responsibles(request: PortalRequest, activity_id: int) -> HttpResponse:
    permissions.check_can_edit_plans(request.user)
    visible = Activity.objects.visible_to(request.user).select_related("section__plan")
    activity = get_object_or_404(visible, pk=activity_id)
    answers = list(activity.responsibilities.order_by("position", "pk"))
    directory = load_directory(activity.section.plan.committee_id)
    choices = _choices(directory)
    if request.method != "POST":
        form = AnswersForm(answers=answers, choices=choices)
        return _page(request, activity, form, directory)
    form = AnswersForm(request.POST, answers=answers, choices=choices)
    if form.is_valid():
        try:
            corrections.correct_responsibles(
                activity_id=activity.pk, answers=_answers(form), by=request.user
            )
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
    if form.errors:
        return _page(request, activity, form, directory, status=422)
    page = reverse("plans:plan-detail", args=[activity.section.plan_id])
    return redirect(f"{page}#activity-{activity.pk}")


def _choices(directory: Directory) -> list[tuple[str, Any]]:
    grouped: dict[str, list[tuple[str, str]]] = {name: [] for name in KINDS.values()}
    for one in directory.all:
        grouped[KINDS[one.kind]].append((_value(one), one.label))
    return [("", "нет в справочнике"), *((name, ones) for name, ones in grouped.items() if ones)]


def _value(known: Known) -> str:
    return f"{known.kind}:{known.pk}"


def _answers(form: AnswersForm) -> list[corrections.Answer]:
    return [
        corrections.Answer(
            answer.pk,
            form.cleaned_data[f"role_{answer.pk}"],
            form.cleaned_data[f"who_{answer.pk}"],
        )
        for answer in form.answers
    ]


def _page(
    request: PortalRequest,
    activity: Activity,
    form: AnswersForm,
    directory: Directory,
    *,
    status: int = 200,
) -> HttpResponse:
    parts = [
        {
            "answer": answer,
            "role": form[f"role_{answer.pk}"],
            "who": form[f"who_{answer.pk}"],
            "similar": _similar(answer, directory),
        }
        for answer in form.answers
    ]
    context = {"activity": activity, "plan": activity.section.plan, "form": form, "parts": parts}
    return render(request, "plans/responsibles.html", context, status=status)


def _similar(answer: Responsibility, directory: Directory) -> list[str]:
    """«Похоже на»: offered only where nothing is linked yet."""
    if answer.person_id or answer.group_id or answer.organisation_id:
        return []
    return [known.label for known in directory.similar(answer.wording)]
