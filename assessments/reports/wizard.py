"""What the page of many files shows: checked files by what is to be done with them."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from accounts.errors import RuleViolation
from accounts.models import User
from assessments import rules
from assessments.models import Procedure, ReplacementRequest, Result, Session, Upload, UploadDraft
from assessments.scoring.scores import encode_scores

IN_ORDER = ("held_on", "school__sort_key", "class_group__grade", "class_group__letter")
SHOWN_REASONS = 3  # the rest stands on the page of the file


class Reason(NamedTuple):
    """One kind of fault in a file, and how often it occurs."""

    words: str
    times: int


class Card(NamedTuple):
    """One checked file."""

    draft: UploadDraft
    current: Upload | None = None  # what it would replace
    obstacle: str = ""  # why it cannot be confirmed now although it is sound
    may_ask: bool = False  # the committee can open the way

    @property
    def can_be_confirmed(self) -> bool:
        return self.draft.is_ready and not self.obstacle

    @property
    def reasons(self) -> list[Reason]:
        """The plainest words of what is refused, the commonest first."""
        counts: dict[str, int] = {}
        for fault in self.draft.faults:
            counts[fault["reason"]] = counts.get(fault["reason"], 0) + 1
        common = sorted(counts.items(), key=lambda pair: -pair[1])
        return [Reason(*pair) for pair in common[:SHOWN_REASONS]]

    @property
    def remedy(self) -> str:
        return self.draft.faults[0]["remedy"] if self.draft.faults else ""

    @property
    def can_be_marked(self) -> bool:
        return any(fault["sheet"] and fault["row"] for fault in self.draft.faults)


class WizardPage(NamedTuple):
    ready: list[Card]
    faulty: list[Card]
    unknown: list[Card]
    confirmed: list[UploadDraft]
    waiting: list[Session]  # works that no file has come for

    @property
    def at_once(self) -> list[Card]:
        """Those that one press may confirm; a replacement needs its reason."""
        return [card for card in self.ready if card.can_be_confirmed and card.current is None]


def wizard_page(procedure: Procedure, user: User, today: datetime.date) -> WizardPage:
    """The author's own files of a procedure; the number of queries does not grow with them."""
    own = UploadDraft.objects.visible_to(user).filter(procedure=procedure)
    drafts = list(own.select_related("upload").defer("rows").order_by("pk"))
    sessions = _sessions(procedure, drafts, user, today)
    for draft in drafts:
        draft.session = sessions.get(draft.session_id or 0)
    place = {pk: number for number, pk in enumerate(sessions)}
    drafts.sort(key=lambda draft: place.get(draft.session_id or 0, len(place)))
    cards = cards_of([draft for draft in drafts if draft.upload_id is None], user, today)
    met = {draft.session_id for draft in drafts}
    state = UploadDraft.State
    return WizardPage(
        ready=[card for card in cards if card.draft.state == state.READY],
        faulty=[card for card in cards if card.draft.state == state.FAULTY],
        unknown=[card for card in cards if card.draft.state == state.UNKNOWN],
        confirmed=[draft for draft in drafts if draft.upload_id is not None],
        waiting=[session for pk, session in sessions.items() if pk not in met],
    )


def _sessions(
    procedure: Procedure, drafts: Iterable[UploadDraft], user: User, today: datetime.date
) -> dict[int, Session]:
    """Those of the files and, for a school, those that no file has come for, in their order.

    Asked once for both: the page is read several times a file by every school of an evening, and
    sessions with all they hang on are the dear part of it.
    """
    found = Session.objects.filter(pk__in={each.session_id for each in drafts if each.session_id})
    if user.is_deputy:
        own = Session.objects.visible_to(user).filter(procedure=procedure)
        found |= own.awaiting_results(today)
    sessions = found.select_related("school", "work__subject", "class_group").order_by(*IN_ORDER)
    by_id = {}
    for session in sessions:
        session.procedure = procedure
        by_id[session.pk] = session
    return by_id


def cards_of(drafts: Iterable[UploadDraft], user: User, today: datetime.date) -> list[Card]:
    """Unconfirmed files with what stands in their way today."""
    drafts = list(drafts)
    ids = [draft.session_id for draft in drafts if draft.session_id]
    if not ids:
        return [Card(draft) for draft in drafts]
    found = Upload.objects.current().filter(session__in=ids).select_related("uploaded_by__person")
    current = {upload.session_id: upload for upload in found}
    # Without results there is nothing to replace, and no leave to ask for.
    open_ids = _open_for_replacement(list(current), today)
    return [
        _card(draft, current.get(draft.session_id or 0), user, today, open_ids) for draft in drafts
    ]


def _open_for_replacement(ids: list[int], today: datetime.date) -> set[int]:
    granted = ReplacementRequest.objects.granted(today).filter(session__in=ids)
    return set(granted.values_list("session", flat=True))


def _card(
    draft: UploadDraft,
    current: Upload | None,
    user: User,
    today: datetime.date,
    open_ids: set[int],
) -> Card:
    session = draft.session
    if session is None:
        return Card(draft)
    try:
        rules.check_awaits_file(session, today=today)
    except RuleViolation as violation:
        return Card(draft, current, str(violation))
    if current is None or user.is_committee_editor or session.pk in open_ids:
        return Card(draft, current)
    due_on = session.procedure.results_due_on
    if due_on is not None and today > due_on:
        words = f"Срок загрузки закончился {due_on:%d.%m.%Y}: замену разрешает комитет."
        return Card(draft, current, words, may_ask=True)
    return Card(draft, current)


class Difference(NamedTuple):
    """How a replacement differs from the results that are there."""

    added: list[str]
    removed: list[str]
    changed: list[str]


def difference(draft: UploadDraft, session: Session) -> Difference:
    """Codes of participants, by comparison with the session's results."""
    before = {code: rest for code, *rest in map(_plain, session.results.defer("session", "upload"))}
    after = {row[1]: _new(row) for row in draft.rows}
    return Difference(
        added=sorted(after.keys() - before.keys()),
        removed=sorted(before.keys() - after.keys()),
        changed=sorted(
            code for code in after.keys() & before.keys() if after[code] != before[code]
        ),
    )


def _plain(result: Result) -> tuple[Any, ...]:
    scores = bytes(result.scores)
    return result.code, result.variant, result.absent, scores, result.journal_mark


def _new(row: list[Any]) -> list[Any]:
    """A kept row in the same terms; its places are those of `findings.ParticipantRow`."""
    _, _, variant, absent, scores, _, journal_mark, _ = row
    return [variant, absent, encode_scores(scores), journal_mark]
