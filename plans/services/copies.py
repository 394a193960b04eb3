"""Copies of plans: last year's for a new one, one for amendments, one from a template."""

import datetime
from typing import Any

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.deadlines import reading_from_json
from plans.deadlines.shifting import shifted_reading
from plans.documents.blank_stamp import blank_stamp
from plans.documents.outline import FIELDS
from plans.models import Activity, Plan, ReadingLink, Responsibility, Section, Signatory, Stamp
from plans.reports.carried import unfinished_of
from plans.reports.meanwhile import facts_by_row
from plans.reports.working_days import Term, term_of
from plans.services.editing.activities import readings_of
from plans.services.editing.numbering import keep_numbers

# What a copy says outside its table; whose it is, its state and its file are its own.
HEAD = (
    "committee_id", "title", "period_from", "period_to", "columns", "numbering", "annex",
    "preamble", "legend", "executor", "order_number", "order_date",
)  # fmt: skip
ROW = (*FIELDS, "position", "readings", "readings_corrected", "evidence_kinds")
PART = ("position", "role", "wording", "person_id", "group_id", "organisation_id", "is_corrected")


@transaction.atomic
def copy_plan(
    *,
    plan_id: int,
    title: str,
    period_from: datetime.date,
    period_to: datetime.date,
    by: User,
    only_unfinished: bool = False,
) -> Plan:
    """A draft for another period out of a plan or a template; each row knows where it comes from.

    Wordings stay to the letter: new ones are proposed (`plans.reports.proposals`). Deadlines are
    read anew for the new period; readings that a person put right move by as many years. The order
    and its days wait for new ones, what readings waited for is to be said again.

    Args:
        only_unfinished: leave out rows of which something was done.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: period-backwards, template-removed,
            nothing-left.
    """
    permissions.check_can_edit_plans(by)
    rules.check_period(period_from, period_to)
    source = Plan.objects.visible_to(by).get(pk=plan_id)
    rules.check_template_stands(source)
    copy = deep_copy(
        source,
        by=by,
        keep_links=False,
        title=title,
        period_from=period_from,
        period_to=period_to,
        copied_from=source,
        order_number="",
        order_date=None,
    )
    if only_unfinished:
        _leave_only(copy, unfinished_of(source))
    _blank_stamps(copy)
    _read_anew(copy, period_from.year - source.period_from.year)
    record_event(action="plan-copied", target=copy, by=by, source=source.pk)
    return copy


@transaction.atomic
def save_as_template(*, plan_id: int, title: str, by: User) -> Plan:
    """A template that says what the plan says now; the plan itself stays what it is.

    Raises:
        Plan.DoesNotExist, NotAllowed.
    """
    permissions.check_can_edit_plans(by)
    source = Plan.objects.visible_to(by).get(pk=plan_id)
    template = deep_copy(
        source,
        by=by,
        keep_links=False,
        title=title,
        is_template=True,
        copied_from=source,
        order_number="",
        order_date=None,
    )
    template.signatories.all().delete()
    _blank_stamps(template)
    record_event(action="plan-template-saved", target=template, by=by, source=source.pk)
    return template


def _leave_only(copy: Plan, origins: set[int]) -> None:
    """The copy is new: what is left out of it goes without a trace, its empty sections too."""
    rows = Activity.objects.filter(section__plan=copy)
    left = rows.filter(origin__in=origins)
    rules.check_something_unfinished(left.count())
    rows.exclude(origin__in=origins).delete()
    copy.sections.filter(activities__isnull=True).delete()
    keep_numbers(copy)


def _blank_stamps(copy: Plan) -> None:
    for stamp in copy.stamps.all():
        stamp.text = blank_stamp(stamp.text)
        stamp.save(update_fields=["text"])


def _read_anew(copy: Plan, years: int) -> None:
    rows = list(Activity.objects.filter(section__plan=copy))
    term = term_of(copy)
    for row in rows:
        row.readings = read_again(row, term, years)
    Activity.objects.bulk_update(rows, ["readings"])


def read_again(row: Activity, term: Term, years: int) -> list[dict[str, Any]]:
    """What a row's deadline means in another period; a person's correction moves with it."""
    if not row.readings_corrected:
        return readings_of(row.deadline, term)
    kept = map(reading_from_json, row.readings)
    return [shifted_reading(reading, years).as_json() for reading in kept]


@transaction.atomic
def deep_copy(plan: Plan, *, by: User, keep_links: bool = True, **changes: Any) -> Plan:
    """A draft that says what `plan` says, down to who answers for a row; each row has its `origin`.

    Asks no permission and writes no line of audit: the decision it is part of does. Removed rows,
    due dates, cases and decisions stay with the old plan; signatories come without signatures.
    The same number of queries, whatever the number of rows.

    Args:
        keep_links: whether readings go on waiting for the same events and schedules.
        changes: fields of the new plan that differ (`title=…`, `amends=plan`).
    """
    head = {name: getattr(plan, name) for name in HEAD}
    copy = Plan.objects.create(**{**head, "created_by": by, **changes})
    Stamp.objects.bulk_create(
        Stamp(plan=copy, position=stamp.position, kind=stamp.kind, text=stamp.text)
        for stamp in plan.stamps.all()
    )
    Signatory.objects.bulk_create(
        Signatory(plan=copy, position=one.position, kind=one.kind, user_id=one.user_id)
        for one in plan.signatories.all()
    )
    rows = _copy_rows(_copy_sections(plan, copy), by)
    if copy.amends_id is not None:
        _remember_origins(rows)
    copy_parts(rows)
    if keep_links:
        copy_links(rows)
    return copy


def _copy_sections(plan: Plan, copy: Plan) -> list[Section]:
    return Section.objects.bulk_create(
        Section(plan=copy, position=one.position, title=one.title, origin=one)
        for one in plan.sections.live().order_by("position", "pk")
    )


def _copy_rows(sections: list[Section], by: User) -> dict[int, Activity]:
    """The new rows by the old ones they come from."""
    homes = {section.origin_id: section for section in sections}
    old = Activity.objects.live().filter(section__in=list(homes))
    rows = Activity.objects.bulk_create(
        Activity(
            section=homes[one.section_id],
            origin=one,
            changed_by=by,
            **{name: getattr(one, name) for name in ROW},
        )
        for one in old.order_by("section__position", "section_id", "position", "pk")
    )
    return {row.origin_id: row for row in rows if row.origin_id is not None}


def _remember_origins(rows: dict[int, Activity]) -> None:
    """What the rows of the plan in force are now: an amendment is merged against that."""
    facts = facts_by_row(Activity.objects.filter(pk__in=list(rows)))
    for origin, row in rows.items():
        row.origin_facts = facts[origin]._asdict()
    Activity.objects.bulk_update(rows.values(), ["origin_facts"])


def copy_parts(rows: dict[int, Activity]) -> None:
    """Who answers for each old row, by its number, answers for the new one."""
    Responsibility.objects.bulk_create(
        Responsibility(
            activity=rows[part.activity_id], **{name: getattr(part, name) for name in PART}
        )
        for part in Responsibility.objects.filter(activity__in=list(rows))
    )


def copy_links(rows: dict[int, Activity]) -> None:
    """What the readings of each old row wait for, those of the new one wait for."""
    ReadingLink.objects.bulk_create(
        ReadingLink(
            activity=rows[link.activity_id],
            position=link.position,
            wording=link.wording,
            event_id=link.event_id,
            schedule_id=link.schedule_id,
        )
        for link in ReadingLink.objects.filter(activity__in=list(rows))
    )
