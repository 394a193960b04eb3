"""Photos as cameras make them: held in any way, with the place and the telephone written in."""

import io

from PIL import Image

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def page(size=(64, 48)):
    """Four quarters of different colours: each way of holding it looks different."""
    width, height = size
    sheet = Image.new("RGB", size, WHITE)
    sheet.paste(RED, (0, 0, width // 2, height // 2))
    sheet.paste(GREEN, (width // 2, 0, width, height // 2))
    sheet.paste(BLUE, (0, height // 2, width // 2, height))
    return sheet


def exif_of(orientation=1):
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "Telephone of Somebody"
    gps = exif.get_ifd(GPS)
    gps[1], gps[2] = "N", (53.0, 20.0, 55.0)
    gps[3], gps[4] = "E", (83.0, 46.0, 11.0)
    return exif


def photo(orientation=1, sheet=None, picture_format="JPEG", **kwargs):
    stream = io.BytesIO()
    (sheet or page()).save(stream, picture_format, exif=exif_of(orientation), **kwargs)
    return stream.getvalue()


def corners(data):
    """The colours of the four quarters, and the size."""
    with Image.open(io.BytesIO(data)) as shown:
        width, height = shown.size
        points = [
            shown.convert("RGB").getpixel((x, y))
            for y in (height // 4, 3 * height // 4)
            for x in (width // 4, 3 * width // 4)
        ]
    return [min((RED, GREEN, BLUE, WHITE), key=lambda c: distance(c, p)) for p in points], (
        width,
        height,
    )


def distance(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
