"""Files that are often sent instead of an XLSX or DOCX, and what to tell the sender."""

from typing import Literal

from accounts.files.errors import FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


def refuse_stranger(data: bytes, kind: Literal["xlsx", "docx"]) -> None:
    """Raise FileRefused, naming what was sent, unless the file begins as an archive does."""
    if data.startswith(ZIP):
        return
    if not data.strip(b"\x00 \t\r\n"):
        raise FileRefused("empty", "Файл пуст. Выберите заполненный файл и загрузите снова.")
    if data.startswith(OLE):
        raise _old_office(data, kind)
    raise _text_or_unknown(data[:1024].lower(), kind)


def _old_office(data: bytes, kind: str) -> FileRefused:
    """Old Office and password-protected new Office share one outer format."""
    if _utf16("EncryptedPackage") in data:
        return FileRefused(
            "password", "Файл закрыт паролем. Снимите пароль в Excel или Word и загрузите снова."
        )
    if _utf16("Workbook") in data or _utf16("Book") in data:
        old = "Это старый формат .xls (даже если файл назван .xlsx)."
    elif _utf16("WordDocument") in data:
        old = "Это старый формат .doc (даже если файл назван .docx)."
    else:
        old = "Это файл старого формата Microsoft Office."
    return FileRefused(
        "old_office", f"{old} Откройте его и сохраните как «.{kind}», затем загрузите снова."
    )


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _text_or_unknown(start: bytes, kind: str) -> FileRefused:
    if start.startswith(b"%pdf-"):
        found = "Это файл PDF."
    elif b"<html" in start or b"<table" in start or b"<?xml" in start:
        found = "Это веб-страница или XML, сохранённые под другим именем."
    elif start.startswith((b"\x89png", b"\xff\xd8\xff")):
        found = "Это картинка."
    elif b"\x00" not in start and (b";" in start or b"," in start or b"\t" in start):
        found = "Это текстовая таблица (CSV)."
    else:
        found = "Содержание файла не похоже на книгу Excel или документ Word."
    return FileRefused(
        "wrong_kind", f"{found} Здесь нужен файл .{kind}: сохраните его в этом формате."
    )
