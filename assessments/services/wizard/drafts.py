"""Files that were checked and wait for their author: kept, shown, dropped, forgotten."""

import datetime
import hashlib
from dataclasses import astuple
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.errors import RuleViolation
from accounts.files.serving import random_storage_name
from accounts.models import User
from assessments import permissions, rules
from assessments.models import Procedure, Session, UploadDraft
from assessments.services.results import check_differs, faults_as_json, mends_as_json
from assessments.services.wizard.reading import Part, read_file
from assessments.spreadsheets.findings import Fault, ParticipantRow, Place
from assessments.spreadsheets.spec import FormSpec, Unscored

KEPT_FOR = datetime.timedelta(days=7)
MAX_DRAFTS = 300  # of one person in one procedure; a large school writes some hundred works
TAKE_MENDED = "Загрузите исправленную форму."


def receive_file(*, procedure_id: int, data: bytes, filename: str, by: User) -> list[UploadDraft]:
    """Find out whose a file is and all that is wrong with it; keep it for its author to confirm.

    A newer file for the same work takes the place of an unconfirmed older one. Reading happens
    before the transaction: nobody waits for a lock meanwhile.

    Raises:
        RuleViolation: too-many-drafts.
    """
    permissions.check_can_bring_results(by)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    own = UploadDraft.objects.visible_to(by).filter(procedure=procedure)
    rules.check_room_for_drafts(own.unconfirmed().count(), most=MAX_DRAFTS)
    parts = read_file(data=data, procedure=procedure, by=by)
    return [_keep(part, data, procedure=procedure, filename=filename, by=by) for part in parts]


@transaction.atomic
def _keep(part: Part, data: bytes, *, procedure: Procedure, filename: str, by: User) -> UploadDraft:
    draft = _draft(part, data, filename)
    draft.procedure, draft.uploaded_by = procedure, by
    older = UploadDraft.objects.visible_to(by).unconfirmed().filter(procedure=procedure)
    if part.session is None:
        _forget(older.filter(session__isnull=True, sha256=draft.sha256))
    else:
        # Two files of one work at the same moment: the later one waits here.
        Session.objects.select_for_update().get(pk=part.session.pk)
        _forget(older.filter(session=part.session))
        _note_nothing_new(draft, part)
    draft.file.save(random_storage_name("drafts", "xlsx"), ContentFile(data), save=False)
    draft.save()
    return draft


def _draft(part: Part, data: bytes, filename: str) -> UploadDraft:
    rows = part.found.accepted if not part.found.refused else []
    state = UploadDraft.State.FAULTY if part.found.refused else UploadDraft.State.READY
    return UploadDraft(
        session=part.session,
        state=state if part.session is not None else UploadDraft.State.UNKNOWN,
        original_name=filename[:255],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        spec_sha256=fingerprint_of(part.spec) if part.spec is not None else "",
        rows=[astuple(row) for row in rows],
        faults=faults_as_json(part.found.refused),
        mended=mends_as_json(part.found.mended),
        present=sum(not row.absent for row in rows),
        absent=sum(row.absent for row in rows),
    )


def _note_nothing_new(draft: UploadDraft, part: Part) -> None:
    """What is there already need not be confirmed: it is said at once."""
    if draft.state != UploadDraft.State.READY or part.session is None:
        return
    try:
        check_differs(part.session, sha256=draft.sha256, rows=part.found.accepted)
    except RuleViolation as violation:
        draft.state = UploadDraft.State.FAULTY
        fault = Fault(Place(), violation.code, "", str(violation), TAKE_MENDED)
        draft.faults = faults_as_json([fault])


def _forget(drafts: Any) -> int:
    """Rows go at once, files when that is settled; those that became results stay."""
    gone = list(drafts.only("file"))
    for draft in gone:
        forget_file(draft)
    if gone:
        drafts.delete()
    return len(gone)


def forget_file(draft: UploadDraft) -> None:
    """The workbook goes when the decision is settled, not before."""
    if draft.file.name:
        transaction.on_commit(partial(draft.file.storage.delete, draft.file.name))


@transaction.atomic
def drop_draft(*, draft_id: int, by: User) -> None:
    """Think better of it.

    Raises:
        RuleViolation: draft-confirmed.
    """
    permissions.check_can_bring_results(by)
    own = UploadDraft.objects.visible_to(by).select_for_update()
    draft = own.get(pk=draft_id)
    rules.check_draft_unconfirmed(draft)
    _forget(UploadDraft.objects.filter(pk=draft.pk))


def remove_stale_drafts(*, now: datetime.datetime) -> int:
    """A while is a week: the clock clears away what nobody has confirmed, file and all."""
    stale = UploadDraft.objects.filter(uploaded_at__lt=now - KEPT_FOR)
    with transaction.atomic():
        return _forget(stale)


def fingerprint_of(spec: FormSpec) -> str:
    """Whether a form was checked against the same work, class and school."""
    return hashlib.sha256(repr(spec).encode()).hexdigest()


def rows_of(draft: UploadDraft) -> list[ParticipantRow]:
    """The checked rows as they were before they were put away."""
    return [_row(*values) for values in draft.rows]


def _row(
    row: int,
    code: str,
    variant: int | None,
    absent: bool,
    scores: list[int | str],
    class_ordinal: int | None,
    journal_mark: int | None,
    total: int | None,
) -> ParticipantRow:
    read = [score if isinstance(score, int) else Unscored(score) for score in scores]
    return ParticipantRow(row, code, variant, absent, read, class_ordinal, journal_mark, total)
