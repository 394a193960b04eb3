"""A list of schools from a file: kept until its uploader agrees, then entered once."""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import Committee, User
from schools import permissions, rules
from schools.models import School, SchoolImport
from schools.spreadsheets.school_list import SchoolList


class ImportCounts(NamedTuple):
    """How many schools were new, changed, and as before."""

    created: int
    changed: int
    unchanged: int


@transaction.atomic
def keep_import(*, found: SchoolList, original_name: str, by: User) -> SchoolImport:
    """Remember what was read, with its faults; the registry stays as it is."""
    permissions.check_can_edit_schools(by)
    return SchoolImport.objects.create(
        uploaded_by=by,
        original_name=original_name[:200],
        rows=[row._asdict() for row in found.rows],
        faults=[fault._asdict() for fault in found.faults],
        ignored_columns=found.ignored_columns,
    )


def take_up_import(*, import_id: int, by: User) -> SchoolImport:
    """Lock a list that is about to be entered. To be called in a transaction.

    Raises:
        RuleViolation: import-done, faulty-list.
    """
    permissions.check_can_edit_schools(by)
    kept = SchoolImport.objects.visible_to(by).select_for_update().get(pk=import_id)
    rules.check_not_confirmed(kept)
    rules.check_free_of_faults(len(kept.faults))
    return kept


def finish_import(*, kept: SchoolImport, counts: ImportCounts, by: User) -> None:
    """Mark the list as entered; its rows now live in the registry."""
    kept.created, kept.changed, kept.unchanged = counts
    kept.confirmed_at = timezone.now()
    kept.rows = []
    kept.save()
    record_event(action="schools-imported", target=kept, by=by, **counts._asdict())


def note_import(*, committee: Committee, counts: ImportCounts) -> None:
    """The line of an import from the shell, where nobody is signed in."""
    record_event(action="schools-imported", target=committee, by=None, **counts._asdict())


def note_school(*, school: School, is_new: bool, fields: list[str], by: User | None) -> None:
    """The line in a school's own story; with `note_import` it tells what a file did."""
    details: dict[str, Any] = {"source": "file"} if is_new else {"source": "file", "fields": fields}
    action = "school-added" if is_new else "school-changed"
    record_event(action=action, target=school, by=by, **details)
