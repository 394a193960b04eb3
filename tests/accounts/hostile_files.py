"""Files as hostile senders make them, each bent in one way from an honest file."""

import io
import struct
import zipfile
import zlib

from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def honest_xlsx(cells=None):
    workbook = Workbook()
    for place, value in (cells or {"A1": "Код участника", "B2": 3}).items():
        workbook.active[place] = value
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def members_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx_with(**changes):
    """An honest workbook with members added or replaced; a function changes the old content."""
    members = members_of(honest_xlsx())
    for name, content in changes.items():
        members[name] = content(members[name]) if callable(content) else content
    return zipped(members)


def honest_docx():
    document = Document()
    document.add_table(2, 3).cell(0, 0).text = "Мероприятие"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_with(**changes):
    return zipped(members_of(honest_docx()) | changes)


def bomb_xlsx():
    return xlsx_with(**{"xl/media/filling.xml": b"<a>" + b" " * 80_000_000})


def lying_xlsx():
    """The directory says that the first sheet takes 100 bytes; in truth it takes far more."""
    sheet = "xl/worksheets/sheet1.xml"
    data = bytearray(xlsx_with(**{sheet: lambda old: old + b" " * 5_000_000}))
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(sheet.encode()))
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    return bytes(data)


def doctype_xlsx():
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'
    return xlsx_with(
        **{"xl/workbook.xml": lambda old: old.replace(b"<workbook", declared + b"<workbook", 1)}
    )


def utf16_xlsx():
    return xlsx_with(
        **{"xl/workbook.xml": lambda old: old.decode().encode("utf-16")},
    )


def far_cells_xlsx():
    return honest_xlsx({"A1": 1, "XFD1048576": 1})


def masked_far_cells_xlsx():
    """The same far cell without an address: it is reached by counting, and no look finds it."""
    far = b'<row r="1048576">' + b"<c/>" * 16_383 + b"<c><v>1</v></c></row></sheetData>"
    return xlsx_with(
        **{"xl/worksheets/sheet1.xml": lambda old: old.replace(b"</sheetData>", far, 1)}
    )


def locked_part_xlsx():
    """One part is marked as encrypted, in its own header and in the directory."""
    data = bytearray(honest_xlsx())
    entry = data.find(b"PK\x01\x02")
    data[6] |= 1
    data[entry + 8] |= 1
    return bytes(data)


def macro_xlsx():
    return xlsx_with(**{"xl/vbaProject.bin": OLE + b"\0" * 512})


def macro_type_xlsx():
    plain = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"ms-excel.sheet.macroEnabled.main+xml"
    return xlsx_with(**{"[Content_Types].xml": lambda old: old.replace(plain, macro)})


def traversing_xlsx():
    return xlsx_with(**{"../../etc/cron.d/job.xml": b"<a/>"})


def old_xls():
    return OLE + b"\0" * 1024 + "Workbook".encode("utf-16-le") + b"\0" * 1024


def encrypted_xlsx():
    return OLE + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1024


def picture(picture_format, size=(300, 200)):
    stream = io.BytesIO()
    Image.effect_noise(size, 60).save(stream, picture_format)
    return stream.getvalue()


def jpeg_that_is_also_pdf():
    """A comment of the JPEG begins a PDF, which readers look for in the first 1024 bytes."""
    comment = b"%PDF-1.4 1 0 obj"
    whole = picture("JPEG")
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + whole[2:]


def bomb_png(side=30_000):
    """Few bytes of file, 900 million points of picture."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 2)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(pages=1, change=None, **encryption):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if change is not None:
        change(writer)
    if encryption:
        writer.encrypt(**encryption)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_as_office_writes_it():
    """Opens at the top of page one, as every office program asks."""

    def open_at_top(writer):
        place = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
        writer.root_object[NameObject("/OpenAction")] = place

    return pdf(2, open_at_top)


def pdf_with_script():
    return pdf_that_opens_with(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert('1');"))


def pdf_with_attachment():
    return pdf(change=lambda writer: writer.add_attachment("inside.exe", b"MZ"))


def pdf_that_opens_with(**entries):
    """A PDF that does something of its own accord when it is opened."""

    def act(writer):
        action = DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return pdf(change=act)


def pdf_with_launch():
    return pdf_that_opens_with(S=NameObject("/Launch"), F=TextStringObject("calc.exe"))


def pdf_that_opens_a_site():
    return pdf_that_opens_with(S=NameObject("/URI"), URI=TextStringObject("http://localhost/"))


def pdf_with_page_action():
    def act(writer):
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/Named"), NameObject("/N"): NumberObject(1)}
        )
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})

    return pdf(change=act)


def pdf_with_masked_script():
    return pdf_with_script().replace(b"/JavaScript", b"/J#61vaScript")
