"""A scan as it is kept: checked, upright, without its metadata, with small pictures of it."""

import base64
from typing import Any, NamedTuple

from accounts.files.fence import FenceBroken, FenceLimits, run_fenced
from accounts.files.scans import (
    LIMITS,
    MAX_PAGES,
    MAX_PIXELS,
    REFUSALS,
    ScanType,
    recognise_outside,
    refused,
)

# A page that takes longer to draw is shown as a card.
PAGE_LIMITS = FenceLimits(cpu=3, wall=10)


class CleanScan(NamedTuple):
    """Serve it as `scan_type.mime`; the small pictures are JPEG, empty where there are none."""

    scan_type: ScanType
    data: bytes
    pages: int
    preview: bytes
    thumbnail: bytes


def clean_scan(data: bytes, filename: str) -> CleanScan:
    """A whole, safe scan made fit to keep; raise FileRefused for anything else.

    A photo is turned upright as its EXIF says. Place, telephone, author, comments and whatever
    hangs behind the picture go, also from photos inside a PDF.
    """
    scan_type = recognise_outside(data, filename)
    arguments = [scan_type.name, str(MAX_PIXELS), str(MAX_PAGES)]
    try:
        found = run_fenced("accounts.files.clean_child", arguments, data, LIMITS)
    except FenceBroken as error:
        raise refused("too_heavy") from error
    verdict = found["verdict"]
    if verdict != "ok":
        raise refused(verdict if verdict in REFUSALS else "damaged")
    clean = base64.b64decode(found["clean"])
    small = _first_page(clean) if scan_type is ScanType.PDF else found
    return CleanScan(
        scan_type, clean, found["pages"], _picture(small, "preview"), _picture(small, "thumbnail")
    )


def _first_page(data: bytes) -> dict[str, Any]:
    """Pictures of a page are a kindness: without them the scan is kept all the same."""
    try:
        found: dict[str, Any] = run_fenced("accounts.files.page_child", [], data, PAGE_LIMITS)
    except FenceBroken:
        return {}
    return found


def _picture(found: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(found.get(name, ""))
