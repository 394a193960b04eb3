"""The filled forms behind the demo's results: what schools would have uploaded."""

import hashlib
import io
from collections import defaultdict

from django.core.files.base import ContentFile
from openpyxl.worksheet.worksheet import Worksheet

from accounts.files.serving import random_storage_name
from accounts.models import User
from assessments.models import Result, Session, Upload
from assessments.scoring.scores import decode_scores
from assessments.services.result_forms import spec_of
from assessments.spreadsheets.result_form import form_workbook
from assessments.spreadsheets.spec import FormSpec

VARIANT, FIRST_ITEM = 2, 3  # columns, counted from 1
ABSENT, NO_MARK = "отсутствовал", "нет отметки"


def attach_forms(sessions: list[Session], results: list[Result], *, by: User) -> None:
    """Give every session its accepted upload: a real workbook that says what the results say.

    The results are not saved yet; they leave with their upload.
    """
    rows: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.session_id].append(result)
    for session in sessions:
        upload = _upload(session, rows[session.pk], by)
        for result in rows[session.pk]:
            result.upload = upload


def _upload(session: Session, results: list[Result], by: User) -> Upload:
    data = filled_form(spec_of(session), results)
    upload = Upload(
        session=session,
        original_name=f"{session.work.subject} {session.class_group.label}.xlsx",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        state=Upload.State.ACCEPTED,
        participants=len(results),
        uploaded_by=by,
    )
    upload.file.save(random_storage_name("results", "xlsx"), ContentFile(data), save=True)
    return upload


def filled_form(spec: FormSpec, results: list[Result]) -> bytes:
    """The session's own form with a row for each participant."""
    workbook = form_workbook(spec, [result.code for result in results])
    sheet = workbook["Протокол"]
    for row, result in enumerate(results, start=2):
        _fill(sheet, row, result, spec)
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def _fill(sheet: Worksheet, row: int, result: Result, spec: FormSpec) -> None:
    if result.absent:
        sheet.cell(row, VARIANT, ABSENT)
        return
    scores = decode_scores(result.scores)
    values = [*scores, spec.own_ordinal, result.journal_mark or NO_MARK]
    sheet.cell(row, VARIANT, result.variant)
    for column, value in enumerate(values, start=FIRST_ITEM):
        sheet.cell(row, column, value)
