"""Copies of plans: last year's for a new one, one for amendments, one from a template."""

from typing import Any

from django.db import transaction

from accounts.models import User
from plans.documents.outline import FIELDS
from plans.models import Activity, Plan, ReadingLink, Responsibility, Section, Signatory, Stamp

# What a copy says outside its table; whose it is, its state and its file are its own.
HEAD = (
    "committee_id", "title", "period_from", "period_to", "columns", "numbering", "annex",
    "preamble", "legend", "executor", "order_number", "order_date",
)  # fmt: skip
ROW = (*FIELDS, "position", "readings", "readings_corrected", "evidence_kinds")
PART = ("position", "role", "wording", "person_id", "group_id", "organisation_id", "is_corrected")


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
    _copy_parts(rows)
    if keep_links:
        _copy_links(rows)
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


def _copy_parts(rows: dict[int, Activity]) -> None:
    Responsibility.objects.bulk_create(
        Responsibility(
            activity=rows[part.activity_id], **{name: getattr(part, name) for name in PART}
        )
        for part in Responsibility.objects.filter(activity__in=list(rows))
    )


def _copy_links(rows: dict[int, Activity]) -> None:
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
