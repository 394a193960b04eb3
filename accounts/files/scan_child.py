"""What the child behind the fence does with a scan. Imports no Django: the child has none."""

import io
import re
import warnings
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

# In the server, not again in every child.
Image.preinit()

MAX_OBJECTS = 20_000  # of a PDF; fifty scanned pages have a few hundred
MAX_PASSES = 100  # over a progressive JPEG
USUAL_PASSES = 12  # of a camera or a scanner; more only over a smaller picture
PASS = b"\xff\xda"
OBJECT_OR_ENTRY = re.compile(rb"\d obj\b|\d{10} \d{5} [nf]")
# Anything that runs, opens, sends or carries another file. /OpenAction is judged apart.
ACTIVE_KEYS = {"/JavaScript", "/JS", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"}
ACTIVE_TYPES = {"/EmbeddedFile", "/RichMedia", "/Movie", "/Sound", "/Screen", "/FileAttachment"}
# Names long enough not to turn up by chance in compressed data.
ACTIVE_NAMES = re.compile(rb"/(?:JavaScript|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


class Refusal(Exception):
    """Carries the code of a refusal."""


def check_picture(data: bytes, picture_format: str, max_pixels: int) -> None:
    """Every pixel is decoded; a size that only the header claims is refused before that."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    # PNG ends where it says; phones do write their own data behind the end of a JPEG.
    if picture_format == "PNG" and not data.rstrip(b"\x00\r\n").endswith(PNG_END):
        raise Refusal("glued_files" if PNG_END in data else "damaged")
    passes = data.count(PASS) if picture_format == "JPEG" else 1
    if passes > MAX_PASSES:
        raise Refusal("too_heavy")
    try:
        with Image.open(io.BytesIO(data), formats=[picture_format]) as picture:
            width, height = picture.size
            if width * height > max_pixels:
                raise Refusal("too_many_pixels")
            if passes * width * height > USUAL_PASSES * max_pixels:
                raise Refusal("too_heavy")
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal("too_many_pixels") from error


def check_pdf(data: bytes, max_pages: int) -> None:
    """Whole, unencrypted, not too long, and nothing in it acts."""
    _check_bytes(data)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refusal("password")
    if ACTIVE_NAMES.search(_plain_names(data)):
        raise Refusal("active_content")
    for value in _all_objects(reader):
        _check_value(value)
    if len(reader.pages) > max_pages:
        raise Refusal("too_many_pages")
    if len(reader.pages) == 0:
        raise Refusal("damaged")


def _check_bytes(data: bytes) -> None:
    """What can be told before a reader takes the file apart."""
    before, end, after = data.rpartition(b"%%EOF")
    if not before or not end:
        raise Refusal("damaged")
    if after.strip(b"\x00\t\n\x0c\r ") != b"":
        raise Refusal("glued_files")
    # Each object is written once and stands once in a table.
    if sum(1 for _ in OBJECT_OR_ENTRY.finditer(data)) > 2 * MAX_OBJECTS:
        raise Refusal("too_heavy")


def _plain_names(data: bytes) -> bytes:
    """Names may be written with hexadecimal escapes: /J#61vaScript is /JavaScript."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), data)


def _all_objects(reader: PdfReader) -> list[Any]:
    """The trailer and every numbered object, also those packed in object streams."""
    numbers = {(n, g) for g, entries in reader.xref.items() for n in entries}
    numbers |= {(n, 0) for n in reader.xref_objStm}
    if len(numbers) > MAX_OBJECTS:
        raise Refusal("too_heavy")
    found = [IndirectObject(n, g, reader).get_object() for n, g in sorted(numbers) if g < 65535]
    return [reader.trailer, *found]


def _check_value(root: Any) -> None:
    """Look through one object without following its references: they are looked at themselves."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, DictionaryObject):
            if _acts(value):
                raise Refusal("active_content")
            waiting.extend(dict.values(value))
        elif isinstance(value, ArrayObject):
            waiting.extend(list.__iter__(value))


def _acts(value: DictionaryObject) -> bool:
    names = {key: dict.get(value, key) for key in ("/S", "/Type", "/Subtype")}
    return (
        not ACTIVE_KEYS.isdisjoint(value)
        or _name(names["/S"]) in ACTIVE_ACTIONS
        or _name(names["/Type"]) in ACTIVE_TYPES
        or _name(names["/Subtype"]) in ACTIVE_TYPES
        or _opens_with_an_action(value)
    )


def _name(value: Any) -> str:
    plain = value.get_object() if isinstance(value, IndirectObject) else value
    return str(plain) if isinstance(plain, NameObject) else ""


def _opens_with_an_action(value: DictionaryObject) -> bool:
    """Office programs write a place to open at, an array or a GoTo; that is no harm."""
    if "/OpenAction" not in value:
        return False
    action = value["/OpenAction"]
    return isinstance(action, DictionaryObject) and _name(action.get("/S")) != "/GoTo"


def verdict(data: bytes, scan_type: str, max_pixels: int, max_pages: int) -> str:
    """ "ok" or the code of a refusal. Whatever a reader raises means a damaged file."""
    warnings.simplefilter("ignore")
    try:
        if scan_type == "PDF":
            check_pdf(data, max_pages)
        else:
            check_picture(data, scan_type, max_pixels)
    except Refusal as refusal:
        return str(refusal)
    except MemoryError:
        return "too_heavy"
    # The readers raise nearly everything on bent files; the child has nothing else to lose.
    except Exception:
        return "damaged"
    return "ok"


def look(data: bytes, arguments: list[str]) -> str:
    """ "ok" or the code of a refusal. Arguments: the type, the most points, the most pages."""
    scan_type, max_pixels, max_pages = arguments
    return verdict(data, scan_type, int(max_pixels), int(max_pages))
