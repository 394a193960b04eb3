"""Who answers for a row: what is understood of the wording, and people's corrections of it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Activity, Responsibility
from plans.reports.directory import load_directory
from plans.responsibles import Directory, split_responsible
from plans.services.locked import locked_draft, plan_of_activity


class Answer(NamedTuple):
    """A person's word on one part: its role, and who it is (`person:3`), empty for nobody known."""

    responsibility_id: int
    role: str
    who: str


def recognise(activities: Sequence[Activity], *, committee_id: int) -> None:
    """Read who answers out of the wordings; a person's correction of a part stays.

    Runs inside the caller's transaction; many rows take as many queries as one.
    """
    directory = load_directory(committee_id)
    before = _known_parts(activities)
    Responsibility.objects.filter(activity__in=activities).delete()
    Responsibility.objects.bulk_create(
        row
        for activity in activities
        for row in _read(activity, directory, before.get(activity.pk, {}))
    )


def _known_parts(activities: Sequence[Activity]) -> dict[int, dict[str, Responsibility]]:
    known: dict[int, dict[str, Responsibility]] = {}
    for row in Responsibility.objects.filter(activity__in=activities):
        known.setdefault(row.activity_id, {})[row.wording] = row
    return known


def _read(
    activity: Activity, directory: Directory, before: dict[str, Responsibility]
) -> Iterable[Responsibility]:
    for position, part in enumerate(split_responsible(activity.responsible), start=1):
        row = Responsibility(
            activity=activity, position=position, role=part.role, wording=part.wording
        )
        known = directory.exactly(part.wording)
        old = before.get(part.wording)
        if old is not None and old.is_corrected:
            row.role, row.is_corrected = old.role, True
            row.person_id, row.group_id = old.person_id, old.group_id
            row.organisation_id = old.organisation_id
        elif known is not None:
            link(row, known.kind, known.pk)
        yield row


def link(row: Responsibility, kind: str, pk: int | None) -> None:
    """Say who a part is: a person, a group or an organisation, or nobody known."""
    row.person_id = pk if kind == "person" else None
    row.group_id = pk if kind == "group" else None
    row.organisation_id = pk if kind == "organisation" else None


@transaction.atomic
def correct(*, activity_id: int, answers: Sequence[Answer], by: User) -> None:
    """Put right who the parts of a wording are; the wording itself stays.

    Raises:
        NotAllowed, RuleViolation: plan-not-draft, removed,
            unknown-responsible (no such person, group or organisation of this committee),
            stale (the wording was read anew meanwhile).
    """
    plan = locked_draft(plan_of_activity(activity_id), by)
    activity = Activity.objects.select_related("section").get(pk=activity_id)
    rules.check_not_removed(activity)
    directory = load_directory(plan.committee_id)
    choices = {f"{one.kind}:{one.pk}": one for one in directory.all}
    rows = {row.pk: row for row in activity.responsibilities.all()}
    rules.check_parts_unchanged(set(rows), {answer.responsibility_id for answer in answers})
    for answer in answers:
        rules.check_known_responsible(answer.who, choices)
        row, known = rows[answer.responsibility_id], choices.get(answer.who)
        row.role, row.is_corrected = answer.role, True
        link(row, known.kind if known else "", known.pk if known else None)
        row.save(update_fields=["role", "person", "group", "organisation", "is_corrected"])
    record_event(action="responsible-corrected", target=activity, by=by, plan=plan.pk)
