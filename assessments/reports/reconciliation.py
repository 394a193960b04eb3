"""What pages of reconciliation show: numbers side by side, differences in words."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import count_of
from accounts.waiting import WaitingItem
from assessments.followers import UncountedAct, uncounted_acts
from assessments.models import (
    Discrepancy,
    DiscrepancyNote,
    Procedure,
    Session,
    SessionQuerySet,
    Tally,
)


class NumbersRow(NamedTuple):
    """One source; None where it says nothing."""

    source: str
    present: int | None
    absent: int | None
    note: str = ""
    address: str = ""  # where what is missing can be put right
    remedy: str = ""

    @property
    def total(self) -> int | None:
        return None if self.absent is None or self.present is None else self.present + self.absent


class SessionNumbers(NamedTuple):
    pupils: int
    rows: list[NumbersRow]
    standing: list[Discrepancy]
    settled: list[Discrepancy]
    protocol: Tally | None

    @property
    def unresolved(self) -> int:
        """Differences whose explanation nobody has accepted."""
        return sum(each.state != Discrepancy.State.ACCEPTED for each in self.standing)


def session_numbers(session: Session, user: User) -> SessionNumbers:
    """The sources in the order in which they are compared."""
    tallies = list(session.tallies.select_related("recorded_by__person"))
    found = {tally.source: tally for tally in tallies if tally.source != Tally.Source.ACT}
    acts = [tally for tally in tallies if tally.source == Tally.Source.ACT]
    rows = [
        _row(source, found.get(source)) for source in (Tally.Source.FILE, Tally.Source.PROTOCOL)
    ]
    rows += [_row(Tally.Source.ACT, act) for act in acts]
    rows += [_uncounted(act) for act in uncounted_acts(session, user)]
    if len(rows) == len(Tally.Source) - 1:
        rows.append(_row(Tally.Source.ACT, None))
    every = list(_with_notes(session.discrepancies.all()))
    return SessionNumbers(
        pupils=session.class_group.pupils,
        rows=rows,
        standing=[each for each in every if each.state != Discrepancy.State.SETTLED],
        settled=[each for each in every if each.state == Discrepancy.State.SETTLED],
        protocol=found.get(Tally.Source.PROTOCOL),
    )


MISSING = {
    Tally.Source.FILE: "файл не загружен",
    Tally.Source.PROTOCOL: "числа не вписаны",
    Tally.Source.ACT: "акта нет",
}


def _row(source: Tally.Source, tally: Tally | None) -> NumbersRow:
    name = source.label.capitalize()
    if tally is None:
        return NumbersRow(name, None, None, MISSING[source])
    return NumbersRow(name, tally.present, tally.absent)


def _uncounted(act: UncountedAct) -> NumbersRow:
    name = Tally.Source.ACT.label.capitalize()
    remedy = "дополните" if act.may_supplement else "открыть акт"
    return NumbersRow(name, None, None, "в акте нет чисел", act.address, remedy)


def _with_notes(discrepancies: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
    notes = DiscrepancyNote.objects.select_related("said_by__person")
    return discrepancies.prefetch_related(Prefetch("notes", queryset=notes))


class Overview(NamedTuple):
    """Where a procedure stands with its numbers."""

    awaiting_school: int
    awaiting_committee: int
    accepted: int
    without_protocol: int


def overview(procedure: Procedure, user: User) -> Overview:
    """Of the sessions this person may see."""
    standing = Discrepancy.objects.visible_to(user).standing().filter(session__procedure=procedure)
    states = dict(
        standing.order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
        .values_list("state", "number")
    )
    state = Discrepancy.State
    return Overview(
        awaiting_school=states.get(state.OPENED, 0) + states.get(state.RETURNED, 0),
        awaiting_committee=states.get(state.EXPLAINED, 0),
        accepted=states.get(state.ACCEPTED, 0),
        without_protocol=without_protocol_numbers(
            Session.objects.visible_to(user).filter(procedure=procedure)
        ).count(),
    )


def without_protocol_numbers(sessions: SessionQuerySet) -> SessionQuerySet:
    """Results are there, and nobody has entered what the paper protocol says."""
    entered = Tally.objects.filter(session=OuterRef("pk"), source=Tally.Source.PROTOCOL)
    collected = sessions.filter(status=Session.Status.COLLECTED)
    return collected.filter(~Exists(entered))


# «Сегодня» ---------------------------------------------------------------------------------------


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """A line a procedure: what the school has to explain, what the committee has to decide on."""
    visible = Discrepancy.objects.visible_to(user)
    if user.is_deputy:
        return _lines(visible.awaiting_school(), "Объяснить, почему числа не сошлись")
    if user.is_committee_editor:
        return _lines(visible.awaiting_committee(), "Прочитать объяснения расхождений")
    return []


def _lines(discrepancies: QuerySet[Discrepancy], title: str) -> list[WaitingItem]:
    keys = discrepancies.order_by().values_list("session__procedure")
    counted = dict(keys.annotate(number=Count("pk")))
    procedures = Procedure.objects.filter(pk__in=counted)
    return [
        WaitingItem(
            title=f"{title}: {procedure}",
            address=reverse("assessments:reconciliation-list", args=[procedure.pk]),
            label=count_of(counted[procedure.pk], "расхождение,расхождения,расхождений"),
            tone="warn",
            note="класс, файл, протокол и акт наблюдателя",
        )
        for procedure in procedures
    ]
