"""Decisions about how long files are kept, and about their destruction.

An act passes through two hands: an editor draws it up, the head confirms it. Only then files go,
after the commit: should the process die between the two, `erase_left` finishes the work.
"""

import datetime
import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import permissions, rules
from accounts.audit import record_event
from accounts.documents.destruction import written_act
from accounts.errors import RuleViolation
from accounts.models import (
    Committee,
    DestroyedPaper,
    DestructionAct,
    Person,
    RetentionPeriod,
    User,
)
from accounts.retention import KeptKind, kept_kinds, kind_of, periods_of

MOST_PAPERS = 500  # of one act; the rest waits for the next
CHUNK = 500
logger = logging.getLogger(__name__)


class Period(NamedTuple):
    """What the committee decides for one kind; no years: it is kept for ever."""

    kind: str
    years: int | None
    source: str


@transaction.atomic
def set_periods(*, periods: Sequence[Period], by: User) -> None:
    """Say for how long each kind is kept.

    Raises:
        RuleViolation: no-source, years-out-of-range.
    """
    permissions.check_can_set_periods(by)
    committee = Committee.objects.select_for_update().get(pk=by.committee_id)
    for period in periods:
        rules.check_period(period.years, period.source)
    for period in periods:
        present = RetentionPeriod.objects.filter(committee=committee, kind=period.kind)
        if period.years is None:
            present.delete()
            continue
        RetentionPeriod.objects.update_or_create(
            committee=committee,
            kind=period.kind,
            defaults={
                "years": period.years, "source": period.source.strip()[:300], "changed_by": by,
            },
        )  # fmt: skip
    years = {period.kind: period.years for period in periods}
    record_event(action="retention-set", target=committee, by=by, years=years)


@transaction.atomic
def draw_up_act(
    *,
    kinds: Iterable[str],
    reason: str,
    chair_id: int,
    member_ids: Iterable[int],
    today: datetime.date,
    by: User,
) -> DestructionAct:
    """A draft that names everything of these kinds that is due.

    Raises:
        RuleViolation: nothing-due, no-reason, commission-too-small.
    """
    permissions.check_can_draw_up_acts(by)
    # Two drafts at once would name the same papers.
    committee = Committee.objects.select_for_update().get(pk=by.committee_id)
    commission = _commission(committee, chair_id, member_ids)
    rules.check_act_is_complete(reason, commission)
    periods = periods_of(committee.pk)
    papers: list[DestroyedPaper] = []
    for kind in kept_kinds():
        if kind.code in set(kinds) and kind.code in periods:
            papers += _lines(kind, periods[kind.code], today, most=MOST_PAPERS - len(papers))
    if not papers:
        raise RuleViolation("nothing-due", "Документов с истёкшим сроком хранения нет.")
    act = DestructionAct.objects.create(
        committee=committee, reason=reason.strip(), commission=commission, drawn_up_by=by
    )
    for paper in papers:
        paper.act = act
    DestroyedPaper.objects.bulk_create(papers, batch_size=CHUNK)
    record_event(action="destruction-drawn-up", target=act, by=by, papers=len(papers))
    return act


def _commission(committee: Committee, chair_id: int, member_ids: Iterable[int]) -> list[str]:
    """Names and positions as they are today, the chair first."""
    wanted = [chair_id, *(each for each in member_ids if each != chair_id)]
    people = Person.objects.of(committee.pk).in_bulk(wanted)
    return [
        ", ".join(part for part in (people[each].full_name, people[each].position) if part)
        for each in dict.fromkeys(wanted)
        if each in people
    ]


def _lines(
    kind: KeptKind, period: RetentionPeriod, today: datetime.date, *, most: int
) -> list[DestroyedPaper]:
    return [
        DestroyedPaper(
            kind=kind.code,
            target_id=record.pk,
            name=str(record)[:255],
            belongs_to=kind.belongs_to(record)[:500],
            dated_on=record.kept_day,
            kept_until=period.ends_on(record.kept_day),
            sha256=record.sha256,
            size=record.size,
            files=record.stored_files,
        )
        for record in kind.due(period, today)[:most]
    ]


@transaction.atomic
def withdraw_act(*, act_id: int, now: datetime.datetime, by: User) -> DestructionAct:
    """Give a draft up; its papers are due again.

    Raises:
        RuleViolation: act-decided.
    """
    permissions.check_can_withdraw_acts(by)
    act = DestructionAct.objects.visible_to(by).select_for_update().get(pk=act_id)
    rules.check_act_may_become(act, DestructionAct.Status.WITHDRAWN)
    act.papers.update(is_live=False)
    act.status = DestructionAct.Status.WITHDRAWN
    act.decided_at, act.decided_by = now, by
    act.save(update_fields=["status", "decided_at", "decided_by"])
    record_event(action="destruction-withdrawn", target=act, by=by)
    return act


@transaction.atomic
def confirm_act(*, act_id: int, now: datetime.datetime, by: User) -> DestructionAct:
    """The head confirms: the act gets its number and is frozen, the files go after the commit.

    Raises:
        RuleViolation: act-decided, papers-changed.
    """
    permissions.check_can_confirm_acts(by)
    committee = Committee.objects.select_for_update().get(pk=by.committee_id)
    act = DestructionAct.objects.visible_to(by).select_for_update().get(pk=act_id)
    rules.check_act_may_become(act, DestructionAct.Status.CONFIRMED)
    papers = list(act.papers.all())
    _note_missing(papers)
    act.year = timezone.localdate(now).year
    act.number = _next_number(committee, act.year)
    act.status = DestructionAct.Status.CONFIRMED
    act.decided_at, act.decided_by = now, by
    act.document = written_act(act, papers, {kind.code: kind.title for kind in kept_kinds()})
    act.document_sha256 = hashlib.sha256(act.document).hexdigest()
    act.save()
    _mark_records(act, papers, today=timezone.localdate(now))
    record_event(
        action="destruction-confirmed",
        target=act,
        by=by,
        papers=len(papers),
        sha256=act.document_sha256,
    )
    transaction.on_commit(lambda: erase_left(act_id=act.pk, now=now), robust=True)
    return act


def _note_missing(papers: list[DestroyedPaper]) -> None:
    """What is not in the store any more is said so in the act."""
    for paper in papers:
        paper.was_missing = not (paper.files and default_storage.exists(paper.files[0]))
    DestroyedPaper.objects.bulk_update(papers, ["was_missing"], batch_size=CHUNK)


def _next_number(committee: Committee, year: int) -> int:
    of_year = DestructionAct.objects.filter(committee=committee, year=year)
    return 1 + (of_year.aggregate(last=Max("number"))["last"] or 0)


def _mark_records(
    act: DestructionAct, papers: list[DestroyedPaper], *, today: datetime.date
) -> None:
    """The records stay and say by which act their files went."""
    periods = periods_of(act.committee_id)
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for paper in papers:
        by_kind[paper.kind][paper.target_id] = paper.sha256
    for code, wanted in by_kind.items():
        period = periods.get(code)
        present = kind_of(code).records(act.committee_id).filter(pk__in=wanted)
        locked = present.select_for_update(of=("self",))
        found = {record.pk: record for record in locked}
        is_due = period is not None and all(
            period.is_over_for(record.kept_day, today=today) for record in found.values()
        )
        if not is_due or {pk: record.sha256 for pk, record in found.items()} != wanted:
            raise RuleViolation(
                "papers-changed",
                "С тех пор как акт составлен, документы или сроки их хранения изменились. "
                "Отзовите этот проект и составьте новый.",
            )
        kind_of(code).model._default_manager.filter(pk__in=wanted).update(destroyed_by_act=act)


def erase_left(*, act_id: int | None = None, now: datetime.datetime) -> int:
    """Erase what confirmed acts have left; may run twice, at once, and after any crash.

    Returns the number of papers whose files are gone now. A store that refuses is noted in the
    log, and its paper stays for the next time.
    """
    left = DestroyedPaper.objects.left()
    erased = 0
    for paper in (left if act_id is None else left.filter(act_id=act_id)).iterator(CHUNK):
        try:
            for name in paper.files:
                default_storage.delete(name)
        except OSError:
            logger.exception("files of paper %s of act %s are left", paper.pk, paper.act_id)
            continue
        erased += DestroyedPaper.objects.left().filter(pk=paper.pk).update(erased_at=now)
    return erased


def finish_act(*, act_id: int, now: datetime.datetime, by: User) -> int:
    """Erase by hand what is left of one act; returns how many papers that were."""
    permissions.check_can_withdraw_acts(by)
    act = DestructionAct.objects.visible_to(by).get(pk=act_id)
    return erase_left(act_id=act.pk, now=now)
