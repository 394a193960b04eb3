"""Copied rows become rows of the plan, all at once."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Activity, EditStep, Plan, Section
from plans.reports.working_days import Term, term_of
from plans.services import responsibility
from plans.services.editing import steps
from plans.services.editing.activities import ActivityTexts, readings_of
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import locked_draft, put_in_order

LONGEST_NUMBER = 20  # characters; Activity.number


class NewPart(NamedTuple):
    """Rows under one section; the first part, without a title, goes where the others begin."""

    title: str
    rows: Sequence[ActivityTexts]


@transaction.atomic
def paste_rows(
    *,
    plan_id: int,
    parts: Sequence[NewPart],
    by: User,
    section_id: int | None = None,
    after_id: int | None = None,
) -> EditStep:
    """Add rows below `after_id`, at the end of `section_id` or, where neither is said, of the plan.

    Parts with a title become sections right below the one that the first rows went into.

    Raises:
        Plan.DoesNotExist, Section.DoesNotExist: no such section in this plan.
        NotAllowed, RuleViolation: plan-not-draft, no-rows, place-gone.
    """
    plan = locked_draft(plan_id, by)
    rules.check_some_rows([part for part in parts if part.title or part.rows])
    term = term_of(plan)
    section, new_sections = _home(plan, section_id), []
    rows: list[Activity] = []
    for part in parts:
        if part.title or section is None:
            section = _new_section(plan, part.title, below=section)
            new_sections.append(section.pk)
            after_id = None
        rows += _add(section, part.rows, after_id, term, by)
    responsibility.recognise(rows, committee_id=plan.committee_id)
    keep_numbers(plan)
    record_event(action="rows-pasted", target=plan, by=by, plan=plan.pk, rows=len(rows))
    before: steps.Before = {"added": [row.pk for row in rows], "sections": new_sections}
    return steps.remember(
        plan=plan, by=by, action=EditStep.Action.PASTED, activities=rows, before=before
    )


def _home(plan: Plan, section_id: int | None) -> Section | None:
    live = plan.sections.live().order_by("position", "pk")
    return live.get(pk=section_id) if section_id is not None else live.last()


def _new_section(plan: Plan, title: str, *, below: Section | None) -> Section:
    sections = list(plan.sections.order_by("position", "pk"))
    place = sections.index(below) + 1 if below else len(sections)
    section = Section.objects.create(plan=plan, position=len(sections) + 1, title=title)
    sections.insert(place, section)
    put_in_order(sections)
    return section


def _add(
    section: Section,
    texts: Sequence[ActivityTexts],
    after_id: int | None,
    term: Term,
    by: User,
) -> list[Activity]:
    there = list(section.activities.order_by("position", "pk"))
    place = len(there)
    if after_id is not None:
        places = {row.pk: index for index, row in enumerate(there) if row.deleted_at is None}
        rules.check_place_is_there(after_id in places)
        place = places[after_id] + 1
    new = [
        Activity(
            section=section,
            position=place + number,
            readings=readings_of(row.get("deadline", ""), term),
            changed_by=by,
            **_fitting(row),
        )
        for number, row in enumerate(texts, start=1)
    ]
    put_in_order(there[place:], start=place + len(new) + 1)
    return Activity.objects.bulk_create(new)


def _fitting(texts: ActivityTexts) -> ActivityTexts:
    """Whatever stands in the column of numbers, no word of it is lost."""
    number = texts.get("number", "")
    if len(number) <= LONGEST_NUMBER:
        return texts
    title = f"{number}\n{texts.get('title', '')}".strip()
    return {**texts, "number": "", "title": title}
