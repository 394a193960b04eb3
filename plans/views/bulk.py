"""Many rows at once: looked at together, changed together."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from accounts.templatetags.portal import count_of
from plans import permissions
from plans.deadlines import is_understood, read_deadline, said
from plans.forms import BulkForm, chosen_rows
from plans.models import Activity, EditStep, Plan
from plans.reports.directory import load_directory
from plans.reports.working_days import term_of
from plans.responsibles import split_responsible
from plans.services import editing
from plans.views.grids import refused_grid, whole_grid

DONE = {
    "responsible": "Ответственные записаны",
    "deadline": "Срок записан",
    "carry": "Перенесено",
    "remove": "Удалено",
}


class Understood(NamedTuple):
    """What the computer makes of a text, before it is anybody's."""

    text: str
    is_doubtful: bool


@require_POST
def bulk_preview(request: PortalRequest, plan_id: int) -> HttpResponse:
    """The chosen rows as they stand, and what is understood of the new text."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    chosen = chosen_rows(request.POST.getlist("row"))
    return _page(request, plan, BulkForm(request.POST, plan=plan), chosen)


def _page(
    request: PortalRequest,
    plan: Plan,
    form: BulkForm,
    chosen: list[editing.Chosen],
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """After a refusal the rows come with the versions they have now: they are seen anew."""
    versions = {one.activity_id: one.version for one in chosen}
    rows = list(
        Activity.objects.live()
        .filter(section__plan=plan, pk__in=versions)
        .select_related("section")
        .order_by("section__position", "section_id", "position", "pk")
    )
    action = str(form["action"].value() or "")
    context = {
        "plan": plan,
        "form": form,
        "action": action,
        "rows": [(row, row.version if problem else versions[row.pk]) for row in rows],
        "understood": _understood(plan, action, str(form["text"].value() or "")),
        "problem": problem,
    }
    template = "_bulk_form.html" if request.htmx else "bulk_form.html"
    return render(request, f"plans/{template}", context, status=status)


def _understood(plan: Plan, action: str, text: str) -> list[Understood]:
    if not text.strip():
        return []
    if action == "deadline":
        term = term_of(plan)
        readings = read_deadline(text, *term)
        return [Understood(said(readings, *term), not is_understood(readings))]
    directory = load_directory(plan.committee_id)
    parts = ((part.wording, directory.exactly(part.wording)) for part in split_responsible(text))
    return [
        Understood(known.label if known else f"нет в справочнике: {wording}", known is None)
        for wording, known in parts
    ]


@require_POST
def bulk_take(request: PortalRequest, plan_id: int) -> HttpResponse:
    """One decision about the chosen rows: all of them, or none."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    form, chosen = BulkForm(request.POST, plan=plan), chosen_rows(request.POST.getlist("row"))
    if not form.is_valid():
        return _page(request, plan, form, chosen, status=422)
    action = form.cleaned_data["action"]
    try:
        step = _take(request, plan, form, chosen)
    except RuleViolation as problem:
        if action == "remove" or problem.code == "plan-not-draft":
            return refused_grid(request, plan, problem)
        return _page(request, plan, form, chosen, problem=str(problem), status=409)
    count = count_of(len(step.before["since"]), "строка,строки,строк")
    return whole_grid(request, plan, said=f"{DONE[action]}: {count}", step=step)


def _take(
    request: PortalRequest, plan: Plan, form: BulkForm, chosen: list[editing.Chosen]
) -> EditStep:
    given, by = form.cleaned_data, request.user
    if given["action"] == "remove":
        return editing.remove_many(plan_id=plan.pk, chosen=chosen, by=by)
    if given["action"] == "carry":
        section = given["section"]
        return editing.carry_many(plan_id=plan.pk, chosen=chosen, section_id=section.pk, by=by)
    return editing.change_many(
        plan_id=plan.pk, chosen=chosen, field=given["action"], text=given["text"], by=by
    )
