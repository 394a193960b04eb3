"""The deputy's own file back, with everything to mend marked in it."""

from pathlib import PurePath
from typing import Any, NamedTuple

from accounts.errors import RuleViolation
from accounts.files.errors import FileRefused
from accounts.models import User
from assessments.models import ResultsImport, Upload, UploadDraft
from assessments.spreadsheets.marking import CANNOT_MARK, mark_faults, mark_faults_of_report

Record = Upload | UploadDraft | ResultsImport
# Bytes; a file of many schools beyond this takes longer to mark than anybody waits for a page.
LARGE = 512 * 1024


class MarkedCopy(NamedTuple):
    content: bytes
    filename: str


def marked_copy(*, upload_id: int, by: User) -> MarkedCopy:
    """Made anew each time: it is asked for once or twice, and holds what the upload holds.

    Raises:
        Upload.DoesNotExist: another school's.
        RuleViolation: nothing-to-mark, cannot-mark.
    """
    return _marked(Upload.objects.visible_to(by).get(pk=upload_id))


def marked_copy_of_draft(*, draft_id: int, by: User) -> MarkedCopy:
    """The same of a file that is not confirmed yet.

    Raises:
        UploadDraft.DoesNotExist: somebody else's.
        RuleViolation: nothing-to-mark, cannot-mark.
    """
    return _marked(UploadDraft.objects.visible_to(by).get(pk=draft_id))


def marked_copy_of_import(*, import_id: int, by: User) -> MarkedCopy:
    """The same of a file of many schools; of a large one, the copy that the worker has made.

    Raises:
        ResultsImport.DoesNotExist: another committee's.
        RuleViolation: nothing-to-mark, cannot-mark, not-marked-yet.
    """
    kept = ResultsImport.objects.visible_to(by).get(pk=import_id)
    if not is_large(kept):
        return _marked(kept)
    if not kept.marked:
        raise RuleViolation("not-marked-yet", "Файл с отметками ещё не составлен.")
    with kept.marked.open() as file:
        return MarkedCopy(file.read(), _name(kept))


def is_large(kept: ResultsImport) -> bool:
    return kept.size > LARGE


def _marked(record: Record) -> MarkedCopy:
    check_can_be_marked(record)
    return MarkedCopy(marked_content(record), _name(record))


def _name(record: Record) -> str:
    return f"{PurePath(record.original_name).stem}, замечания.xlsx"


def check_can_be_marked(record: Record) -> None:
    if not can_be_marked(record):
        raise RuleViolation("nothing-to-mark", "В этом файле нечего отмечать.")


def marked_content(record: Record) -> bytes:
    """The file of a record as bytes, with its faults in it.

    Raises:
        RuleViolation: cannot-mark.
    """
    mark = mark_faults_of_report if isinstance(record, ResultsImport) else mark_faults
    with record.file.open() as file:
        data = file.read()
    try:
        return mark(data, record.faults)
    except FileRefused as refusal:
        raise RuleViolation("cannot-mark", CANNOT_MARK) from refusal


def can_be_marked(record: Record) -> bool:
    """A file refused as a whole was never opened, and nothing opens it now."""
    if isinstance(record, ResultsImport):
        return has_places(record.faults)
    if isinstance(record, Upload) and record.destroyed_by_act_id is not None:
        return False
    refused = record.state in (Upload.State.REFUSED, UploadDraft.State.FAULTY)
    return refused and has_places(record.faults)


def has_places(faults: list[dict[str, Any]]) -> bool:
    return any(fault.get("sheet") and fault.get("row") for fault in faults)
