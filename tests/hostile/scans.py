"""Scans that are none: PDF files that act or never end, pictures that explode."""

import io
import struct
import zlib

from PIL import Image
from pypdf.generic import ArrayObject, NameObject, NumberObject

from tests.accounts import hostile_files as hostile

PNG_START = b"\x89PNG\r\n\x1a\n"


def written_pdf(*objects, trailer=b""):
    """A PDF put together by hand: object 1 is the catalogue."""
    places, parts, length = [], [b"%PDF-1.7\n"], 9
    for number, content in enumerate(objects, start=1):
        places.append(length)
        parts.append(b"%d 0 obj\n" % number + content + b"\nendobj\n")
        length += len(parts[-1])
    out = b"".join(parts)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content, entries=b"/Filter /FlateDecode"):
    packed = zlib.compress(content, 9)
    return b"<< /Length %d %s >>\nstream\n" % (len(packed), entries) + packed + b"\nendstream"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def endless_pages():
    """The tree of pages holds itself."""

    def turn(writer):
        kids = writer.root_object["/Pages"]["/Kids"]
        kids.append(writer.root_object.raw_get("/Pages"))

    return hostile.pdf(change=turn)


def boasting_pages():
    def boast(writer):
        writer.root_object["/Pages"][NameObject("/Count")] = NumberObject(10**9)
        writer.root_object["/Pages"][NameObject("/Kids")] = ArrayObject()

    return hostile.pdf(change=boast)


def turning_table():
    """The table of objects names itself as its predecessor."""
    plain = written_pdf(CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE)
    start = plain.rindex(b"xref\n0")
    return written_pdf(
        CATALOGUE,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        trailer=b"/Encrypt 3 0 R /Prev %d" % start,
    )


def exploding_objects():
    """Objects packed into a stream that unpacks to 100 MB."""
    index = b"5 0 "
    packed = zlib.compress(index + b" " * 100_000_000, 1)
    body = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        packed
    )
    table = stream(
        b"".join(struct.pack(">BIB", *row) for row in TABLE_ROWS),
        b"/Type /XRef /W [1 4 1] /Size 6 /Root 1 0 R /Filter /FlateDecode",
    )
    out = b"%PDF-1.7\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"
    out += b"4 0 obj\n" + body + packed + b"\nendstream\nendobj\n"
    start = len(out)
    return out + b"6 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


TABLE_ROWS = ((0, 0, 0), (1, 9, 0), (2, 4, 0), (2, 4, 1), (1, 60, 0), (2, 4, 2))


def many_objects():
    return written_pdf(
        CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, *[b"null"] * 120_000
    )


def deep_arrays():
    deep = b"[" * 20_000 + b"]" * 20_000
    return written_pdf(CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 /X 4 0 R >>", PAGE, deep)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(*chunks):
    """An honest picture with more chunks behind its header."""
    data = hostile.picture("PNG")
    after_header = len(PNG_START) + 25
    return data[:after_header] + b"".join(chunk(*one) for one in chunks) + data[after_header:]


def short_png():
    """Says 3,000 by 3,000 points and brings ten."""
    header = struct.pack(">IIBBBBB", 3000, 3000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 10)), (b"IEND", b""))
    return PNG_START + b"".join(chunk(*part) for part in parts)


def sized_jpeg(width, height):
    """The header of a JPEG claims another size."""
    data = hostile.picture("JPEG")
    frame = data.index(b"\xff\xc0") + 5
    return data[:frame] + struct.pack(">HH", height, width) + data[frame + 4 :]


def many_scans():
    """A progressive JPEG that asks for the same pass thousands of times."""
    stream = io.BytesIO()
    Image.effect_noise((2_000, 2_000), 60).save(stream, "JPEG", progressive=True)
    data = stream.getvalue()
    last = data.rindex(b"\xff\xda")
    length = struct.unpack(">H", data[last + 2 : last + 4])[0]
    empty_pass = data[last : last + 2 + length] + b"\0" * 4
    return data[:last] + empty_pass * 200_000 + b"\xff\xd9"


def saved(picture_format, mode="1", size=(10_000, 10_000)):
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, picture_format)
    return stream.getvalue()


SCANS = {
    "a script": (hostile.pdf_with_script, "a.pdf"),
    "a masked script": (hostile.pdf_with_masked_script, "a.pdf"),
    "a program to start": (hostile.pdf_with_launch, "a.pdf"),
    "a file inside": (hostile.pdf_with_attachment, "a.pdf"),
    "an action of a page": (hostile.pdf_with_page_action, "a.pdf"),
    "an address that opens": (hostile.pdf_that_opens_a_site, "a.pdf"),
    "a password": (lambda: hostile.pdf(user_password="1"), "a.pdf"),
    "51 pages": (lambda: hostile.pdf(51), "a.pdf"),
    "endless pages": (endless_pages, "a.pdf"),
    "a milliard pages by its own word": (boasting_pages, "a.pdf"),
    "a table of objects that turns in a circle": (turning_table, "a.pdf"),
    "an exploding stream of objects": (exploding_objects, "a.pdf"),
    "120,000 objects": (many_objects, "a.pdf"),
    "20,000 arrays in each other": (deep_arrays, "a.pdf"),
    "half a PDF": (lambda: hostile.pdf()[:300], "a.pdf"),
    "a PDF of nothing": (lambda: b"%PDF-1.4\n%%EOF", "a.pdf"),
    "a program behind a PDF": (lambda: hostile.pdf() + b"MZ", "a.pdf"),
    "an archive behind a PDF": (lambda: hostile.pdf() + hostile.honest_xlsx(), "a.pdf"),
    "a PDF in a JPEG": (hostile.jpeg_that_is_also_pdf, "a.jpg"),
    "a page in a picture": (lambda: png_with((b"tEXt", b"a\0<script>1</script>")), "a.png"),
    "a page behind a picture": (lambda: hostile.picture("PNG") + b"<script>", "a.png"),
    "900 million points": (hostile.bomb_png, "a.png"),
    "41 million points": (lambda: hostile.bomb_png(6_400), "a.png"),
    "a text that explodes in a picture": (
        lambda: png_with((b"zTXt", b"a\0\0" + zlib.compress(b" " * 100_000_000, 1))),
        "a.png",
    ),
    "a colour profile that explodes": (
        lambda: png_with((b"iCCP", b"a\0\0" + zlib.compress(b" " * 100_000_000, 1))),
        "a.png",
    ),
    "fewer points than promised": (short_png, "a.png"),
    "half a picture": (lambda: hostile.picture("PNG")[:-2000], "a.png"),
    "65,500 by 65,500 in a header": (lambda: sized_jpeg(65_500, 65_500), "a.jpg"),
    "a picture without height": (lambda: sized_jpeg(300, 0), "a.jpg"),
    "200,000 passes over a JPEG": (many_scans, "a.jpg"),
    "half a JPEG": (lambda: hostile.picture("JPEG")[:4000], "a.jpg"),
    "a TIFF of 100 million points": (lambda: saved("TIFF"), "a.tif"),
    "a TIFF called JPEG": (lambda: saved("TIFF", size=(100, 100)), "a.jpg"),
    "a GIF called PNG": (lambda: hostile.picture("GIF"), "a.png"),
    "a drawing with a script": (lambda: b"<svg onload='alert(1)'/>", "a.png"),
    "a page called PDF": (lambda: b"<html><script>1</script></html>", "a.pdf"),
    "a program called PDF": (lambda: b"MZ" + b"\0" * 4096, "a.pdf"),
    "a picture called a page": (lambda: hostile.picture("JPEG"), "a.jpg.html"),
    "a workbook called PDF": (hostile.honest_xlsx, "a.pdf"),
    "no byte at all": (lambda: b"", "a.pdf"),
}
