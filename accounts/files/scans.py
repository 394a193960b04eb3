"""Recognises a scan by what is inside it, never by its name alone."""

import io
import zipfile
from dataclasses import dataclass
from enum import Enum

from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced

MIB = 1024 * 1024
MAX_BYTES = 25 * MIB
MAX_PAGES = 50
MAX_PIXELS = 40_000_000
HEAD = 1024  # bytes in which readers of PDF and browsers look for a beginning


@dataclass(frozen=True)
class _Form:
    mime: str
    suffixes: tuple[str, ...]
    signature: bytes


class ScanType(Enum):
    """What a scan may be. Serve it as `mime`, name it with `extension`."""

    PDF = _Form("application/pdf", (".pdf",), b"%PDF-")
    JPEG = _Form("image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff")
    PNG = _Form("image/png", (".png",), b"\x89PNG\r\n\x1a\n")

    @property
    def mime(self) -> str:
        return self.value.mime

    @property
    def extension(self) -> str:
        return self.value.suffixes[0]


# Picture formats are mixed up by phones and messengers, and nothing follows from it.
PICTURE_SUFFIXES = ScanType.JPEG.value.suffixes + ScanType.PNG.value.suffixes
LIMITS = FenceLimits(cpu=6, wall=20)

REFUSALS = {
    "empty": "Файл пуст. Выберите скан и загрузите снова.",
    "too_large": f"Файл больше {MAX_BYTES // MIB} МБ. Отсканируйте с разрешением 200–300 точек "
    "на дюйм или разделите на несколько файлов.",
    "wrong_kind": "Это не PDF, не JPEG и не PNG. Сохраните скан в одном из этих форматов.",
    "wrong_name": "Название файла не подходит к содержанию. Дайте файлу окончание .pdf, .jpg "
    "или .png по его настоящему формату.",
    "glued_files": "К скану приписан другой файл. Отсканируйте документ заново или сохраните его "
    "под новым именем из программы просмотра.",
    "damaged": "Файл повреждён или передан не целиком. Откройте его у себя, сохраните заново "
    "и загрузите ещё раз.",
    "too_many_pixels": f"Картинка больше {MAX_PIXELS // 10**6} млн точек. Отсканируйте "
    "с разрешением 200–300 точек на дюйм.",
    "too_many_pages": f"В файле больше {MAX_PAGES} страниц. Разделите его на части.",
    "password": "Файл PDF защищён паролем. Сохраните его без защиты.",
    "active_content": "В файле PDF есть сценарии, вложения или команды запуска. Распечатайте его "
    "в новый PDF («Печать» → «Сохранить как PDF») и загрузите.",
    "too_heavy": "Файл слишком сложен, чтобы его проверить. Отсканируйте документ заново "
    "с разрешением 200–300 точек на дюйм.",
}


def recognise_scan(data: bytes, filename: str) -> ScanType:
    """The type of a whole, safe scan; raise FileRefused for anything else.

    Recognised by signature at byte 0, then opened in full in a child process: every pixel of a
    picture is decoded, every object of a PDF is looked at.
    """
    scan_type = recognise_outside(data, filename)
    _check_inside(data, scan_type)
    return scan_type


def recognise_outside(data: bytes, filename: str) -> ScanType:
    """The type by what can be told without opening the file; raise FileRefused otherwise."""
    if not data:
        raise refused("empty")
    if len(data) > MAX_BYTES:
        raise refused("too_large")
    scan_type = next((t for t in ScanType if data.startswith(t.value.signature)), None)
    if scan_type is None:
        raise refused("wrong_kind")
    if not _name_fits(filename, scan_type):
        raise refused("wrong_name")
    if _carries_another_file(data, scan_type):
        raise refused("glued_files")
    return scan_type


def refused(code: str) -> FileRefused:
    return FileRefused(code, REFUSALS[code])


def _name_fits(filename: str, scan_type: ScanType) -> bool:
    suffixes = (".pdf",) if scan_type is ScanType.PDF else PICTURE_SUFFIXES
    return filename.lower().strip().endswith(suffixes)


def _carries_another_file(data: bytes, scan_type: ScanType) -> bool:
    """A ZIP is read from its end and a PDF from anywhere near its beginning."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return True
    head = data[:HEAD].lower()
    hides_pdf = scan_type is not ScanType.PDF and b"%pdf-" in head
    return hides_pdf or b"<script" in head or b"<html" in head


def _check_inside(data: bytes, scan_type: ScanType) -> None:
    arguments = [scan_type.name, str(MAX_PIXELS), str(MAX_PAGES)]
    try:
        found = run_fenced("accounts.files.scan_child", arguments, data, LIMITS)
    except FenceBroken as error:
        raise refused("too_heavy") from error
    if found != "ok":
        raise refused(found if found in REFUSALS else "damaged")
