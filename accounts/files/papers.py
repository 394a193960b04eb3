"""Recognises a document by what is inside it: a scan, a photo, a Word file, a workbook."""

from typing import NamedTuple

from accounts.files.archives import ArchiveLimits, Kind, check_archive
from accounts.files.errors import FileRefused
from accounts.files.scans import MAX_BYTES, MIB, recognise_scan
from accounts.files.strangers import OLE, ZIP, refuse_stranger

OFFICE: dict[str, tuple[Kind, str]] = {
    ".docx": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# Nobody opens these here: they are only kept and handed back. Pictures inside may be large.
LIMITS = ArchiveLimits(packed=MAX_BYTES, unpacked=128 * MIB)
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
OTHER_WORDS = {
    "wrong_kind": "Это не PDF, не JPEG, не PNG и не документ .docx или .xlsx. Сохраните документ "
    "в одном из этих форматов.",
    "too_large": f"Файл больше {MAX_BYTES // MIB} МБ. Сохраните его как PDF меньшего размера или "
    "разделите на несколько файлов.",
    "bomb": "После распаковки файл становится слишком большим. Сохраните документ как PDF "
    "и приложите его.",
    "forbidden_xml": "Внутри файла есть то, чего не бывает в обычных документах. Сохраните "
    "документ как PDF и приложите его.",
    "far_cells": "На листе есть данные далеко за таблицей. Сохраните таблицу как PDF "
    "и приложите его.",
}


class Paper(NamedTuple):
    """Serve it as `mime`, store it with `extension`."""

    mime: str
    extension: str


def recognise_paper(data: bytes, filename: str) -> Paper:
    """What a whole, safe document is; raise FileRefused for anything else.

    Scans and photos are opened in full in a child process; an office file is looked at as an
    archive, member by member, and never opened by an office reader.
    """
    try:
        if data.startswith((ZIP, OLE)):
            return _office(data, filename)
        found = recognise_scan(data, filename)
    except FileRefused as refused:
        words = OTHER_WORDS.get(refused.code)
        raise FileRefused(refused.code, words or refused.message) from refused
    return Paper(found.mime, found.extension)


def _office(data: bytes, filename: str) -> Paper:
    name = filename.lower().strip()
    suffix = next((suffix for suffix in OFFICE if name.endswith(suffix)), "")
    if data.startswith(OLE):
        # The old formats are told apart by their names alone here.
        refuse_stranger(data, "xlsx" if name.endswith(("xls", "xlsx")) else "docx")
    if not suffix:
        raise FileRefused("wrong_kind", OTHER_WORDS["wrong_kind"])
    kind, mime = OFFICE[suffix]
    check_archive(data, kind=kind, limits=LIMITS)
    return Paper(mime, suffix)
