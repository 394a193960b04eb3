"""Sets a template with its data to PDF: PDF/A-2a and PDF/UA-1, the same bytes for the same data."""

import datetime
from functools import lru_cache
from pathlib import Path

import typst

from plans.documents.fonts import find_fonts
from plans.documents.refusal import PrintRefused


def compose(
    template: Path,
    inputs: dict[str, str],
    *,
    created_at: datetime.datetime,
    font_dir: Path | None = None,
) -> bytes:
    """One compiler for each print, as it is not safe between threads; the fonts are shared.

    Raises:
        PrintRefused: not-composed, and what `find_fonts` raises.
    """
    # The compositor takes no zones and no parts of a second.
    timestamp = created_at.astimezone(datetime.UTC).replace(microsecond=0)
    compiler = typst.Compiler(
        input=template.read_bytes(),
        root=template.parent,
        font_paths=_shared_fonts(find_fonts(font_dir).folders),
        sys_inputs=inputs,
    )
    try:
        printed, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise PrintRefused("not-composed", f"Документ не печатается: {error.message}.") from error
    # A missing font or glyph is only a warning there; an official document must not lose a letter.
    if warnings or not isinstance(printed, bytes):
        told = "; ".join(warning.message for warning in warnings)
        raise PrintRefused("not-composed", f"Документ не печатается: {told}.")
    return printed


@lru_cache(maxsize=4)
def _shared_fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )
