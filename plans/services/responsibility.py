"""Who answers for a row: what is understood of the wording, beside what people said of it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TypedDict

from plans.models import Activity, Responsibility
from plans.reports.directory import load_directory
from plans.responsibles import Directory, split_responsible


class Correction(TypedDict):
    """A person's word on one part of a wording, as JSON keeps it."""

    wording: str
    role: str
    person: int | None
    group: int | None
    organisation: int | None


Corrections = dict[str, list[Correction]]  # by the row's key as text, as JSON has it


def corrections_of(activities: Sequence[Activity]) -> Corrections:
    """What people put right in these rows, in the order of its parts; one query."""
    found: Corrections = {}
    rows = Responsibility.objects.filter(activity__in=activities, is_corrected=True)
    for row in rows.order_by("activity", "position", "pk"):
        found.setdefault(str(row.activity_id), []).append(
            {
                "wording": row.wording,
                "role": row.role,
                "person": row.person_id,
                "group": row.group_id,
                "organisation": row.organisation_id,
            }
        )
    return found


def recognise(
    activities: Sequence[Activity], *, committee_id: int, said: Corrections | None = None
) -> None:
    """Read who answers out of the wordings; a person's correction of a part stays.

    Runs inside the caller's transaction; many rows take as many queries as one.

    Args:
        said: the corrections to keep, where they are not those of the rows as they stand.
    """
    directory = load_directory(committee_id)
    before = _by_wording(corrections_of(activities) if said is None else said)
    Responsibility.objects.filter(activity__in=activities).delete()
    Responsibility.objects.bulk_create(
        row
        for activity in activities
        for row in _read(activity, directory, before.get(str(activity.pk), {}))
    )


def _by_wording(said: Corrections) -> dict[str, dict[str, Correction]]:
    return {key: {one["wording"]: one for one in ones} for key, ones in said.items()}


def _read(
    activity: Activity, directory: Directory, before: Mapping[str, Correction]
) -> Iterable[Responsibility]:
    there = {(one.kind, one.pk) for one in directory.all}
    for position, part in enumerate(split_responsible(activity.responsible), start=1):
        row = Responsibility(
            activity=activity, position=position, role=part.role, wording=part.wording
        )
        known = directory.exactly(part.wording)
        said = before.get(part.wording)
        if said is not None:
            row.role, row.is_corrected = said["role"], True
            link(row, *_who(said, there))
        elif known is not None:
            link(row, known.kind, known.pk)
        yield row


def _who(said: Correction, there: Container[tuple[str, int]]) -> tuple[str, int | None]:
    """Who was chosen; nobody where the directory has lost them since."""
    chosen = (
        ("person", said["person"]),
        ("group", said["group"]),
        ("organisation", said["organisation"]),
    )
    found = ((kind, pk) for kind, pk in chosen if pk is not None and (kind, pk) in there)
    return next(found, ("", None))


def link(row: Responsibility, kind: str, pk: int | None) -> None:
    """Say who a part is: a person, a group or an organisation, or nobody known."""
    row.person_id = pk if kind == "person" else None
    row.group_id = pk if kind == "group" else None
    row.organisation_id = pk if kind == "organisation" else None
