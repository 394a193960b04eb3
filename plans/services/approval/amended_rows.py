"""Rows of an amendment, put into the plan it amends in a fixed number of writes."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans.documents.outline import FIELDS
from plans.models import Activity, Plan, ReadingLink, Responsibility, Section
from plans.reports.meanwhile import WHAT, Facts, Merged, facts_by_row, merged_rows

# `changed_at` is written by hand: a bulk update asks no field for its value.
WRITTEN = (
    *FIELDS, "section", "position", "readings", "readings_corrected", "evidence_kinds",
    "deleted_at", "version", "changed_by", "changed_at",
)  # fmt: skip


def take_rows(plan: Plan, copy: Plan, sections: dict[int, Section], by: User) -> int:
    """The plan's rows by those of the copy; those the copy has no more are removed.

    Args:
        sections: the plan's by those of the copy.

    Returns:
        How many rows the plan has.
    """
    # Locked: which papers a row asks for is set without the lock of the plan.
    there = Activity.objects.filter(section__plan=plan).select_for_update(of=("self",))
    own = {row.pk: row for row in there}
    copied = list(Activity.objects.live().filter(section__plan=copy).order_by("pk"))
    found = merged_rows(copied, facts_by_row(copied), facts_by_row(own.values()))
    now = timezone.now()
    taken: dict[int, Activity] = {}
    for row in copied:
        into = own.get(row.origin_id or 0) or Activity(version=0)
        _fill(into, row, found[row.pk].facts)
        into.section, into.deleted_at = sections[row.section_id], None
        into.changed_by, into.changed_at, into.version = by, now, into.version + 1
        taken[row.pk] = into
    _write_rows(plan, taken.values(), by)
    _write_people_and_links(taken, found)
    _take_cases(taken)
    _tell_overruled(plan, taken, found, by)
    return len(taken)


def _fill(into: Activity, row: Activity, facts: Facts) -> None:
    for name in (*FIELDS, "position"):
        setattr(into, name, getattr(row, name))
    into.readings, into.readings_corrected = facts.readings, facts.corrected
    into.evidence_kinds = facts.evidence


def _write_rows(plan: Plan, rows: Iterable[Activity], by: User) -> None:
    every = list(rows)
    kept, new = [row for row in every if row.pk], [row for row in every if not row.pk]
    gone = Activity.objects.live().filter(section__plan=plan)
    gone.exclude(pk__in=[row.pk for row in kept]).update(
        deleted_at=timezone.now(), version=F("version") + 1, changed_by=by
    )
    Activity.objects.bulk_update(kept, WRITTEN)
    Activity.objects.bulk_create(new)


def _write_people_and_links(taken: dict[int, Activity], found: dict[int, Merged]) -> None:
    Responsibility.objects.filter(activity__in=taken.values()).delete()
    ReadingLink.objects.filter(activity__in=taken.values()).delete()
    Responsibility.objects.bulk_create(
        Responsibility(
            activity=row, position=place, wording=wording, role=role, person_id=person,
            group_id=group, organisation_id=organisation, is_corrected=is_corrected,
        )
        for pk, row in taken.items()
        for place, (wording, role, person, group, organisation, is_corrected) in enumerate(
            found[pk].facts.people, start=1
        )
    )  # fmt: skip
    ReadingLink.objects.bulk_create(
        ReadingLink(
            activity=row, position=position, wording=wording, event_id=event, schedule_id=schedule
        )
        for pk, row in taken.items()
        for position, wording, event, schedule in found[pk].facts.links
    )


def _take_cases(taken: dict[int, Activity]) -> None:
    """Cases linked in the copy come too; those linked to the plan meanwhile stay."""
    links = Activity.cases.through
    links.objects.bulk_create(
        [
            links(activity=taken[link.activity_id], case_id=link.case_id)
            for link in links.objects.filter(activity__in=list(taken))
        ],
        ignore_conflicts=True,
    )


def _tell_overruled(
    plan: Plan, taken: dict[int, Activity], found: dict[int, Merged], by: User
) -> None:
    """A line in the journal: what was set meanwhile and gave way to what was approved."""
    overruled = {
        row.number or str(row.pk): ", ".join(WHAT[name] for name in found[pk].overruled)
        for pk, row in taken.items()
        if found[pk].overruled
    }
    if overruled:
        record_event(action="plan-amendment-overruled", target=plan, by=by, rows=overruled)
