"""The QR code of a printed document: ГОСТ Р 7.0.97-2025, at the bottom right of the first sheet."""

from io import BytesIO

import segno

CAPTION = "Подлинность документа и действующую редакцию можно проверить по этому коду"


def qr_svg(address: str) -> str:
    """The code as SVG, the same for the same address; a smudged fifth of it can still be read."""
    picture = BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", border=2, xmldecl=False)
    return picture.getvalue().decode()


def described_code(address: str) -> dict[str, str]:
    """What the template draws; the alternative text says where the code leads."""
    return {
        "svg": qr_svg(address),
        "alt": f"QR-код: страница подлинности документа {address}",
        "caption": CAPTION,
    }
