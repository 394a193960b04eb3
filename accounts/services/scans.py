"""What is decided alike about every scan, whatever it belongs to.

The rooms above ask who may and what the scan hangs on; then they call these.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from django.core.files.base import ContentFile
from django.db.models import Q

from accounts.errors import RuleViolation
from accounts.files.cleaning import CleanScan
from accounts.files.errors import FileRefused
from accounts.files.scans import MAX_BYTES, REFUSALS
from accounts.files.serving import random_storage_name
from accounts.models import Scan, ScanQuerySet, User

MAX_SCANS = 20  # of one session, of one act
LONGEST_NAME, LONGEST_TITLE, LONGEST_REASON = 255, 120, 300  # characters


class Brought(Protocol):
    """A file as a form hands it over."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


class LeftOut(NamedTuple):
    """A file that was not kept, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"«{self.name}»: {self.reason}"


class Place(NamedTuple):
    """What a person wants one scan to be called, and which number it has in the list."""

    scan_id: int
    number: int
    title: str


def attach_each(
    files: Iterable[Brought], attach: Callable[[bytes, str], object]
) -> tuple[int, list[LeftOut]]:
    """Attach file by file: the good ones are kept, each of the others is named with its reason.

    Returns how many were kept. One file is in memory at a time.
    """
    kept, left_out = 0, []
    for file in files:
        name = file.name or "без названия"
        try:
            attach(_content(file), name)
        except (RuleViolation, FileRefused) as problem:
            left_out.append(LeftOut(name, str(problem)))
        else:
            kept += 1
    return kept, left_out


def _content(file: Brought) -> bytes:
    """Turned away by its size before it is read into memory."""
    if (file.size or 0) > MAX_BYTES:
        raise FileRefused("too_large", REFUSALS["too_large"])
    return file.read()


def keep_scan(
    scan: Scan, *, original: bytes, clean: CleanScan, beside: ScanQuerySet[Any], folder: str
) -> None:
    """Fill a new scan in, store its files, save it as the last of those `beside` it.

    Call it in a transaction, with the row locked that the scans hang on.

    Raises:
        RuleViolation: same-file, too-many-scans.
    """
    scan.original_sha256 = hashlib.sha256(original).hexdigest()
    check_room(beside, scan.original_sha256)
    scan.original_name = scan.original_name[:LONGEST_NAME]
    scan.content_type = clean.scan_type.mime
    scan.size, scan.pages = len(clean.data), clean.pages
    scan.sha256 = hashlib.sha256(clean.data).hexdigest()
    scan.position = 1 + max((each.position for each in beside), default=0)
    for field, data, extension in (
        (scan.file, clean.data, clean.scan_type.extension),
        (scan.preview, clean.preview, ".jpg"),
        (scan.thumbnail, clean.thumbnail, ".jpg"),
    ):
        if data:
            field.save(random_storage_name(folder, extension), ContentFile(data), save=False)
    scan.save()


def check_room(beside: ScanQuerySet[Any], original_sha256: str) -> None:
    # Without the second sum the file was kept as it was brought.
    same = Q(original_sha256=original_sha256) | Q(original_sha256="", sha256=original_sha256)
    if beside.filter(same).exists():
        raise RuleViolation("same-file", "Этот скан уже приложен.")
    if beside.count() >= MAX_SCANS:
        raise RuleViolation("too-many-scans", f"Уже приложено сканов: {MAX_SCANS}.")


def arrange_scans(scans: ScanQuerySet[Any], places: Iterable[Place]) -> None:
    """Give the scans their names and their order; equal numbers keep the order they had.

    Raises:
        RuleViolation: stale (the list is not what the person saw).
    """
    wanted = {place.scan_id: place for place in places}
    present = list(scans)
    if wanted.keys() != {scan.pk for scan in present}:
        raise RuleViolation(
            "stale", "Пока вы смотрели, список сканов изменился. Проверьте порядок ещё раз."
        )
    ordered = sorted(present, key=lambda scan: wanted[scan.pk].number)
    for number, scan in enumerate(ordered, start=1):
        scan.position = number
        scan.title = wanted[scan.pk].title.strip()[:LONGEST_TITLE]
    scans.model._default_manager.bulk_update(ordered, ["position", "title"])


def take_off(scan: Scan, *, reason: str, now: datetime.datetime, by: User) -> None:
    """Take a scan off its list; the file and the record stay.

    Raises:
        RuleViolation: no-reason, already-removed, destroyed.
    """
    if scan.removed_at is not None:
        raise RuleViolation("already-removed", "Скан уже убран.")
    if scan.is_destroyed:
        raise RuleViolation("destroyed", "Скан уничтожен по акту, убирать нечего.")
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите, почему скан убирается.")
    scan.removed_at, scan.removed_by = now, by
    scan.removal_reason = reason.strip()[:LONGEST_REASON]
    scan.save(update_fields=["removed_at", "removed_by", "removal_reason"])
