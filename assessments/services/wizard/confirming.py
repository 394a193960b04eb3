"""The moment at which a checked file becomes results."""

import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.models import Session, Upload, UploadDraft
from assessments.services.result_forms import spec_of
from assessments.services.results import MAX_REASON, lock_for_results, take_results
from assessments.services.wizard.drafts import fingerprint_of, forget_file, rows_of


@transaction.atomic
def confirm_draft(*, draft_id: int, reason: str = "", today: datetime.date, by: User) -> Upload:
    """Take the results of a file that its author has looked through, and give the receipt.

    Args:
        reason: why results that are there already are replaced.

    Raises:
        RuleViolation: draft-confirmed, draft-not-ready, and all of `receive_results`.
    """
    permissions.check_can_bring_results(by)
    own = UploadDraft.objects.visible_to(by)
    session_id = own.values_list("session", flat=True).get(pk=draft_id)
    # First the session, then the draft: in the order in which a newer file takes them.
    session = lock_for_results(session_id, by) if session_id is not None else None
    draft = own.select_for_update().get(pk=draft_id)
    rules.check_draft_unconfirmed(draft)
    rules.check_draft_ready(draft)
    if session is None or fingerprint_of(spec_of(session)) != draft.spec_sha256:
        raise RuleViolation(
            "work-changed",
            "После проверки работу или сессию изменили. Загрузите файл ещё раз: портал проверит "
            "его заново.",
        )
    with draft.file.open() as file:
        data = file.read()
    upload = take_results(
        _upload(draft, session, reason, by), data, rows=rows_of(draft), today=today, by=by
    )
    forget_file(draft)
    draft.upload, draft.rows, draft.file = upload, [], ""
    draft.save(update_fields=["upload", "rows", "file"])
    return upload


def _upload(draft: UploadDraft, session: Session, reason: str, by: User) -> Upload:
    return Upload(
        session=session,
        original_name=draft.original_name,
        size=draft.size,
        sha256=draft.sha256,
        mended=draft.mended,
        participants=draft.present + draft.absent,
        reason=reason.strip()[:MAX_REASON],
        uploaded_by=by,
    )


class Confirmed(NamedTuple):
    """Which files became results, and which could not, with the reason in words."""

    uploads: list[Upload]
    refused: list[tuple[UploadDraft, str]]


def confirm_ready(*, procedure_id: int, today: datetime.date, by: User) -> Confirmed:
    """Confirm every file without remarks; each on its own, so that one cannot hold up another.

    Replacements stay: each needs its reason.
    """
    permissions.check_can_bring_results(by)
    ready = (
        UploadDraft.objects.visible_to(by)
        .unconfirmed()
        .filter(procedure=procedure_id, state=UploadDraft.State.READY)
        .exclude(session__in=Upload.objects.current().values("session"))
    )
    confirmed = Confirmed([], [])
    for draft in ready.order_by("pk").defer("rows"):
        try:
            upload = confirm_draft(draft_id=draft.pk, today=today, by=by)
        except RuleViolation as violation:
            confirmed.refused.append((draft, str(violation)))
        else:
            confirmed.uploads.append(upload)
    return confirmed
