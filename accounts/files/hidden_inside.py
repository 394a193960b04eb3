"""Which rows and columns of a workbook are hidden: the reader of its cells does not tell.

Looked for in the child, in the bytes as they are unpacked; nothing here can refuse a file.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

CHUNK = 1024 * 1024  # bytes
LONGEST_TAG = 4096  # bytes; a longer one is no row and no column
SMALL_PART = 4 * 1024 * 1024  # bytes of the list of sheets
MOST = 100_000  # rows and columns of one sheet
NAME, TARGET = "name", "Target"
RELATION = re.compile(r"\{.*/relationships\}id$")
TAG = re.compile(rb"<(?:\w+:)?(row|col)\s([^>]*)>")
HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
NUMBER = {
    name: re.compile(rb"\b" + name + rb"\s*=\s*[\"'](\d{1,7})[\"']")
    for name in (b"r", b"min", b"max")
}


class Hidden(NamedTuple):
    """Numbers as Excel counts them, from 1; columns as (first, last)."""

    rows: list[int]
    columns: list[tuple[int, int]]


def hidden_parts(source: IO[bytes]) -> dict[str, Hidden]:
    """What is hidden, by the name of the sheet; a sheet that hides nothing is left out."""
    try:
        with zipfile.ZipFile(source) as archive:
            found = {
                name: _of_sheet(archive, part) for name, part in _parts_of_sheets(archive).items()
            }
    # A file that its reader takes may be bent in a hundred ways; then nothing is known.
    except Exception:
        return {}
    return {name: hidden for name, hidden in found.items() if hidden.rows or hidden.columns}


def _parts_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    main = "xl/workbook.xml"
    targets = {
        each.get("Id"): each.get(TARGET, "")
        for each in _tree(archive, "xl/_rels/workbook.xml.rels").iter()
    }
    parts = {}
    for each in _tree(archive, main).iter():
        key = next((value for name, value in each.attrib.items() if RELATION.search(name)), None)
        if each.tag.endswith("}sheet") and key in targets:
            target = targets[key]
            joined = posixpath.join(posixpath.dirname(main), target)
            parts[each.get(NAME, "")] = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(joined)
            )
    return parts


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    with archive.open(name) as part:
        return ElementTree.fromstring(part.read(SMALL_PART), forbid_dtd=True)


def _of_sheet(archive: zipfile.ZipFile, part: str) -> Hidden:
    found = Hidden([], [])
    with archive.open(part) as stream:
        for piece in _pieces(stream):
            # Nearly every sheet hides nothing: then this one look is all.
            if b"hidden" in piece:
                _note(piece, found)
            if len(found.rows) + len(found.columns) > MOST:
                break
    return found


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet piece by piece, no tag torn in two."""
    rest = b""
    while chunk := stream.read(CHUNK):
        piece = rest + chunk
        torn = piece.rfind(b"<")
        whole = torn if torn >= 0 and len(piece) - torn <= LONGEST_TAG else len(piece)
        yield piece[:whole]
        rest = piece[whole:]
    yield rest


def _note(piece: bytes, found: Hidden) -> None:
    for kind, attributes in TAG.findall(piece):
        if not HIDDEN.search(attributes):
            continue
        if kind == b"row" and (number := _number(b"r", attributes)):
            if not found.rows or found.rows[-1] != number:
                found.rows.append(number)
        elif kind == b"col":
            first, last = _number(b"min", attributes), _number(b"max", attributes)
            if first and last and (first, last) not in found.columns[-1:]:
                found.columns.append((first, last))


def _number(name: bytes, attributes: bytes) -> int:
    found = NUMBER[name].search(attributes)
    return int(found[1]) if found else 0
