"""The look into an XLSX or DOCX itself, by whoever has the memory for it.

The archive is unpacked here once, to memory, counting what really comes out: the sizes written
in an archive are the sender's claim, not a fact. Imports nothing but the standard library.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from accounts.files.errors import FileRefused
from accounts.files.strangers import refuse_stranger

Kind = Literal["xlsx", "docx"]

MIB = 1024 * 1024
MAIN_PART = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
END_OF_ARCHIVE = b"PK\x05\x06"
DIRECTORY_ENTRY = 400  # bytes of the directory for one part, more than any office program writes
CHUNK = 64 * 1024  # bytes
# All that the standard library raises on archives bent in one way or another.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    RuntimeError,  # NotImplementedError for unknown compression is one of these
)
XML_NAMES = (".xml", ".rels", ".vml")
CONTROL_OR_BACKSLASH = re.compile(r"[\x00-\x1f\\:]")
DECLARED_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)", re.I)
# A cell with something inside; an empty formatted cell closes itself and counts for nothing.
# Nearly every program writes the first form, and a fixed beginning is found several times faster.
FILLED_CELL = re.compile(rb'<c r="([A-Za-z]{1,3})(\d{1,9})"[^>]*(?<!/)>')
ODDLY_WRITTEN_CELL = re.compile(rb'<c\s(?!r=")')
PREFIXED_CELL = re.compile(rb":c\s")
ANY_FILLED_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,9})[\"'][^>]*(?<!/)>"
)


@dataclass(frozen=True)
class ArchiveLimits:
    """What an honest workbook or document never reaches."""

    packed: int = 10 * MIB  # bytes of the file itself
    unpacked: int = 64 * MIB  # bytes that really come out, all members together
    members: int = 500
    ratio: int = 200  # unpacked to packed, asked only of members over `ratio_from`
    ratio_from: int = 1 * MIB  # bytes; a short run of equal rows may pack very well
    cells: int = 2_000_000  # of the rectangle that spans all filled cells of a sheet


DEFAULT_LIMITS = ArchiveLimits()
TOO_HEAVY = (
    "Файл не удалось проверить: он слишком велик или устроен необычно. Скопируйте содержание "
    "в новый файл и загрузите его."
)


def look_inside(data: bytes, *, kind: Kind, limits: ArchiveLimits) -> None:
    """Raise FileRefused unless this is a plain, whole XLSX (or DOCX) that is safe to open."""
    if len(data) > limits.packed:
        raise FileRefused(
            "too_large",
            f"Файл больше {limits.packed // MIB} МБ. Удалите из него рисунки и лишние листы, "
            "сохраните и загрузите снова.",
        )
    refuse_stranger(data, kind)
    _check_directory(data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_ends(data, archive)
            _check_names(archive.infolist(), kind, limits)
            for name, content in _unpacked(archive, limits):
                _check_part(name, content, limits)
    except DAMAGE as error:
        raise FileRefused(
            "damaged",
            "Файл повреждён или передан не целиком. Откройте его у себя, сохраните заново "
            "и загрузите ещё раз.",
        ) from error


def _check_directory(data: bytes, limits: ArchiveLimits) -> None:
    """A directory of thousands of parts is not even read: that alone would take a second."""
    last = data.rfind(END_OF_ARCHIVE)
    if last < 0 or len(data) < last + 22:
        return  # cut off: the reading itself will tell
    (size,) = struct.unpack_from("<I", data, last + 12)
    if size > limits.members * DIRECTORY_ENTRY:
        raise _too_many_parts(limits)


def _too_many_parts(limits: ArchiveLimits) -> FileRefused:
    return FileRefused(
        "too_many_parts",
        f"Внутри файла больше {limits.members} частей. Удалите рисунки и лишние листы.",
    )


def _check_ends(data: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing before the first member and nothing after the last: no two files in one."""
    last = data.rfind(END_OF_ARCHIVE)
    ends_here = last + 22 + len(archive.comment) == len(data)
    first = min((info.header_offset for info in archive.infolist()), default=0)
    if not ends_here or first != 0:
        raise FileRefused(
            "glued_files",
            "К файлу приписаны посторонние данные. Откройте его у себя, сохраните заново "
            "и загрузите ещё раз.",
        )


def _check_names(members: list[zipfile.ZipInfo], kind: Kind, limits: ArchiveLimits) -> None:
    # The full name: `filename` ends at a NUL, behind which another reader may read on.
    names = [member.orig_filename.lower() for member in members]
    if len(names) > limits.members:
        raise _too_many_parts(limits)
    is_strange = any(map(_leads_outside, names)) or any(map(_is_link, members))
    if len(set(names)) != len(names) or is_strange:
        raise FileRefused(
            "strange_names",
            "Внутри файла части с недопустимыми именами. Откройте его у себя, сохраните заново "
            "и загрузите ещё раз.",
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused("password", "Файл закрыт паролем. Снимите пароль и загрузите снова.")
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise _macros(kind)
    if MAIN_PART[kind] not in names or "[content_types].xml" not in names:
        raise _not_of_this_kind(names, kind)


def _leads_outside(name: str) -> bool:
    is_absolute = name.startswith("/")
    return is_absolute or ".." in name.split("/") or bool(CONTROL_OR_BACKSLASH.search(name))


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)


def _macros(kind: Kind) -> FileRefused:
    return FileRefused(
        "macros",
        f"В файле есть макросы. Сохраните его как обычный файл .{kind} без макросов "
        "и загрузите снова.",
    )


def _not_of_this_kind(names: list[str], kind: Kind) -> FileRefused:
    """A right archive with the wrong thing in it: say what was recognised."""
    found = "другой файл"
    for mark, title in (
        ("xl/workbook.bin", "двоичная книга Excel (.xlsb)"),
        ("xl/workbook.xml", "книга Excel"),
        ("word/document.xml", "документ Word"),
        ("ppt/presentation.xml", "презентация"),
        ("content.xml", "файл OpenDocument (.ods, .odt)"),
    ):
        if mark in names:
            found = title
            break
    wanted = "Здесь нужна книга Excel" if kind == "xlsx" else "Здесь нужен документ Word"
    return FileRefused(
        "wrong_kind",
        f"{wanted}, а внутри файла — {found}. Откройте его у себя и сохраните в формате .{kind}.",
    )


def _unpacked(archive: zipfile.ZipFile, limits: ArchiveLimits) -> Iterator[tuple[str, bytes]]:
    """Each member with what really came out of it, stopping at the first byte too many."""
    left = limits.unpacked
    for member in archive.infolist():
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError(member.compress_type)
        # No more than this comes out of an honest member of this packed size.
        most = max(limits.ratio_from, limits.ratio * member.compress_size)
        content = _read_within(archive, member, min(left, most))
        left -= len(content)
        if left < 0 or len(content) > most:
            raise FileRefused(
                "bomb",
                "После распаковки файл становится слишком большим. Скопируйте таблицу в чистую "
                "форму, скачанную с портала, и загрузите её.",
            )
        yield member.filename.lower(), content


def _read_within(archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowed: int) -> bytes:
    """At most one byte more than allowed. A size that lies ends as a damaged file."""
    content = io.BytesIO()
    with archive.open(member) as stream:
        while content.tell() <= allowed:
            chunk = stream.read(min(CHUNK, allowed + 1 - content.tell()))
            if not chunk:
                break
            content.write(chunk)
    return content.getvalue()


def _check_part(name: str, content: bytes, limits: ArchiveLimits) -> None:
    if not name.endswith(XML_NAMES):
        return
    if name == "[content_types].xml" and b"macroenabled" in content.lower():
        raise _macros("xlsx" if b"spreadsheet" in content else "docx")
    declared = DECLARED_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    is_utf8 = declared is None or declared.group(1).lower() in (b"utf-8", b"us-ascii")
    lowered = content.lower() if b"<!" in content else b""
    # In any other encoding the next looks would miss what a parser will see.
    if not is_utf8 or b"\x00" in content[:200] or b"<!doctype" in lowered or b"<!entity" in lowered:
        raise FileRefused(
            "forbidden_xml",
            "Внутри файла есть конструкции, которых не бывает в обычных книгах и документах. "
            "Скопируйте таблицу в чистую форму, скачанную с портала, и загрузите её.",
        )
    if name.startswith("xl/"):
        _check_extent(content, limits)


def _check_extent(content: bytes, limits: ArchiveLimits) -> None:
    """A1 and XFD1048576 alone make a reader reserve 17 billion cells."""
    is_odd = ODDLY_WRITTEN_CELL.search(content) or PREFIXED_CELL.search(content)
    pattern = ANY_FILLED_CELL if is_odd else FILLED_CELL
    letters: set[bytes] = set()
    numbers: set[bytes] = set()
    for cell in pattern.finditer(content):
        letters.add(cell[1])
        numbers.add(cell[2])
    if not letters:
        return
    columns = [_column_number(column) for column in letters]
    rows = [int(number) for number in numbers]
    bottom, right = max(rows), max(columns)
    if (bottom - min(rows) + 1) * (right - min(columns) + 1) > limits.cells:
        raise FileRefused(
            "far_cells",
            f"На листе есть данные далеко за таблицей (до строки {bottom}, столбца {right}). "
            "Выделите и удалите всё ниже и правее таблицы, сохраните и загрузите снова.",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
