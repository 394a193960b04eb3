"""The deputy's own file back, with everything to mend marked in it."""

from pathlib import PurePath
from typing import NamedTuple

from accounts.errors import RuleViolation
from accounts.files.errors import FileRefused
from accounts.models import User
from assessments.models import Upload
from assessments.spreadsheets.marking import CANNOT_MARK, mark_faults


class MarkedCopy(NamedTuple):
    content: bytes
    filename: str


def marked_copy(*, upload_id: int, by: User) -> MarkedCopy:
    """Made anew each time: it is asked for once or twice, and holds what the upload holds.

    Raises:
        Upload.DoesNotExist: another school's.
        RuleViolation: nothing-to-mark, cannot-mark.
    """
    upload = Upload.objects.visible_to(by).get(pk=upload_id)
    if not can_be_marked(upload):
        raise RuleViolation("nothing-to-mark", "В этом файле нечего отмечать.")
    with upload.file.open() as file:
        data = file.read()
    try:
        content = mark_faults(data, upload.faults)
    except FileRefused as refusal:
        raise RuleViolation("cannot-mark", CANNOT_MARK) from refusal
    return MarkedCopy(content, f"{PurePath(upload.original_name).stem}, замечания.xlsx")


def can_be_marked(upload: Upload) -> bool:
    """A file refused as a whole was never opened, and nothing opens it now."""
    return upload.state == Upload.State.REFUSED and any(
        fault.get("sheet") and fault.get("row") for fault in upload.faults
    )
