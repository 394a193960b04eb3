"""What the child behind the fence does with a scan that is to be kept: check, clean, make small.

Imports no Django: the child has none.
"""

import base64
import io
import struct
import warnings
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from accounts.files.metadata import bare_jpeg, bare_png
from accounts.files.scan_child import verdict

ORIENTATION = 0x0112  # of EXIF; 1 is upright
SMALL_QUALITY = 80
SEEN_SIZE, THUMBNAIL_SIZE = 1600, 320  # points along the longer edge
# Who wrote the file, with what, when; none of it shows on a page.
UNSEEN_KEYS = ("/Metadata", "/PieceInfo", "/LastModified")
PHOTO = ArrayObject([NameObject("/DCTDecode")])  # the filter of a photo as some write it
BENT = (ValueError, IndexError, struct.error)


def look(data: bytes, arguments: list[str]) -> dict[str, Any]:
    """`{"verdict": code}`; with "ok" also the clean file, its pages and its small pictures.

    Arguments: the type, the most points, the most pages.
    """
    scan_type, max_pixels, max_pages = arguments
    found = verdict(data, scan_type, int(max_pixels), int(max_pages))
    if found != "ok":
        return {"verdict": found}
    warnings.simplefilter("ignore")
    try:
        clean, pages = clean_pdf(data) if scan_type == "PDF" else (clean_picture(data), 1)
    except MemoryError:
        return {"verdict": "too_heavy"}
    # What can be shown but not written anew is bent; the child has nothing else to lose.
    except Exception:
        return {"verdict": "damaged"}
    small = {} if scan_type == "PDF" else small_pictures(clean)
    return {"verdict": "ok", "clean": _text(clean), "pages": pages, **small}


def clean_picture(data: bytes) -> bytes:
    """Upright and bare; the points are packed anew only where the photo lay on its side."""
    with Image.open(io.BytesIO(data)) as picture:
        picture_format = picture.format or ""
        if _orientation(picture) == 1:
            try:
                return bare_jpeg(data) if picture_format == "JPEG" else bare_png(data)
            except BENT:
                return _packed(picture, picture_format, {})
        fineness = _fineness(picture)
        return _packed(ImageOps.exif_transpose(picture), picture_format, fineness)


def _orientation(picture: Image.Image) -> int:
    """As the camera was held; what cannot be read counts as upright."""
    try:
        value = picture.getexif().get(ORIENTATION, 1)
    except Exception:  # bent EXIF ends in nearly anything, and goes anyway
        return 1
    return value if value in range(1, 9) else 1


def _fineness(picture: Image.Image) -> dict[str, Any]:
    """As fine as the camera packed it: a turned photo neither loses nor grows."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or picture.mode not in ("L", "RGB"):
        return {}
    sampling = JpegImagePlugin.get_sampling(picture)
    return {"qtables": picture.quantization, "subsampling": max(sampling, 0)}


def _packed(picture: Image.Image, picture_format: str, fineness: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    profile = picture.info.get("icc_profile")
    picture.info = {}  # texts and EXIF, which some formats would write again
    if picture_format == "JPEG":
        upright = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
        upright.save(stream, "JPEG", icc_profile=profile, **(fineness or {"quality": 92}))
    else:
        picture.save(stream, "PNG", compress_level=3, icc_profile=profile)
    return stream.getvalue()


def clean_pdf(data: bytes) -> tuple[bytes, int]:
    """The pages with all that hangs on them, and how many; earlier states of the file go."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data), strict=False))
    writer.metadata = None
    for held in writer._objects:
        if isinstance(held, DictionaryObject):
            for key in UNSEEN_KEYS:
                _forget(held, key)
        if isinstance(held, StreamObject) and held.get("/Filter") in ("/DCTDecode", PHOTO):
            _bare_inside(held)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue(), len(writer.pages)


def _forget(held: DictionaryObject, key: str) -> None:
    """The entry goes, and with it what it led to: an object without a name would be written."""
    if key in held:
        led_to = held[key]
        if isinstance(led_to, StreamObject):
            led_to._data = b""
        del held[key]


def _bare_inside(held: StreamObject) -> None:
    """A photo put into a PDF brings its EXIF along."""
    try:
        held._data = bare_jpeg(held._data)
    except BENT:
        return  # some printers write no end; what no reader of EXIF would take apart may stay


def small_pictures(data: bytes) -> dict[str, str]:
    """One to read on a screen, one for a list; none where memory does not suffice."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("RGB", (SEEN_SIZE, SEEN_SIZE))
            seen = _on_white(picture)
        seen.thumbnail((SEEN_SIZE, SEEN_SIZE))
        preview = _small(seen)
        seen.thumbnail((THUMBNAIL_SIZE, THUMBNAIL_SIZE))
        return {"preview": preview, "thumbnail": _small(seen)}
    except (MemoryError, *BENT, OSError):
        return {}


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent shows as paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    through = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(through, mask=through.getchannel("A"))
    return paper


def _small(picture: Image.Image) -> str:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=SMALL_QUALITY, optimize=True)
    return _text(stream.getvalue())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
