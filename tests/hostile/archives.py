"""Ways to bend an honest workbook or document that work for either: both are ZIP archives."""

import io
import random
import stat
import struct
import warnings
import zipfile

from tests.accounts.hostile_files import OLE, members_of, pdf, zipped

MAIN = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"ha" * 10) for n in range(10)
)


def kind_of(data):
    return "xlsx" if "xl/workbook.xml" in members_of(data) else "docx"


def main_of(data):
    return MAIN[kind_of(data)]


def adding(name, content):
    return lambda data: zipped(members_of(data) | {name: content})


def changing_main(change):
    def bend(data):
        members, main = members_of(data), main_of(data)
        return zipped(members | {main: change(members[main])})

    return bend


def declaring(prologue):
    """A document type in front of the first element of the main part."""

    def change(xml):
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        return xml[:start] + prologue + xml[start:]

    return changing_main(change)


def rewritten(data, edit):
    """The same members through `edit(info, content)`, which may change either."""
    stream = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        warnings.simplefilter("ignore")  # of doubled names
        for info in old.infolist():
            for member, content in edit(info, old.read(info)):
                new.writestr(member, content)
    return stream.getvalue()


def bombed(data):
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("docProps/filling.xml", b"<a>" + b" " * 80_000_000)
    return stream.getvalue()


def many_bombs(data):
    """Each part alone is below what is suspicious; together they fill the memory."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for n in range(180):
            archive.writestr(f"docProps/part{n}.xml", b"<a>" + b" " * 900_000)
    return stream.getvalue()


def sized_as(size):
    """The directory says another size of the main part than comes out."""

    def bend(data):
        main = main_of(data)
        bent = bytearray(changing_main(lambda xml: xml + b" " * 3_000_000)(data))
        entry = bent.rfind(b"PK\x01\x02", 0, bent.rfind(main.encode()))
        bent[entry + 24 : entry + 28] = struct.pack("<I", size)
        return bytes(bent)

    return bend


def crowded(data):
    """60,000 empty members, put in by hand: a library would take seconds."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("x/00000", b"")
    bent = stream.getvalue()
    end = bent.rindex(b"PK\x05\x06")
    count, _, start = struct.unpack_from("<HII", bent, end + 10)
    entry = bent[bent.rindex(b"PK\x01\x02") : end]
    header = bent[struct.unpack_from("<I", entry, 42)[0] : start]
    entries = [bent[start:end]]
    for n in range(1, 60_000):
        place = struct.pack("<I", start + (n - 1) * len(header))
        entries.append(entry.replace(b"x/00000", b"x/%05d" % n)[:42] + place + b"x/%05d" % n)
    headers = b"".join(header.replace(b"x/00000", b"x/%05d" % n) for n in range(1, 60_000))
    directory = b"".join(entries)
    counts = struct.pack("<HH", count + 59_999, count + 59_999)
    sizes = struct.pack("<II", len(directory), start + len(headers))
    return bent[:start] + headers + directory + bent[end : end + 8] + counts + sizes + b"\0\0"


def doubled(rename):
    def bend(data):
        main = main_of(data)

        def edit(info, content):
            yield info.filename, content
            if info.filename == main:
                yield rename(main), content.replace(b">", b"> ")

        return rewritten(data, edit)

    return bend


def linked(data):
    """A member that would be a symbolic link if somebody unpacked it."""
    link = zipfile.ZipInfo("docProps/link.xml")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def nul_named(data):
    """The standard library stops reading a name at NUL; other readers do not."""
    bent = adding("docProps/a#b.xml", b"<a/>")(data)
    return bent.replace(b"docProps/a#b.xml", b"docProps/a\x00b.xml")


def wrongly_summed(data):
    """The checksum of the main part is another one, both where it stands and in the directory."""
    main = main_of(data).encode()
    bent = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        summed = struct.pack("<I", archive.getinfo(main.decode()).CRC)
    return bytes(bent.replace(summed, struct.pack("<I", 0xDEADBEEF)))


def flipped(data):
    """Bits of the packed main part fall over."""
    chance, bent = random.Random(4), bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(main_of(data))
    start = info.header_offset + 30 + len(info.filename)
    for _ in range(20):
        bent[start + chance.randrange(info.compress_size)] ^= 1 << chance.randrange(8)
    return bytes(bent)


def locked(data):
    bent = bytearray(data)
    bent[6] |= 1
    bent[bent.find(b"PK\x01\x02") + 8] |= 1
    return bytes(bent)


def packed_by(method):
    def bend(data):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, content in members_of(data).items():
                archive.writestr(name, content)
        return stream.getvalue()

    return bend


def deep(data):
    """A hundred thousand elements, each inside the one before."""
    return changing_main(lambda xml: xml[: xml.rindex(b"</")] + b"<a>" * 100_000)(data)


def in_utf16(data):
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    bent = declaring(entity)(data)
    return changing_main(
        lambda xml: xml[xml.index(entity) :].decode().encode("utf-16")
    )(bent)  # fmt: skip


def open_document(data):
    mark = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mark, "content.xml": b"<office:document-content/>"})


def ole(stream_name):
    return lambda data: OLE + b"\0" * 1024 + stream_name.encode("utf-16-le") + b"\0" * 1024


# Each takes an honest file and gives back a hostile one.
BENT = {
    "bomb": bombed,
    "180 small bombs": many_bombs,
    "size stated as 100 bytes": sized_as(100),
    "size stated as 4 GB": sized_as(0xFFFFFFF0),
    "60,000 members": crowded,
    "document type": declaring(b"<!DOCTYPE a>"),
    "external entity": declaring(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "parameter entity of a site": declaring(
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/"> %x;]>'
    ),
    "billion laughs": declaring(b"<!DOCTYPE a [" + LAUGHS + b"]>"),
    "billion laughs in the properties": adding(
        "docProps/core.xml", b"<!DOCTYPE a [" + LAUGHS + b"]><a>&l9;</a>"
    ),
    "entities hidden by an encoding": in_utf16,
    "macros": lambda data: adding(f"{main_of(data).split('/')[0]}/vbaProject.bin", OLE)(data),
    "name that leaves the folder": adding("../../etc/cron.d/job.xml", b"<a/>"),
    "absolute name": adding("/etc/cron.d/job.xml", b"<a/>"),
    "name with backslashes": adding("..\\..\\windows\\job.xml", b"<a/>"),
    "name with NUL": nul_named,
    "symbolic link": linked,
    "doubled member": doubled(str),
    "member doubled in capitals": doubled(str.upper),
    "wrong checksum": wrongly_summed,
    "flipped bits": flipped,
    "cut in the middle": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-30],
    "one part locked": locked,
    "packed by a rare method": packed_by(zipfile.ZIP_LZMA),
    "page in front": lambda data: b"<html><script>1</script></html>" + data,
    "PDF in front": lambda data: pdf() + data,
    "program behind": lambda data: data + b"MZ" + b"\0" * 200,
    "two files in one": lambda data: data + data,
    "archive of itself": lambda data: zipped({"inner.zip": data}),
    "nothing but a folder": lambda data: zipped({"xl/": b"", "word/": b""}),
    "deep nesting": deep,
    "password": ole("EncryptedPackage"),
    "old Excel": ole("Workbook"),
    "old Word": ole("WordDocument"),
    "OpenDocument": open_document,
    "nothing": lambda data: b"",
    "NUL bytes": lambda data: b"\0" * 4096,
    "the beginning alone": lambda data: data[:4],
}
