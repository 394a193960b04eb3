"""Due dates of approved plans: made by approval, recomputed when events and schedules move."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from plans import rules
from plans.models import Evidence, Occurrence, Plan, Postponement
from plans.reports.concerned import Moved
from plans.reports.dated import Due, Key, dated

# Sources of which a row has one more or one less when a date of it is moved. The others name
# what they come from, and that is not another one because it has another day.
MOVABLE = ("date", "day")
WITHDRAWN = "Этого срока больше нет: событие отозвано или дата убрана из графика."


class Recomputed(NamedTuple):
    total: int
    moved: list[Moved]


def refresh_occurrences(plan_id: int) -> int:
    """Make the due dates of an approved plan; may run again. Returns how many it has now.

    Raises:
        RuleViolation: plan-not-approved.
    """
    return recompute(plan_id).total


def refresh_all() -> int:
    """For the clock: calendars, schools and answers change, too. Returns how many plans."""
    approved = Plan.objects.filter(status=Plan.Status.APPROVED).order_by("pk")
    plan_ids = list(approved.values_list("pk", flat=True))
    for plan_id in plan_ids:
        recompute(plan_id)
    return len(plan_ids)


@transaction.atomic
def recompute(plan_id: int) -> Recomputed:
    """Bring the due dates of an approved plan to what its readings, events and schedules say.

    Where all heads or deputies of schools answer, each school has its own (the plan has one for
    all while no school is in the registry). What is done, not done or not required never moves.
    An open one follows its source; its day stays where a postponement was agreed. One whose
    source is gone goes too, unless somebody has already said something about it: then it is
    closed, or, where the row was given another date instead, moves there with all that was said.

    Raises:
        RuleViolation: plan-not-approved.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    rules.check_plan_is_approved(plan)
    wanted = dated(plan)
    # Locked: a mark of this moment either stands already or waits for the new date.
    of_plan = Occurrence.objects.filter(activity__section__plan=plan)
    there = list(of_plan.select_for_update(of=("self",)).order_by("pk"))
    said = _said_about(plan)
    known = {_key(one): one for one in there}
    gone = [one for key, one in known.items() if key not in wanted and one.is_open]
    fresh = {key: due for key, due in wanted.items() if key not in known}

    moves = {known[key].pk: (key, wanted[key]) for key in known if key in wanted}
    moves |= _replaced(gone, fresh, said)
    left = [one for one in gone if one.pk not in moves]
    taken = {key for key, _ in moves.values()}
    made = {key: due for key, due in fresh.items() if key not in taken}
    moved = [*_follow(there, moves, said), *_drop(left, said, plan), *_make(made)]
    return Recomputed(of_plan.count(), moved)


class _Said(NamedTuple):
    """What people have already done about due dates, by their ids."""

    agreed: set[int]
    any: set[int]


def _said_about(plan: Plan) -> _Said:
    asked = Postponement.objects.filter(occurrence__activity__section__plan=plan)
    decisions = list(asked.values_list("occurrence", "decision"))
    proofs = Evidence.objects.filter(occurrence__activity__section__plan=plan)
    agreed = Postponement.Decision.AGREED
    return _Said(
        agreed={pk for pk, decision in decisions if decision == agreed},
        any={pk for pk, _ in decisions} | set(proofs.values_list("occurrence", flat=True)),
    )


def _key(one: Occurrence) -> Key:
    return Key(one.activity_id, one.source, one.school_id)


def _is_touched(one: Occurrence, said: _Said) -> bool:
    return one.state != Occurrence.State.PLANNED or bool(one.note) or one.pk in said.any


Moves = dict[int, tuple[Key, Due]]


def _replaced(gone: Iterable[Occurrence], fresh: dict[Key, Due], said: _Said) -> Moves:
    """The row's date was changed: what hung on the old one goes over to the new one, in order."""
    free: dict[tuple[int, str, int | None], list[Key]] = defaultdict(list)
    for key in sorted(fresh, key=lambda key: fresh[key].planned_on):
        free[key.activity_id, _family(key.source), key.school_id].append(key)
    moves: Moves = {}
    for one in sorted(gone, key=lambda one: (not _is_touched(one, said), one.planned_on)):
        family = _family(one.source)
        candidates = free[one.activity_id, family, one.school_id]
        if family in MOVABLE and candidates:
            key = candidates.pop(0)
            moves[one.pk] = key, fresh[key]
    return moves


def _family(source: str) -> str:
    return source.partition(":")[0]


def _follow(there: Iterable[Occurrence], moves: Moves, said: _Said) -> list[Moved]:
    """Give open due dates the days of their sources; agreed postponements stay."""
    changed, moved = [], []
    for one in there:
        if one.pk not in moves or not one.is_open:
            continue
        key, due = moves[one.pk]
        is_agreed = one.pk in said.agreed or one.state == Occurrence.State.POSTPONED
        day = one.due_on if is_agreed else due.on
        if (one.source, one.planned_on, one.due_on) == (key.source, due.planned_on, day):
            continue
        if day != one.due_on:
            moved.append(Moved(one.activity_id, one.school_id, one.due_on, day))
        one.source, one.planned_on, one.due_on = key.source, due.planned_on, day
        changed.append(one)
    # Conditional: whatever the locks of the database are, a settled one is not touched.
    unsettled = Occurrence.objects.filter(state__in=Occurrence.OPEN)
    unsettled.bulk_update(changed, ["source", "planned_on", "due_on"], batch_size=300)
    return moved


def _drop(gone: Iterable[Occurrence], said: _Said, plan: Plan) -> list[Moved]:
    """Take away what nothing asks for any more; what people said is closed and stays."""
    untouched, moved = [], []
    for one in gone:
        if not _is_touched(one, said):
            untouched.append(one.pk)
        elif _family(one.source) in ("date", "each", "period"):
            continue  # the wording changed, the work under way did not
        else:
            _close(one, plan)
        moved.append(Moved(one.activity_id, one.school_id, one.due_on, None))
    unsaid = Occurrence.objects.filter(state=Occurrence.State.PLANNED, note="")
    unsaid.filter(pk__in=untouched).delete()
    return moved


def _close(one: Occurrence, plan: Plan) -> None:
    closed = Occurrence.objects.filter(pk=one.pk, state__in=Occurrence.OPEN).update(
        state=Occurrence.State.NOT_APPLICABLE, note=f"{one.note}\n{WITHDRAWN}".strip()
    )
    if closed:
        record_event(
            action="occurrence-closed", target=plan, by=None, occurrence=one.pk, source=one.source
        )


def _make(fresh: dict[Key, Due]) -> list[Moved]:
    ordered = sorted(fresh.items(), key=lambda pair: (pair[1].on, pair[0][0], pair[0][2] or 0))
    Occurrence.objects.bulk_create(
        Occurrence(
            activity_id=key.activity_id,
            source=key.source,
            planned_on=due.planned_on,
            due_on=due.on,
            school_id=key.school_id,
        )
        for key, due in ordered
    )
    return [Moved(key.activity_id, key.school_id, None, due.on) for key, due in ordered]
