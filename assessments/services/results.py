"""Decisions about results: a form is taken whole or not at all, and kept either way."""

import datetime
import hashlib
from typing import Any

import numpy as np
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.files.serving import random_storage_name
from accounts.models import User
from assessments import permissions, rules
from assessments.models import Result, Session, Upload
from assessments.scoring.scores import Scale, encode_scores, marks_for
from assessments.services import declarations, reconciliation
from assessments.services.result_forms import spec_of
from assessments.spreadsheets.findings import Fault, Mend, ParticipantRow
from assessments.spreadsheets.result_reader import read_results
from assessments.spreadsheets.spec import FormSpec

MAX_KEPT = 500  # faults and mends of one file; a table of more helps nobody
MAX_REASON = 500  # characters


def receive_results(
    *,
    session_id: int,
    data: bytes,
    filename: str,
    today: datetime.date,
    by: User,
    reason: str = "",
) -> Upload:
    """Read a filled form and take its results, or keep it as refused with all its faults.

    Reading takes seconds in a child process, so it happens before the transaction: nobody waits
    for a lock meanwhile. What was true when it began is asked again inside.

    Args:
        reason: why results that are there already are replaced.

    Raises:
        RuleViolation: session-cancelled, session-not-held, same-file, same-rows, no-reason,
            replacement-closed, work-without-items, work-changed.
    """
    permissions.check_can_bring_results(by)
    session = Session.objects.visible_to(by).for_table().get(pk=session_id)
    sha256 = hashlib.sha256(data).hexdigest()
    rules.check_awaits_file(session, today=today)
    rules.check_has_items(session.work)
    check_replacement(session, sha256=sha256, reason=reason, today=today, by=by)
    spec = spec_of(session)
    found = read_results(data, spec)
    upload = Upload(
        session=session,
        original_name=filename[:255],
        size=len(data),
        sha256=sha256,
        faults=faults_as_json(found.refused),
        mended=mends_as_json(found.mended),
        participants=len(found.accepted),
        reason=reason.strip()[:MAX_REASON],
        uploaded_by=by,
    )
    if found.refused:
        return _keep_refused(upload, data, fault_count=len(found.refused), by=by)
    return _take_if_unchanged(upload, data, rows=found.accepted, spec=spec, today=today, by=by)


def check_replacement(
    session: Session, *, sha256: str, reason: str, today: datetime.date, by: User
) -> Upload | None:
    """The upload that a new file would replace. The committee gives leave, so it needs none."""
    current = _current_upload(session)
    if current is None:
        return None
    rules.check_not_the_same_file(current, sha256)
    if not by.is_committee_editor:
        rules.check_replacement_open(session, today=today)
    rules.check_replacement_reason(reason)
    return current


def check_differs(session: Session, *, sha256: str, rows: list[ParticipantRow]) -> None:
    """Whether a checked form says anything that the session's results do not say already.

    Raises:
        RuleViolation: same-file, same-rows.
    """
    current = _current_upload(session)
    if current is not None:
        rules.check_not_the_same_file(current, sha256)
        rules.check_rows_differ(session, _results(Upload(), session, rows))


@transaction.atomic
def _keep_refused(upload: Upload, data: bytes, *, fault_count: int, by: User) -> Upload:
    upload.state = Upload.State.REFUSED
    upload.participants = 0
    _store(upload, data)
    record_event(
        action="results-refused",
        target=upload.session,
        by=by,
        upload=upload.pk,
        sha256=upload.sha256,
        faults=fault_count,
    )
    return upload


def lock_for_results(session_id: int, by: User) -> Session:
    """Whoever takes results holds their session first, and asks once for all it hangs on."""
    visible = Session.objects.visible_to(by).for_table()
    return visible.select_for_update(of=("self",)).get(pk=session_id)


@transaction.atomic
def _take_if_unchanged(
    upload: Upload,
    data: bytes,
    *,
    rows: list[ParticipantRow],
    spec: FormSpec,
    today: datetime.date,
    by: User,
) -> Upload:
    upload.session = lock_for_results(upload.session_id, by)
    if spec_of(upload.session) != spec:
        raise RuleViolation(
            "work-changed",
            "Пока форма проверялась, работу или сессию изменили. Загрузите форму ещё раз.",
        )
    return take_results(upload, data, rows=rows, today=today, by=by)


def take_results(
    upload: Upload, data: bytes, *, rows: list[ParticipantRow], today: datetime.date, by: User
) -> Upload:
    """Make the rows of a checked form the results of its session; a part of a decision.

    The decision holds the session (`lock_for_results`) and has seen that its form is still the one
    that the rows were checked against.

    Raises:
        RuleViolation: as `receive_results`.
    """
    session = upload.session
    rules.check_awaits_file(session, today=today)
    replaced = check_replacement(
        session, sha256=upload.sha256, reason=upload.reason, today=today, by=by
    )
    made = _results(upload, session, rows)
    if replaced is not None:
        rules.check_rows_differ(session, made)
    upload.state = Upload.State.ACCEPTED
    _store(upload, data)
    if replaced is not None:
        Upload.objects.filter(pk=replaced.pk).update(replaced_by=upload)
    session.results.all().delete()
    Result.objects.bulk_create(made)
    Session.objects.filter(pk=session.pk).update(
        status=Session.Status.COLLECTED, version=F("version") + 1
    )
    reconciliation.count_results(session_ids=[session.pk], by=by)
    declarations.overtake(session_ids=[session.pk], by=by, upload=upload)
    record_event(
        action="results-accepted",
        target=session,
        by=by,
        upload=upload.pk,
        sha256=upload.sha256,
        participants=upload.participants,
        replaces=replaced.pk if replaced else None,
    )
    return upload


def _current_upload(session: Session) -> Upload | None:
    return session.uploads.current().first()


def _store(upload: Upload, data: bytes) -> None:
    name = random_storage_name("results", "xlsx")
    upload.file.save(name, ContentFile(data), save=False)
    upload.save()


def _results(upload: Upload, session: Session, rows: list[ParticipantRow]) -> list[Result]:
    """Totals are counted from the scores; a mark is given only where the work has a scale."""
    present = [row for row in rows if not row.absent]
    marks = _marks(session, [row.total or 0 for row in present])
    mark_of = dict(zip((row.code for row in present), marks, strict=True))
    return [
        Result(
            session=session,
            upload=upload,
            code=row.code,
            variant=row.variant,
            absent=row.absent,
            scores=encode_scores([_plain(score) for score in row.scores]),
            total=row.total,
            mark=mark_of.get(row.code),
            journal_mark=row.journal_mark,
        )
        for row in rows
    ]


def _marks(session: Session, totals: list[int]) -> list[int | None]:
    work = session.work
    if work.uppers is None:
        return [None] * len(totals)
    scale = Scale(*work.uppers, work.max_points)
    return [int(mark) for mark in marks_for(totals=np.asarray(totals, np.int64), scale=scale)]


def _plain(score: Any) -> Any:
    """Points as they are, «X» and «не пройд.» as plain text."""
    return score if isinstance(score, int) else str(score)


def faults_as_json(faults: list[Fault]) -> list[dict[str, Any]]:
    return [_fault_json(fault) for fault in faults[:MAX_KEPT]]


def mends_as_json(mends: list[Mend]) -> list[dict[str, Any]]:
    return [_mend_json(mend) for mend in mends[:MAX_KEPT]]


def _fault_json(fault: Fault) -> dict[str, Any]:
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "heading": fault.heading,
        "value": fault.value,
        "code": fault.code,
        "reason": fault.reason,
        "remedy": fault.remedy,
    }


def _mend_json(mend: Mend) -> dict[str, Any]:
    place = mend.place
    return {
        "sheet": place.sheet,
        "row": place.row,
        "column": place.letter,
        "heading": place.heading,
        "value": mend.value,
        "code": mend.code,
        "became": mend.became,
    }
