"""Decisions about numbers that do not agree, and the numbers themselves."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Now

from accounts.audit import record_event
from accounts.models import User
from assessments import permissions
from assessments.models import Discrepancy, DiscrepancyNote, Result, Session, Tally
from assessments.rules import reconciliation as rules

BATCH = 1000  # sessions
MAX_WORDS = 2000  # characters

State = Discrepancy.State
Said = DiscrepancyNote.Kind


@transaction.atomic
def record_protocol_numbers(*, session_id: int, present: int, absent: int, by: User) -> Tally:
    """What the paper protocol says of this session; a later entry takes the place of the former.

    Raises:
        RuleViolation: session-cancelled.
    """
    permissions.check_can_bring_results(by)
    session = Session.objects.visible_to(by).select_for_update(of=("self",)).get(pk=session_id)
    rules.check_has_protocol_numbers(session)
    tally = _keep(session, Tally.Source.PROTOCOL, present=present, absent=absent, by=by)
    record_event(
        action="protocol-numbers-recorded", target=session, by=by, present=present, absent=absent
    )
    compare([session.pk])
    return tally


@transaction.atomic
def record_act(*, session_id: int, act_id: int, present: int, by: User) -> Tally:
    """How many an observer saw in the room; part of the decision that hands the act in."""
    session = Session.objects.select_for_update().get(pk=session_id)
    tally = _keep(session, Tally.Source.ACT, reference=act_id, present=present, by=by)
    compare([session.pk])
    return tally


def _keep(
    session: Session,
    source: str,
    *,
    present: int,
    by: User,
    absent: int | None = None,
    reference: int = 0,
) -> Tally:
    return Tally.objects.update_or_create(
        session=session,
        source=source,
        reference=reference,
        defaults={"present": present, "absent": absent, "recorded_by": by},
    )[0]


@transaction.atomic(savepoint=False)
def count_results(*, session_ids: Iterable[int], by: User | None) -> None:
    """Take over how many results the sessions have now; part of the decision that takes them."""
    ids = list(session_ids)
    counted = (
        Result.objects.filter(session__in=ids)
        .order_by()
        .values("session_id")
        .annotate(
            present=Count("pk", filter=Q(absent=False)), gone=Count("pk", filter=Q(absent=True))
        )
    )
    tallies = [
        Tally(
            session_id=row["session_id"],
            source=Tally.Source.FILE,
            present=row["present"],
            absent=row["gone"],
            recorded_by=by,
        )
        for row in counted
    ]
    Tally.objects.bulk_create(
        tallies,
        update_conflicts=True,
        unique_fields=["session", "source", "reference"],
        update_fields=["present", "absent", "recorded_at", "recorded_by"],
    )
    if empty := set(ids) - {tally.session_id for tally in tallies}:
        Tally.objects.filter(session__in=empty, source=Tally.Source.FILE).delete()
    compare(ids)


def count_missed() -> int:
    """Count what no decision has counted: results brought before there was anything to compare.

    May run twice. Returns how many sessions.
    """
    counted = Tally.objects.filter(session=OuterRef("pk"), source=Tally.Source.FILE)
    collected = Session.objects.filter(status=Session.Status.COLLECTED)
    missed = collected.filter(~Exists(counted), results__isnull=False).order_by("pk")
    ids = list(missed.values_list("pk", flat=True).distinct())
    for start in range(0, len(ids), BATCH):
        count_results(session_ids=ids[start : start + BATCH], by=None)
    return len(ids)


def compare(session_ids: Iterable[int]) -> None:
    """Open what differs now, settle what differs no more; part of a decision.

    Numbers that changed make another discrepancy: words about the former say nothing of it.
    """
    ids = list(session_ids)
    for start in range(0, len(ids), BATCH):
        _compare(ids[start : start + BATCH])


def _compare(ids: list[int]) -> None:
    # A session without a single number has nothing to compare its class with.
    tallies = defaultdict(list)
    known_pupils = Tally.objects.annotate(pupils=F("session__class_group__pupils"))
    for tally in known_pupils.filter(session__in=ids):
        tallies[tally.session_id, tally.pupils].append(tally)
    found = {
        (session_id, each.kind, each.reference, each.left, each.right)
        for (session_id, pupils), numbers in tallies.items()
        for each in rules.differences_of(pupils, numbers)
    }
    open_ = Discrepancy.objects.filter(session__in=ids).exclude(state=State.SETTLED)
    known = {
        (each.session_id, each.kind, each.reference, each.left, each.right): each.pk
        for each in open_
    }
    gone = [pk for key, pk in known.items() if key not in found]
    Discrepancy.objects.filter(pk__in=gone).update(
        state=State.SETTLED, settled_at=Now(), version=F("version") + 1
    )
    Discrepancy.objects.bulk_create(
        Discrepancy(session_id=session_id, kind=kind, reference=act, left=left, right=right)
        for session_id, kind, act, left, right in sorted(found - known.keys())
    )


@transaction.atomic
def follow_classes(group_ids: Iterable[int]) -> None:
    """A class has another number of pupils: look again at its sessions."""
    counted = Tally.objects.order_by().values("session")
    sessions = Session.objects.filter(class_group__in=list(group_ids), pk__in=counted)
    locked = sessions.select_for_update(of=("self",)).order_by("pk")
    compare(list(locked.values_list("pk", flat=True)))


@transaction.atomic
def explain_discrepancy(*, discrepancy_id: int, text: str, by: User) -> Discrepancy:
    """The school says why the numbers differ; until the committee has decided it may add to it.

    Raises:
        RuleViolation: discrepancy-moved-on, no-words.
    """
    permissions.check_can_explain_discrepancies(by)
    discrepancy = _lock(discrepancy_id, by)
    rules.check_discrepancy_may_become(discrepancy, State.EXPLAINED)
    rules.check_said(text)
    return _say(discrepancy, State.EXPLAINED, Said.EXPLAINED, text, by)


@transaction.atomic
def accept_explanation(
    *, discrepancy_id: int, version: int, text: str = "", by: User
) -> Discrepancy:
    """The committee is content; the numbers may go on differing.

    Raises:
        RuleViolation: discrepancy-moved-on, stale.
    """
    permissions.check_can_settle_discrepancies(by)
    discrepancy = _lock(discrepancy_id, by)
    rules.check_discrepancy_may_become(discrepancy, State.ACCEPTED)
    rules.check_discrepancy_is_fresh(discrepancy, version)
    return _say(discrepancy, State.ACCEPTED, Said.ACCEPTED, text, by)


@transaction.atomic
def ask_again(*, discrepancy_id: int, version: int, text: str, by: User) -> Discrepancy:
    """The committee wants to know more.

    Raises:
        RuleViolation: discrepancy-moved-on, stale, no-words.
    """
    permissions.check_can_settle_discrepancies(by)
    discrepancy = _lock(discrepancy_id, by)
    rules.check_discrepancy_may_become(discrepancy, State.RETURNED)
    rules.check_discrepancy_is_fresh(discrepancy, version)
    rules.check_said(text)
    return _say(discrepancy, State.RETURNED, Said.RETURNED, text, by)


def _lock(discrepancy_id: int, by: User) -> Discrepancy:
    visible = Discrepancy.objects.visible_to(by)
    return visible.select_for_update(of=("self",)).get(pk=discrepancy_id)


def _say(
    discrepancy: Discrepancy, state: Discrepancy.State, kind: str, text: str, by: User
) -> Discrepancy:
    DiscrepancyNote.objects.create(
        discrepancy=discrepancy, kind=kind, text=text.strip()[:MAX_WORDS], said_by=by
    )
    discrepancy.state = state
    discrepancy.version += 1
    discrepancy.save(update_fields=["state", "version"])
    record_event(
        action=f"discrepancy-{state}", target=discrepancy, by=by, session=discrepancy.session_id
    )
    return discrepancy
