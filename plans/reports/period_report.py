"""How a plan went in a period: gathered for «Информация об исполнении»."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, Q
from django.utils import timezone

from accounts.templatetags.portal import day
from plans.documents.report import ReportContent, ReportCount, ReportRow, ReportSection
from plans.models import Activity, Evidence, Occurrence, Plan, Postponement

STATE = Occurrence.State


def report_content(
    plan: Plan, *, period_from: datetime.date, period_to: datetime.date, today: datetime.date
) -> ReportContent:
    """Every date that falls into the period, by plan or as moved. Five queries."""
    found = _occurrences(plan, period_from, period_to)
    grouped: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in found:
        grouped[occurrence.activity_id].append(occurrence)
    return ReportContent(
        plan_title=plan.title,
        period_from=period_from.isoformat(),
        period_to=period_to.isoformat(),
        as_of=today.isoformat(),
        counts=_counts(found, today),
        sections=_sections(plan, grouped, today),
        overdue=[_late(one) for one in found if _is_overdue(one, today)],
        postponed=[_moved(one) for one in found if _agreed(one)],
    )


def sum_of(content: ReportContent) -> str:
    """What a person has seen, in a form that is easy to compare."""
    text = json.dumps(content.as_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _occurrences(
    plan: Plan, period_from: datetime.date, period_to: datetime.date
) -> list[Occurrence]:
    within = (period_from, period_to)
    agreed = Postponement.objects.filter(decision=Postponement.Decision.AGREED)
    shown = Evidence.objects.current().exclude(state=Evidence.State.RETURNED)
    return list(
        Occurrence.objects.live()
        .filter(Q(due_on__range=within) | Q(planned_on__range=within), activity__section__plan=plan)
        .select_related("activity", "school")
        .prefetch_related(
            Prefetch("postponements", agreed.select_related("decided_by__person").order_by("pk")),
            Prefetch("evidence", shown.order_by("pk")),
        )
        .order_by("planned_on", "source", "school__sort_key", "pk")
    )


def _counts(found: list[Occurrence], today: datetime.date) -> list[ReportCount]:
    def count(*states: str) -> int:
        return sum(one.state in states for one in found)

    late = sum(_is_overdue(one, today) for one in found)
    counts = [
        ReportCount("всего сроков", len(found)),
        ReportCount("исполнено", count(STATE.DONE)),
        ReportCount("из них позже срока", sum(_was_late(one) for one in found)),
        ReportCount("впереди или в работе", count(*Occurrence.OPEN) - late),
        ReportCount("просрочено", late),
        ReportCount("срок перенесён", sum(bool(_agreed(one)) for one in found)),
        ReportCount("не исполнено", count(STATE.NOT_DONE)),
        ReportCount("не требуется", count(STATE.NOT_APPLICABLE)),
    ]
    return [counts[0], *(one for one in counts[1:] if one.number or one.label == "исполнено")]


def _sections(
    plan: Plan, grouped: dict[int, list[Occurrence]], today: datetime.date
) -> list[ReportSection]:
    rows = Activity.objects.live().filter(pk__in=grouped).order_by("position", "pk")
    sections = plan.sections.live().order_by("position", "pk")
    made = [
        ReportSection(
            section.title,
            [_row(row, _lines(grouped[row.pk], today)) for row in section.activities.all()],
        )
        for section in sections.prefetch_related(Prefetch("activities", rows))
    ]
    return [section for section in made if section.rows]


def _row(activity: Activity, lines: list[str]) -> ReportRow:
    return ReportRow(
        number=activity.number,
        title=activity.title,
        deadline=activity.deadline,
        responsible=activity.responsible,
        lines=lines,
    )


def _lines(occurrences: list[Occurrence], today: datetime.date) -> list[str]:
    """One line for a date of the committee's own, several for a date of many schools."""
    by_date: dict[datetime.date, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        by_date[one.planned_on].append(one)
    lines = []
    for same in by_date.values():
        if len(same) == 1:
            lines.append(f"{_dates(same[0])}: {_said(same[0], today)}")
        else:
            lines += _of_schools(same, today)
    return lines


def _dates(one: Occurrence) -> str:
    """Both dates where they differ."""
    if not one.is_moved:
        return day(one.due_on)
    return f"{day(one.due_on)} (по плану {day(one.planned_on)})"


def _said(one: Occurrence, today: datetime.date) -> str:
    """«исполнено 28.11.2026. Протокол у секретаря. Документы: …»"""
    state = "просрочено" if _is_overdue(one, today) else one.get_state_display()
    if one.done_at:
        state = f"{state} {day(one.done_at)}"
    parts = [state, one.note.rstrip(". "), _documents(one.evidence.all())]
    return ". ".join(part for part in parts if part) + "."


def _documents(shown: Iterable[Evidence]) -> str:
    names = [f"{one.get_kind_display()} «{one}»" for one in shown]
    return "Документы: " + ", ".join(names) if names else ""


def _of_schools(same: list[Occurrence], today: datetime.date) -> list[str]:
    asked = [one for one in same if one.state != STATE.NOT_APPLICABLE]
    done = [one for one in asked if one.state == STATE.DONE]
    shown = sum(len(one.evidence.all()) for one in same)
    lines = [f"{day(same[0].planned_on)}: исполнено школами {len(done)} из {len(asked)}."]
    lines += _named("Просрочено", [one for one in asked if _is_overdue(one, today)])
    ahead = [one for one in asked if one.is_open and not _is_overdue(one, today)]
    lines += _named("Впереди или в работе", ahead)
    for label, state in (("Не исполнено", STATE.NOT_DONE), ("Не требуется", STATE.NOT_APPLICABLE)):
        lines += [f"{label}: {one.school} ({one.note})." for one in same if one.state == state]
    return [*lines, *([f"Документов приложено: {shown}."] if shown else [])]


def _named(label: str, ones: list[Occurrence]) -> list[str]:
    names = [
        f"{one.school} до {day(one.due_on)}" if one.is_moved else str(one.school) for one in ones
    ]
    return [f"{label}: {', '.join(names)}."] if names else []


def _is_overdue(one: Occurrence, today: datetime.date) -> bool:
    return one.is_open and one.due_on < today


def _was_late(one: Occurrence) -> bool:
    return one.done_at is not None and timezone.localtime(one.done_at).date() > one.due_on


def _agreed(one: Occurrence) -> list[Postponement]:
    return list(one.postponements.all())


def _late(one: Occurrence) -> ReportRow:
    who = f"{one.school}: " if one.school else ""
    return _row(one.activity, [f"{who}срок {_dates(one)}. {one.note}".strip()])


def _moved(one: Occurrence) -> ReportRow:
    """Both dates, the reason and who agreed, for every time it was put off."""
    who = f"{one.school}: " if one.school else ""
    return _row(
        one.activity,
        [
            f"{who}{day(put.due_before)} → {day(put.due_after)}. "
            f"Причина: {put.reason.rstrip('. ')}. "
            f"Согласовал(а): {put.decided_by}, {day(put.decided_at)}."
            for put in _agreed(one)
        ],
    )
