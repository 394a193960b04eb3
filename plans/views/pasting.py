"""Rows copied out of Word or Excel: looked at first, then taken."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from accounts.templatetags.portal import count_of
from plans import permissions
from plans.deadlines import is_understood, read_deadline, said
from plans.documents.clipboard import Pasted, PastedActivity, PastedSection, read_pasted
from plans.documents.docx_table import Table
from plans.documents.outline import FIELDS
from plans.errors import PlanFileError
from plans.forms import PasteForm, places_in
from plans.models import Activity, Plan, Section
from plans.reports.grid import Column, grid_columns, plan_grid
from plans.reports.outline import plan_fields
from plans.reports.working_days import Term, term_of
from plans.services import editing
from plans.views.grids import whole_grid


class Shown(NamedTuple):
    """A copied row as the preview shows it; a section has a title and no cells."""

    row: int
    title: str = ""
    cells: tuple[str, ...] = ()
    said: str = ""
    is_doubtful: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def paste_preview(request: PortalRequest, plan_id: int) -> HttpResponse:
    """Which column goes where, row by row; nothing is in the plan yet."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    if request.method != "POST":
        form = PasteForm(plan=plan, initial={"place": request.GET.get("place", "")})
        return _page(request, plan, form)
    form = PasteForm(request.POST, plan=plan)
    try:
        table = form.read_table()
    except PlanFileError as problem:
        return _page(request, plan, form, problem=problem.message, status=422)
    pasted = read_pasted(table, plan_fields(plan), start=form.start, chosen=form.chosen())
    return _look(request, plan, form, table, pasted)


def _look(
    request: PortalRequest,
    plan: Plan,
    form: PasteForm,
    table: Table,
    pasted: Pasted,
    *,
    ticked: set[int] | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    columns, term = grid_columns(plan), term_of(plan)
    return _page(
        request,
        plan,
        form,
        status=status,
        problem=problem,
        pasted=pasted,
        kept=form.kept(table),
        columns=columns,
        rows=[_shown(row, columns, term) for row in pasted.rows],
        ticked={row.row for row in pasted.rows} if ticked is None else ticked,
        places=list(places_in(plan_grid(plan))),
        place=form["place"].value() or "",
    )


def _page(
    request: PortalRequest, plan: Plan, form: PasteForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    template = "_paste_form.html" if request.htmx else "paste_form.html"
    context |= {"plan": plan, "form": form}
    return render(request, f"plans/{template}", context, status=status)


def _shown(row: PastedSection | PastedActivity, columns: list[Column], term: Term) -> Shown:
    if isinstance(row, PastedSection):
        return Shown(row.row, row.title)
    deadline = row.texts.get("deadline", "")
    readings = read_deadline(deadline, *term) if deadline.strip() else []
    return Shown(
        row.row,
        cells=tuple(row.texts.get(column.field, "") for column in columns),
        said=said(readings, *term) if readings else "",
        is_doubtful=bool(readings) and not is_understood(readings),
    )


@require_POST
def paste_take(request: PortalRequest, plan_id: int) -> HttpResponse:
    """The ticked rows become rows of the plan, all at once."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    form = PasteForm(request.POST, plan=plan)
    try:
        table = form.read_table()
    except PlanFileError as problem:
        return _page(request, plan, form, problem=problem.message, status=422)
    pasted = read_pasted(table, plan_fields(plan), chosen=form.chosen())
    ticked = form.ticked()
    try:
        section, after = _where(plan, form)
        step = editing.paste_rows(
            plan_id=plan.pk,
            parts=_parts([row for row in pasted.rows if row.row in ticked]),
            section_id=section.pk if section else None,
            after_id=after.pk if after else None,
            by=request.user,
        )
    except RuleViolation as refused:
        return _look(
            request, plan, form, table, pasted, ticked=ticked, status=422, problem=str(refused)
        )
    first = next(iter(step.before["added"]), None)
    count = count_of(len(step.before["added"]), "строка,строки,строк")
    focus = f"activity-{first}" if first else ""
    return whole_grid(request, plan, said=f"Вставлено: {count}", focus=focus, step=step)


def _where(plan: Plan, form: PasteForm) -> tuple[Section | None, Activity | None]:
    """The section and the row above; a row that is gone meanwhile is told by the service."""
    place = form.place_chosen()
    if place.after_id:
        rows = Activity.objects.filter(section__plan=plan).select_related("section")
        after = get_object_or_404(rows, pk=place.after_id)
        return after.section, after
    if place.section_id:
        return get_object_or_404(plan.sections.live(), pk=place.section_id), None
    return None, None


def _parts(rows: list[PastedSection | PastedActivity]) -> list[editing.NewPart]:
    parts: list[tuple[str, list[editing.ActivityTexts]]] = [("", [])]
    for row in rows:
        if isinstance(row, PastedSection):
            parts.append((row.title, []))
        else:
            parts[-1][1].append(_texts(row))
    return [editing.NewPart(title, texts) for title, texts in parts if title or texts]


def _texts(row: PastedActivity) -> editing.ActivityTexts:
    texts: editing.ActivityTexts = {}
    for name in FIELDS:
        texts[name] = row.texts.get(name, "")
    return texts
