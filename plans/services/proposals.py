"""New wordings of a copied plan, taken one by one by a person."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.models import Activity, Plan, Section
from plans.reports.proposals import Proposal, proposals_for
from plans.reports.working_days import Term, term_of
from plans.services import responsibility
from plans.services.copies import read_again
from plans.services.locked import locked_draft


@transaction.atomic
def take_proposals(*, plan_id: int, texts: Mapping[str, str], by: User) -> int:
    """Put new texts in place of last year's; `texts` are by key, as proposed or as edited.

    Raises:
        Plan.DoesNotExist, NotAllowed,
        RuleViolation: plan-not-draft, stale (a text is not last year's any more).
    """
    plan = locked_draft(plan_id, by)
    proposed = {one.key: one for one in proposals_for(plan)}
    rules.check_still_proposed(texts, proposed)
    taken = [(proposed[key], text) for key, text in texts.items()]
    _write_head(plan, taken)
    _write_sections(taken)
    _write_rows(plan, taken, by)
    record_event(action="wordings-taken", target=plan, by=by, texts=len(taken))
    return len(taken)


Taken = list[tuple[Proposal, str]]


def _write_head(plan: Plan, taken: Taken) -> None:
    names = []
    for one, text in taken:
        if isinstance(one.record, Plan):
            setattr(plan, one.field, text)
            names.append(one.field)
    if names:
        plan.version += 1
        plan.save(update_fields=[*names, "version"])


def _write_sections(taken: Taken) -> None:
    for one, text in taken:
        if isinstance(one.record, Section):
            one.record.title = text
            one.record.version += 1
            one.record.save(update_fields=["title", "version"])


def _write_rows(plan: Plan, taken: Taken, by: User) -> None:
    """Whoever has such a row open is told that it has changed: its version goes up by one."""
    rows: dict[int, Activity] = {}
    for one, text in taken:
        if isinstance(one.record, Activity):
            # The same object for each field of a row: proposals are made of one query.
            rows[one.record.pk] = one.record
            setattr(one.record, one.field, text)
    now, term = timezone.now(), term_of(plan)
    for row in rows.values():
        row.version += 1
        row.changed_by, row.changed_at = by, now
    fields = ["title", "deadline", "responsible", "result"]
    _read_deadlines([one.record for one, _ in taken if one.field == "deadline"], term)
    Activity.objects.bulk_update(
        rows.values(), [*fields, "readings", "version", "changed_by", "changed_at"]
    )
    answered = {one.record.pk for one, _ in taken if one.field == "responsible"}
    reworded = [row for key, row in rows.items() if key in answered]
    if reworded:
        responsibility.recognise(reworded, committee_id=plan.committee_id)


def _read_deadlines(records: list[Plan | Section | Activity], term: Term) -> None:
    """A reading put right by a person has moved with the copy already."""
    for row in records:
        if isinstance(row, Activity):
            row.readings = read_again(row, term, 0)
