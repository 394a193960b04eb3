"""A scan is kept upright and bare: no place, no telephone, no second picture behind its end."""

import dataclasses
import io

import pytest
from PIL import Image, ImageChops, PngImagePlugin
from pypdf import PdfReader, PdfWriter

from accounts.files import cleaning
from accounts.files.clean_child import clean_pdf, clean_picture, look
from accounts.files.cleaning import clean_scan
from accounts.files.errors import FileRefused
from accounts.files.metadata import bare_jpeg, bare_png
from accounts.files.scans import ScanType
from tests.accounts.hostile_files import pdf, pdf_with_script, picture
from tests.accounts.photos import BLUE, GPS, GREEN, RED, WHITE, corners, page, photo

# How the camera was held, and the way its points must be moved to lie upright.
MOVES = Image.Transpose
HELD = {
    1: None,
    2: MOVES.FLIP_LEFT_RIGHT,
    3: MOVES.ROTATE_180,
    4: MOVES.FLIP_TOP_BOTTOM,
    5: MOVES.TRANSPOSE,
    6: MOVES.ROTATE_270,
    7: MOVES.TRANSVERSE,
    8: MOVES.ROTATE_90,
}


@pytest.fixture(autouse=True)
def _limit_of_the_child(monkeypatch):
    """What a child would set for itself alone; here it runs in our own process."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG"])
def test_a_photo_is_turned_upright_however_the_camera_was_held(picture_format):
    upright = ([RED, GREEN, BLUE, WHITE], (64, 48))

    shown = {}
    for orientation, move in HELD.items():
        # As the camera has it: the move that the tag asks for brings it back.
        lying = page() if move is None else page().transpose(inverse(move))
        shown[orientation] = corners(clean_picture(photo(orientation, lying, picture_format)))

    assert shown == dict.fromkeys(HELD, upright)


def inverse(move):
    return {MOVES.ROTATE_90: MOVES.ROTATE_270, MOVES.ROTATE_270: MOVES.ROTATE_90}.get(move, move)


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG"])
def test_neither_the_place_nor_the_telephone_is_left_in_a_photo(picture_format, orientation):
    taken = photo(orientation, picture_format=picture_format)
    assert dict(Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS))
    assert b"Telephone" in taken

    kept = clean_picture(taken)

    with Image.open(io.BytesIO(kept)) as shown:
        assert not dict(shown.getexif())
        assert not {"exif", "comment", "xmp"} & set(shown.info)
    assert b"Telephone" not in kept


def test_a_picture_that_lies_right_keeps_every_point():
    for taken, bare in ((photo(quality=60), bare_jpeg), (photo(picture_format="PNG"), bare_png)):
        kept = bare(taken)

        with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(kept)) as after:
            assert ImageChops.difference(before, after).getbbox() is None
        assert len(kept) < len(taken)


def test_what_hangs_behind_a_photo_and_what_is_written_into_a_picture_goes():
    film = photo() + b"\0\0\0\x18ftypmp42 a film with a place"
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Somebody")
    texts.add_itxt("XML:com.adobe.xmp", "<exif:GPSLatitude>53</exif:GPSLatitude>")
    written = io.BytesIO()
    page().save(written, "PNG", pnginfo=texts)
    noted = io.BytesIO()
    page().save(noted, "JPEG", comment=b"by Somebody", progressive=True, xmp=b"<x>GPS</x>")

    kept = clean_picture(film) + clean_picture(written.getvalue()) + clean_picture(noted.getvalue())

    for word in (b"film", b"Somebody", b"GPS"):
        assert word not in kept


@pytest.mark.parametrize(
    "bent",
    [
        pytest.param(lambda whole: whole[:1], id="one byte"),
        pytest.param(lambda whole: whole[:-2], id="without an end"),
        pytest.param(lambda whole: whole[:40], id="cut in its head"),
        pytest.param(lambda whole: whole[:2] + b"\0" + whole[2:], id="a byte too many"),
    ],
)
def test_segments_that_do_not_hang_together_are_told(bent):
    whole, drawn = photo(), photo(picture_format="PNG")

    with pytest.raises((ValueError, IndexError)):
        bare_jpeg(bent(whole))
    with pytest.raises(Exception, match=r"PNG|cut|unpack"):
        bare_png(bent(drawn)[:-1])


def test_a_pdf_forgets_its_author_and_the_photos_in_it_their_place():
    pages = PdfWriter()
    for orientation in (1, 6):
        held = io.BytesIO()
        page().save(held, "PDF")
        for added in PdfReader(held).pages:
            kept = pages.add_page(added)
            image = kept["/Resources"]["/XObject"]["/image"]
            image._data = photo(orientation)
    pages.add_metadata({"/Author": "Somebody", "/Producer": "Telephone of Somebody"})
    pages.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Somebody</x:xmpmeta>"
    stream = io.BytesIO()
    pages.write(stream)
    assert stream.getvalue().count(b"Telephone of Somebody") >= 2

    kept, number = clean_pdf(stream.getvalue())

    assert number == 2
    assert not PdfReader(io.BytesIO(kept)).metadata
    assert b"Somebody" not in kept
    assert b"Exif" not in kept


def test_a_scan_comes_with_a_picture_to_read_and_one_for_the_list():
    sheet = page((2400, 1800))

    found = clean_scan(photo(6, sheet.transpose(MOVES.ROTATE_90)), "фото.jpg")

    assert (found.scan_type, found.pages) == (ScanType.JPEG, 1)
    assert corners(found.data)[1] == (2400, 1800)
    assert corners(found.preview) == ([RED, GREEN, BLUE, WHITE], (1600, 1200))
    assert corners(found.thumbnail) == ([RED, GREEN, BLUE, WHITE], (320, 240))


def test_the_first_page_of_a_pdf_is_drawn():
    stream = io.BytesIO()
    page((700, 990)).save(stream, "PDF", save_all=True, append_images=[Image.new("L", (9, 9))])

    found = clean_scan(stream.getvalue(), "протокол.pdf")

    assert (found.scan_type, found.pages) == (ScanType.PDF, 2)
    assert corners(found.preview)[0] == [RED, GREEN, BLUE, WHITE]
    assert corners(found.preview)[1][1] == 1600
    assert corners(found.thumbnail)[1][1] == 320


def test_a_page_that_cannot_be_drawn_does_not_turn_the_scan_away(monkeypatch):
    no_time = dataclasses.replace(cleaning.PAGE_LIMITS, wall=0)
    monkeypatch.setattr(cleaning, "PAGE_LIMITS", no_time)

    found = clean_scan(pdf(), "протокол.pdf")

    assert (found.pages, found.preview, found.thumbnail) == (1, b"", b"")
    assert found.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        pytest.param(pdf_with_script(), "a.pdf", "active_content", id="a script"),
        pytest.param(picture("PNG")[:-2000], "a.png", "damaged", id="half a picture"),
        pytest.param(b"", "a.pdf", "empty", id="nothing"),
    ],
)
def test_what_is_no_scan_is_refused_before_it_is_cleaned(data, name, code):
    with pytest.raises(FileRefused) as told:
        clean_scan(data, name)

    assert told.value.code == code


def test_the_child_tells_a_refusal_without_a_file():
    assert look(picture("PNG"), ["PNG", "100", "50"]) == {"verdict": "too_many_pixels"}
