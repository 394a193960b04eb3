"""Takes out of a picture what does not show: place, telephone, author, small copies, comments.

Pure bytes, losslessly: the points stay as they were. Imports nothing but the standard library.
"""

import re
import struct

PNG_START = b"\x89PNG\r\n\x1a\n"
# What a reader needs to show the points and their colours, and the density for printing.
SHOWN = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS",
    b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
}  # fmt: skip
START, END, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
APPS = range(0xE0, 0xF0)
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
JFIF, PROFILE, ADOBE = (0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")
JFIF_HEAD = 12  # bytes before the size of the small copy that may follow
# In packed points 0xFF is followed by zero or by a restart; anything else ends them.
AFTER_POINTS = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")


def bare_png(data: bytes) -> bytes:
    """The chunks that show; texts, dates, places and private ones are left out.

    Raises:
        ValueError, struct.error: not a whole PNG.
    """
    if not data.startswith(PNG_START):
        raise ValueError("not a PNG")
    kept, at, name = [PNG_START], len(PNG_START), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + length]
        at += 12 + length
        if len(whole) != 12 + length:
            raise ValueError("cut")
        if name in SHOWN:
            kept.append(whole)
    return b"".join(kept)


def bare_jpeg(data: bytes) -> bytes:
    """The first picture alone: telephones write a second one, even a film, behind its end.

    Raises:
        ValueError, IndexError, struct.error: the segments do not hang together.
    """
    if data[:2] != bytes((0xFF, START)):
        raise ValueError("not a JPEG")
    kept, at = [data[:2]], 2
    while True:
        marker, at = _next_marker(data, at)
        if marker == END:
            kept.append(bytes((0xFF, END)))
            return b"".join(kept)
        body, at = (b"", at) if marker in ALONE else _segment(data, at)
        shown = _shown(marker, body)
        if shown is not None:
            length = b"" if marker in ALONE else struct.pack(">H", len(shown) + 2)
            kept.append(bytes((0xFF, marker)) + length + shown)
        if marker == SCAN:
            points_end = _end_of_points(data, at)
            kept.append(data[at:points_end])
            at = points_end


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    if data[at] != 0xFF:
        raise ValueError("no marker")
    while data[at] == 0xFF:
        at += 1
    return data[at], at + 1


def _segment(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, at)
    if length < 2 or at + length > len(data):
        raise ValueError("cut")
    return data[at + 2 : at + length], at + length


def _shown(marker: int, body: bytes) -> bytes | None:
    """The segment as it is kept, None when it goes."""
    if marker == COMMENT:
        return None
    if marker not in APPS:
        return body
    if marker == JFIF[0] and body.startswith(JFIF[1]) and len(body) >= JFIF_HEAD:
        return body[:JFIF_HEAD] + b"\0\0"
    is_needed = any(marker == kind and body.startswith(word) for kind, word in (PROFILE, ADOBE))
    return body if is_needed else None


def _end_of_points(data: bytes, at: int) -> int:
    found = AFTER_POINTS.search(data, at)
    if found is None:
        raise ValueError("points without an end")
    return found.start()
