"""Numbers of rows: typed anew on demand, or kept in order by themselves.

A number that is kept by the plan is no text of a person: rows that only got another number keep
their version, so an open row may be saved after one was put above it.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans.models import Activity, Plan
from plans.services.locked import locked_draft

Style = Plan.Numbering


@transaction.atomic
def renumber(*, plan_id: int, style: Style, by: User) -> int:
    """Number all rows in this way, from now on by itself; returns how many got another number.

    `by-hand` leaves the numbers as they are, and to people.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: plan-not-draft.
    """
    plan = locked_draft(plan_id, by)
    plan.numbering = style
    plan.save(update_fields=["numbering"])
    changed = _misnumbered(plan)
    for activity in changed:
        Activity.objects.filter(pk=activity.pk).update(
            number=activity.number,
            version=F("version") + 1,
            changed_by=by,
            changed_at=timezone.now(),
        )
    record_event(action="plan-renumbered", target=plan, by=by, style=style, rows=len(changed))
    return len(changed)


def keep_numbers(plan: Plan) -> None:
    """Put the numbers of the plan's own way right after rows came, went or moved.

    Runs inside the caller's transaction, under the plan's lock. No query where people number by
    hand, three at most otherwise.
    """
    changed = _misnumbered(plan)
    if changed:
        Activity.objects.bulk_update(changed, ["number"])


def _misnumbered(plan: Plan) -> list[Activity]:
    """Rows whose number is another one in the plan's way, with the right number on them."""
    if plan.numbering == Style.BY_HAND:
        return []
    rows = Activity.objects.live().filter(section__plan=plan).select_related("section")
    ordered = list(rows.order_by("section__position", "section_id", "position", "pk"))
    # Only sections with a title count: rows above the first one belong to none.
    titled = plan.sections.live().exclude(title="").order_by("position", "pk")
    places = {section.pk: place for place, section in enumerate(titled, start=1)}
    changed = []
    for activity, number in zip(ordered, _numbers(ordered, places, plan.numbering), strict=True):
        if activity.number != number:
            activity.number = number
            changed.append(activity)
    return changed


def _numbers(rows: Sequence[Activity], places: dict[int, int], style: str) -> Iterator[str]:
    within, section_id = 0, None
    for index, activity in enumerate(rows, start=1):
        within = within + 1 if activity.section_id == section_id else 1
        section_id = activity.section_id
        place = places.get(section_id)
        if style == Style.THROUGH:
            yield str(index)
        elif style == Style.DOTTED and place:
            yield f"{place}.{within}"
        else:
            yield str(within)
