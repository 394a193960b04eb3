"""Opens a .docx that came from outside: what it is, how big it gets, its XML parts.

A .docx is a zip of XML files. Nothing is unpacked to disk, only the few parts that a plan needs
are read, each with a limit on what really comes out of the archive, and no part may declare a
DOCTYPE: without one there are no entities to blow up and no outside files to fetch.
"""

import io
import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from accounts.files.archives import ArchiveLimits, check_archive
from accounts.files.errors import FileRefused
from plans.errors import PlanFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_PART_BYTES = 30 * 1024 * 1024
# Word's own XML packs 20 to 60 times, a long table of like rows better; what is large and packs
# much better still was made to explode.
MAX_RATIO = 150
RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024
LIMITS = ArchiveLimits(
    packed=MAX_FILE_BYTES,
    unpacked=MAX_UNPACKED_BYTES,
    members=MAX_MEMBERS,
    ratio=MAX_RATIO,
    ratio_from=RATIO_COUNTS_FROM_BYTES,
)
# A parsed element takes some hundred bytes; a plan of a thousand rows has a quarter of this.
MAX_TAGS = 1_000_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_AS = "Откройте файл в Word и сохраните его через «Сохранить как» в формате .docx"
_FOREIGN = (
    (b"{\\rtf", "Это файл RTF"),
    (b"%PDF", "Это файл PDF"),
    (b"<html", "Это веб-страница"),
    (b"<!doctype html", "Это веб-страница"),
    (b"<?xml", "Это файл XML"),
)


class DocxPackage:
    """The parts of one opened .docx as parsed XML."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename: info for info in archive.infolist()}
        self._main = self._find_main()

    def document(self) -> etree._Element:
        """The root of the main part."""
        root = self._parse(self._main)
        if root.tag != W + "document" or root.find(W + "body") is None:
            raise _not_a_docx("Внутри файла нет текста документа Word")
        return root

    def sibling(self, name: str) -> etree._Element | None:
        """A part that stands beside the main one (styles.xml, numbering.xml), if there is one."""
        path = posixpath.join(posixpath.dirname(self._main), name)
        return self._parse(path) if path in self._names else None

    def _find_main(self) -> str:
        """The main part is named by the package's relationships; usually word/document.xml."""
        if "_rels/.rels" in self._names:
            for relation in self._parse("_rels/.rels").iter(_RELATIONSHIP):
                target = relation.get("Target", "").lstrip("/")
                if relation.get("Type", "").endswith("/officeDocument") and target in self._names:
                    return target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        if "mimetype" in self._names:
            raise _not_a_docx("Это файл OpenDocument (.odt)")
        raise _not_a_docx("Это архив, но не документ Word")

    def _parse(self, name: str) -> etree._Element:
        data = self._read(name)
        # A hand-made parser per part: no entities, no network, no trees of unusual depth.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
        )
        _refuse_doctype(data)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as problem:
            raise _broken() from problem
        if root.getroottree().docinfo.internalDTD is not None:
            raise _forbidden_xml()
        return _as_transitional(root)

    def _read(self, name: str) -> bytes:
        """Reads with a limit on the real size: what the archive declares may be a lie."""
        try:
            with self._archive.open(self._names[name]) as member:
                data = member.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
            raise _broken() from problem
        except (NotImplementedError, RuntimeError) as problem:
            raise _broken() from problem
        if len(data) > MAX_PART_BYTES or data.count(b"<") > MAX_TAGS:
            raise _too_big_inside()
        return data


def open_package(source: Path | bytes | BinaryIO) -> DocxPackage:
    """Opens the file and checks it before anything in it is believed.

    Raises:
        PlanFileError: file-too-large, empty-file, old-word, encrypted, not-a-docx, broken-file,
            unpacked-too-large, forbidden-xml.
    """
    data = _bytes_of(source)
    _check_signature(data)
    _look_inside(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as problem:
        raise _broken() from problem
    _check_members(members)
    return DocxPackage(archive)


def _look_inside(data: bytes) -> None:
    """The look that every office file gets; what is told here in words of plans stays so."""
    try:
        check_archive(data, kind="docx", limits=LIMITS)
    except FileRefused as refused:
        if refused.code in OWN_WORDS:
            raise OWN_WORDS[refused.code]() from refused
        # An archive of something else is named by what is looked for in it.
        if refused.code != "wrong_kind":
            raise PlanFileError(refused.code.replace("_", "-"), refused.message) from refused


def _bytes_of(source: Path | bytes | BinaryIO) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    elif isinstance(source, bytes):
        data = source
    else:
        data = source.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise PlanFileError(
            "file-too-large",
            f"Файл больше {MAX_FILE_BYTES // 1024 // 1024} МБ. Уберите из него картинки "
            "и приложения, оставьте сам план.",
        )
    return data


def _check_signature(data: bytes) -> None:
    if not data:
        raise PlanFileError("empty-file", "Файл пуст. Проверьте, тот ли файл выбран.")
    if data.startswith(_OLE):
        _refuse_ole(data)
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for signature, what in _FOREIGN:
        if start.startswith(signature.lower()):
            raise _not_a_docx(what)
    if not data.startswith(b"PK"):
        raise _not_a_docx("Это не документ Word")


def _refuse_ole(data: bytes) -> None:
    """The old container holds either a .doc or a .docx under a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted()
    raise PlanFileError(
        "old-word",
        f"Это документ старого формата Word (.doc). {_SAVE_AS} и загрузите снова.",
    )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len({member.filename for member in members}) < len(members):
        raise _broken()
    if any(member.flag_bits & 0x1 for member in members):
        raise _encrypted()
    too_many = len(members) > MAX_MEMBERS
    too_large = sum(member.file_size for member in members) > MAX_UNPACKED_BYTES
    if too_many or too_large or any(_explodes(member) for member in members):
        raise _too_big_inside()


def _explodes(member: zipfile.ZipInfo) -> bool:
    large = member.file_size > RATIO_COUNTS_FROM_BYTES
    return large and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def _refuse_doctype(data: bytes) -> None:
    """Before parsing, in the encodings that XML allows; the parser's own answer comes after."""
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in data or "<!ENTITY".encode(encoding) in data:
            raise _forbidden_xml()


def _as_transitional(root: etree._Element) -> etree._Element:
    """«Strict» documents differ in the namespace only: rename it, so that readers know one."""
    if not str(root.tag).startswith(_STRICT_W):
        return root
    for element in root.iter(_STRICT_W + "*"):
        tag = str(element.tag)
        element.tag = W + tag[len(_STRICT_W) :]
        for name, value in list(element.attrib.items()):
            if str(name).startswith(_STRICT_W):
                del element.attrib[name]
                element.set(W + str(name)[len(_STRICT_W) :], value)
    return root


def _broken() -> PlanFileError:
    return PlanFileError(
        "broken-file",
        "Файл повреждён и не открывается. Откройте его в Word, сохраните заново и загрузите "
        "ещё раз.",
    )


def _encrypted() -> PlanFileError:
    return PlanFileError(
        "encrypted",
        "Файл защищён паролем. Откройте его в Word, снимите пароль (Файл → Сведения → Защита "
        "документа), сохраните и загрузите снова.",
    )


def _not_a_docx(what: str) -> PlanFileError:
    return PlanFileError("not-a-docx", f"{what}, а нужен документ Word. {_SAVE_AS}.")


def _too_big_inside() -> PlanFileError:
    return PlanFileError(
        "unpacked-too-large",
        "Внутри файла слишком много данных для плана, читать его небезопасно. Скопируйте "
        "таблицу плана в новый документ Word и загрузите его.",
    )


def _forbidden_xml() -> PlanFileError:
    return PlanFileError(
        "forbidden-xml",
        "В файле есть описания, которых Word не создаёт (DOCTYPE), читать его небезопасно. "
        "Откройте файл в Word, сохраните заново в формате .docx и загрузите ещё раз.",
    )


OWN_WORDS = {
    "bomb": _too_big_inside,
    "too_many_parts": _too_big_inside,
    "damaged": _broken,
    "password": _encrypted,
    "forbidden_xml": _forbidden_xml,
}
