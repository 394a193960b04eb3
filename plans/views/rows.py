"""Rows of the table: opened, saved, moved, removed and brought back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans import permissions, rules
from plans.forms import RowForm, row_initial
from plans.models import Activity, Evidence, Plan, Section
from plans.reports.grid import Column, count_plan, count_schools, for_grid, grid_columns, grid_row
from plans.reports.waits import is_waiting_row
from plans.reports.working_days import term_of
from plans.services import editing
from plans.views.grids import may_edit_now, refused_grid, say, whole_grid


def _visible(request: PortalRequest, activity_id: int) -> Activity:
    activities = Activity.objects.visible_to(request.user)
    return get_object_or_404(
        activities.select_related("section__plan", "changed_by__person"), pk=activity_id
    )


def _texts(activity: Activity, columns: Sequence[Column]) -> dict[str, str]:
    return {column.field: getattr(activity, column.field) for column in columns}


@require_safe
def activity_row(request: PortalRequest, activity_id: int) -> HttpResponse:
    """The row as it stands, for whoever leaves it without saving."""
    live = Activity.objects.visible_to(request.user).live().select_related("section__plan")
    activity = get_object_or_404(live, pk=activity_id)
    return _row(request, activity) if request.htmx else redirect(_place(activity))


def _row(request: PortalRequest, activity: Activity) -> HttpResponse:
    plan = activity.section.plan
    shown = for_grid(Activity.objects.filter(pk=activity.pk)).get()
    row = grid_row(shown, grid_columns(plan), count_schools(plan), term_of(plan))
    context = {"row": row, "plan": plan, "editable": may_edit_now(request, plan)}
    return render(request, "plans/_grid_row.html", context)


def _place(activity: Activity) -> str:
    page = reverse("plans:plan-detail", args=[activity.section.plan_id])
    return f"{page}#activity-{activity.pk}"


def _saved(request: PortalRequest, activity: Activity, *, counted: str = "") -> HttpResponse:
    if not request.htmx:
        return redirect(_place(activity))
    activity = _visible(request, activity.pk)
    said_of = f"Сохранено: {activity}" if str(activity) else "Строка сохранена"
    focus = f"activity-{activity.pk}"
    return say(_row(request, activity), said_of, focus=focus, counted=counted)


def _row_form_page(
    request: PortalRequest, form: RowForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    template = "_activity_form.html" if request.htmx else "activity_form.html"
    context |= {"form": form, "kinds": Evidence.Kind.choices}
    return render(request, f"plans/{template}", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: PortalRequest, activity_id: int) -> HttpResponse:
    permissions.check_can_edit_plans(request.user)
    activity = _visible(request, activity_id)
    plan = activity.section.plan
    columns, key = grid_columns(plan), f"activity-{activity.pk}"
    if request.method != "POST":
        initial = row_initial(_texts(activity, columns), activity.version)
        form = RowForm(columns=columns, key=key, initial=initial)
        return _row_form_page(request, form, **_form_context(activity))
    form = RowForm(request.POST, columns=columns, key=key)
    if not form.is_valid():
        return _row_form_page(request, form, status=422, **_form_context(activity))
    try:
        _change(request, activity, form)
    except RuleViolation as problem:
        return _refused(request, activity.pk, form, problem)
    return _saved(request, activity)


def _form_context(activity: Activity) -> dict[str, Any]:
    plan = activity.section.plan
    return {
        "plan": plan,
        "activity": activity,
        "section": activity.section,
        "sections": plan.sections.live().exclude(pk=activity.section_id),
        "key": f"activity-{activity.pk}",
        "waits": is_waiting_row(activity),
    }


def _change(request: PortalRequest, activity: Activity, form: RowForm) -> None:
    if "restore" in request.POST:
        editing.restore_activity(activity_id=activity.pk, by=request.user)
    editing.change_activity(
        activity_id=activity.pk,
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        **form.settled(_texts(activity, form.columns)),
    )


def _refused(
    request: PortalRequest, activity_id: int, form: RowForm, problem: RuleViolation
) -> HttpResponse:
    """Not saved; every text typed is in the form, beside what the plan says now."""
    activity = _visible(request, activity_id)
    context = _form_context(activity) | {"problem": problem}
    if problem.code != "stale":
        status = 409 if problem.code == "removed" else 422
        return _row_form_page(request, form, status=status, **context)
    now = _texts(activity, form.columns)
    again = RowForm(form.refreshed(now, activity.version), columns=form.columns, key=context["key"])
    context["differences"] = form.differences(now)
    context["updates"] = form.updates(now)
    return _row_form_page(request, again, status=409, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_create(request: PortalRequest, plan_id: int) -> HttpResponse:
    """A new row below `after`, at the top (or `end`) of `section`, or at the end of the plan."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    section, after = _where(request, plan)
    columns, key = grid_columns(plan), _new_key(section, after)
    context: dict[str, Any] = {"plan": plan, "section": section, "after": after, "key": key}
    if request.method != "POST":
        texts = {column.field: "" for column in columns} | _next_number(columns, section, after)
        form = RowForm(columns=columns, key=key, initial=row_initial(texts, None))
        return _row_form_page(request, form, **context)
    form = RowForm(request.POST, columns=columns, key=key)
    if not form.is_valid():
        return _row_form_page(request, form, status=422, **context)
    try:
        activity = _add(request, plan, section, after, form)
    except RuleViolation as problem:
        return _row_form_page(request, form, status=422, **context, problem=problem)
    if request.htmx and (section is None or _moves_numbers(plan, activity)):
        said = f"Добавлено: {activity}" if str(activity) else "Строка добавлена"
        return whole_grid(request, plan, said=said, focus=f"activity-{activity.pk}")
    return _saved(request, activity, counted=count_plan(plan))


def _moves_numbers(plan: Plan, activity: Activity) -> bool:
    """The plan numbers by itself, and the rows below the new one got other numbers."""
    if plan.numbering == Plan.Numbering.BY_HAND:
        return False
    rows = Activity.objects.live().filter(section__plan=plan)
    return rows.order_by("section__position", "section_id", "position", "pk").last() != activity


def _where(request: PortalRequest, plan: Plan) -> tuple[Section | None, Activity | None]:
    """The section and the row above the new one; both None at the start of an empty plan."""
    rows = Activity.objects.live().filter(section__plan=plan).select_related("section")
    after_id, section_id = _number(request, "after"), _number(request, "section")
    if after_id:
        after = get_object_or_404(rows, pk=after_id)
        return after.section, after
    sections = plan.sections.live()
    section = get_object_or_404(sections, pk=section_id) if section_id else sections.last()
    if section is None or (section_id and "end" not in request.GET):
        return section, None
    return section, rows.filter(section=section).last()


def _number(request: PortalRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _new_key(section: Section | None, after: Activity | None) -> str:
    if after:
        return f"new-after-{after.pk}"
    return f"new-in-{section.pk}" if section else "new-first"


def _next_number(
    columns: list[Column], section: Section | None, after: Activity | None
) -> dict[str, str]:
    """The number that follows, unless a row of the section has it."""
    if after is None or section is None or all(one.field != "number" for one in columns):
        return {}
    number = rules.next_number(after.number)
    taken = section.activities.live().filter(number=number).exists()
    return {} if taken else {"number": number}


def _add(
    request: PortalRequest,
    plan: Plan,
    section: Section | None,
    after: Activity | None,
    form: RowForm,
) -> Activity:
    if section is None:
        section = editing.add_section(plan_id=plan.pk, by=request.user)
    return editing.add_activity(
        section_id=section.pk,
        by=request.user,
        after_id=after.pk if after else None,
        at_top=after is None,
        **form.mine(),
    )


@require_POST
def activity_move(request: PortalRequest, activity_id: int) -> HttpResponse:
    """One step up or down, beside another row, or into another section."""
    activity = _visible(request, activity_id)
    plan = activity.section.plan
    try:
        if _posted(request, "section"):
            _place_beside(request, activity)
        else:
            up = request.POST.get("direction") == "up"
            editing.move_activity(
                activity_id=activity.pk, direction="up" if up else "down", by=request.user
            )
    except RuleViolation as problem:
        return refused_grid(request, plan, problem)
    focus = f"activity-{activity.pk}"
    return whole_grid(request, plan, said=f"Перемещено: {activity}", focus=focus)


def _place_beside(request: PortalRequest, activity: Activity) -> None:
    """Below the row `after`, at the top where it is empty, at the end where it is not sent."""
    sections = activity.section.plan.sections.live()
    section = get_object_or_404(sections, pk=_posted(request, "section"))
    after = _posted(request, "after")
    editing.place_activity(
        activity_id=activity.pk,
        section_id=section.pk,
        by=request.user,
        after_id=after,
        at_top="after" in request.POST and after is None,
        version=_posted(request, "version"),
    )


def _posted(request: PortalRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@require_POST
def activity_remove(request: PortalRequest, activity_id: int) -> HttpResponse:
    activity = _visible(request, activity_id)
    plan = activity.section.plan
    try:
        editing.remove_activity(activity_id=activity.pk, by=request.user)
    except RuleViolation as problem:
        return refused_grid(request, plan, problem)
    return whole_grid(request, plan, said=f"Удалено: {activity}", removed=f"activity-{activity.pk}")


@require_POST
def activity_restore(request: PortalRequest, activity_id: int) -> HttpResponse:
    activity = _visible(request, activity_id)
    plan = activity.section.plan
    try:
        editing.restore_activity(activity_id=activity.pk, by=request.user)
    except RuleViolation as problem:
        return refused_grid(request, plan, problem)
    focus = f"activity-{activity.pk}"
    return whole_grid(request, plan, said=f"Возвращено: {activity}", focus=focus)
