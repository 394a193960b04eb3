"""Due dates as lines of a page: what each lacks, what may be said of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from plans import permissions
from plans.models import Evidence, Occurrence
from plans.rules.evidence import missing_kinds

STATE = Occurrence.State


@dataclass(frozen=True)
class Line:
    """`offered` are (value, label) of the states this person may set, the present one included."""

    occurrence: Occurrence
    offered: list[tuple[str, str]]
    missing: list[str]
    documents: int


def with_evidence(occurrences: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Everything a line needs, in one query more than the occurrences themselves."""
    current = Evidence.objects.current().order_by("pk")
    return occurrences.select_related(
        "activity__section__plan", "school", "done_by__person"
    ).prefetch_related(Prefetch("evidence", current))


def line_of(occurrence: Occurrence, user: User) -> Line:
    shown = list(occurrence.evidence.all())
    return Line(
        occurrence=occurrence,
        offered=offered_states(occurrence, user),
        missing=missing_kinds(occurrence.activity.evidence_kinds, shown),
        documents=len(shown),
    )


def lines_of(occurrences: Iterable[Occurrence], user: User) -> list[Line]:
    return [line_of(occurrence, user) for occurrence in occurrences]


@dataclass(frozen=True)
class Document:
    """The newest version, and the ones it has replaced, newest first."""

    newest: Evidence
    older: list[Evidence]

    @property
    def is_withdrawn(self) -> bool:
        return self.newest.withdrawn_at is not None


def documents_of(occurrence: Occurrence) -> list[Document]:
    """One query, however many versions."""
    # Not `occurrence.evidence`: what a page has fetched of it are the current versions alone.
    own = Evidence.objects.filter(occurrence=occurrence)
    every = own.select_related("added_by__person", "decided_by__person", "destroyed_by_act")
    known = {one.pk: one for one in every.order_by("pk")}
    replaced = {one.replaces_id for one in known.values()}
    return [Document(one, _before(one, known)) for one in known.values() if one.pk not in replaced]


def _before(newest: Evidence, known: dict[int, Evidence]) -> list[Evidence]:
    found, at = [], newest.replaces_id
    while at is not None:
        found.append(known[at])
        at = known[at].replaces_id
    return found


def offered_states(occurrence: Occurrence, user: User) -> list[tuple[str, str]]:
    """«Исполнено» first, as it is said most often; nothing for those who only read."""
    if not (user.is_committee_editor or (user.is_deputy and occurrence.school_id)):
        return []
    moves = {
        state
        for state in STATE
        if state != STATE.POSTPONED
        and (occurrence.can_become(state) or state == occurrence.state != STATE.PLANNED)
    }
    if not user.is_committee_editor:
        moves &= set(permissions.SCHOOL_STATES)
    order = (STATE.DONE, STATE.IN_PROGRESS, STATE.NOT_DONE, STATE.NOT_APPLICABLE, STATE.PLANNED)
    return [(state.value, state.label) for state in order if state in moves]
