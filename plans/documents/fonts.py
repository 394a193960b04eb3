"""The type a plan is printed in: where its files lie, which characters they draw and how wide."""

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plans.documents.refusal import PrintRefused

FAMILY = "Tinos"
REPOSITORY = Path(__file__).resolve().parents[2]
# `make setup` copies the files to the first place; the second is where the package manager puts
# them, so that a print also works before the copy.
PLACES = (
    REPOSITORY / "assets" / "fonts",
    REPOSITORY / "node_modules" / "@expo-google-fonts" / "tinos",
)
REGULAR, BOLD = "Regular", "Bold"


@dataclass(frozen=True)
class Face:
    """Advance widths by character, in thousandths of the type size."""

    advances: dict[str, float]

    def draws(self, character: str) -> bool:
        return character in self.advances

    def width(self, text: str, size: float) -> float:
        """Width in points of one unbroken line; a character the face lacks counts as a wide one."""
        return sum([self.advances.get(character, 1000.0) for character in text]) * size / 1000


@dataclass(frozen=True)
class FontFiles:
    """The folders to hand to the compositor, and the two faces that decide widths."""

    folders: tuple[Path, ...]
    regular: Face
    bold: Face


def find_fonts(font_dir: Path | None = None) -> FontFiles:
    """The files in `font_dir`, or in the first of the usual places that has them."""
    for place in [font_dir] if font_dir else PLACES:
        files = sorted(place.rglob(f"{FAMILY}*.ttf"))
        faces = {_style(file): file for file in files}
        if REGULAR in faces and BOLD in faces:
            return _read(tuple(files), faces[REGULAR], faces[BOLD])
    looked = ", ".join(str(place) for place in ([font_dir] if font_dir else PLACES))
    raise PrintRefused(
        "fonts-missing",
        f"Не найдены файлы шрифта {FAMILY} (обычный и полужирный). Искали здесь: {looked}. "
        "Выполните «make setup» и повторите печать.",
    )


def _style(file: Path) -> str:
    """`Tinos_700Bold.ttf` and `Tinos-Bold.ttf` are both Bold."""
    return file.stem.removeprefix(FAMILY).lstrip("_-0123456789")


@lru_cache(maxsize=4)
def _read(files: tuple[Path, ...], regular: Path, bold: Path) -> FontFiles:
    return FontFiles(
        folders=tuple(dict.fromkeys(file.parent for file in files)),
        regular=read_face(regular),
        bold=read_face(bold),
    )


def read_face(file: Path) -> Face:
    """Reads the tables head, hhea, hmtx and cmap (OpenType 1.9) of a TrueType file."""
    data = file.read_bytes()
    try:
        tables = _tables(data)
        units = struct.unpack_from(">H", data, tables["head"] + 18)[0]
        metrics = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
        advances = struct.unpack_from(">" + "H2x" * metrics, data, tables["hmtx"])
        glyphs = _characters(data, tables["cmap"])
    except (LookupError, ValueError, struct.error) as error:
        raise PrintRefused(
            "fonts-unreadable",
            f"Файл шрифта {file} не читается. Выполните «make setup» и повторите печать.",
        ) from error
    # Glyphs past the last metric share it.
    return Face(
        {
            chr(code): advances[min(glyph, metrics - 1)] * 1000 / units
            for code, glyph in glyphs.items()
        }
    )


def _tables(data: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", data, 4)[0]
    records = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])
    return {tag.decode("ascii"): offset for tag, _, offset, _ in records}


def _characters(data: bytes, cmap: int) -> dict[int, int]:
    """Glyph by code point, from the Unicode subtable of format 4 that every such file carries."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    for platform, encoding, offset in struct.iter_unpack(
        ">HHI", data[cmap + 4 : cmap + 4 + 8 * count]
    ):
        start = cmap + offset
        if (platform, encoding) == (3, 1) and struct.unpack_from(">H", data, start)[0] == 4:
            return _segments(data, start)
    raise KeyError("cmap")


def _segments(data: bytes, start: int) -> dict[int, int]:
    twice = struct.unpack_from(">H", data, start + 6)[0]
    shape = f">{twice // 2}H"
    ends = struct.unpack_from(shape, data, start + 14)
    begins = struct.unpack_from(shape, data, start + 16 + twice)
    deltas = struct.unpack_from(shape, data, start + 16 + 2 * twice)
    places = start + 16 + 3 * twice
    ranges = struct.unpack_from(shape, data, places)
    glyphs: dict[int, int] = {}
    for index, (begin, end, delta, jump) in enumerate(
        zip(begins, ends, deltas, ranges, strict=True)
    ):
        for code in range(begin, end + 1):
            if jump:
                place = places + 2 * index + jump + 2 * (code - begin)
                glyph = struct.unpack_from(">H", data, place)[0] if code != 0xFFFF else 0
            else:
                glyph = code
            if glyph or not jump:
                glyph = (glyph + delta) % 0x10000
            if glyph:
                glyphs[code] = glyph
    return glyphs
