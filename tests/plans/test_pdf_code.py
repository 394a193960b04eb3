"""The QR code of an approved plan, and stamps in the shapes that committees use."""

import datetime
import shutil
import subprocess

import pytest
import segno
from PIL import Image

from plans.documents.layout import Page
from plans.documents.order_stamp import with_annex, with_order
from plans.documents.outline import OutlineStamp
from plans.documents.pdf import PrintOptions, print_plan
from plans.documents.stamps import agree, approve, approved_by_order
from tests.plans import invented
from tests.plans.printed import bare, lost_cells, opened, read_pages, read_words, tags

ADDRESS = "https://portal.example.ru/p/Tq0v3mYp1f0h5d3a8Zl6c4x2b9n7k5j1s0r8w6e4u2y/"
CODE = PrintOptions(code=ADDRESS)
DOTS = 200  # per inch


# The code ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_page(tmp_path_factory):
    """The first sheet as a camera would see it, in black and white."""
    if not shutil.which("pdftoppm"):
        pytest.skip("no pdftoppm here: apt-get install poppler-utils")
    folder = tmp_path_factory.mktemp("sheet")
    (folder / "plan.pdf").write_bytes(print_plan(invented.long_plan(40), options=CODE))
    subprocess.run(
        ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-singlefile", "-png", "plan.pdf", "p"],
        cwd=folder, check=True,
    )  # fmt: skip
    return Image.open(folder / "p.png").convert("L")


def dark_box(image, left, top):
    """The rectangle of everything dark to the right of `left` and below `top`."""
    corner = image.crop((left, top, *image.size)).point(lambda grey: 255 if grey < 128 else 0)
    box = corner.getbbox()
    return (left + box[0], top + box[1], left + box[2], top + box[3])


def test_the_code_at_the_bottom_right_of_the_first_sheet_leads_to_the_page(first_page):
    width, height = first_page.size
    expected = [list(map(bool, line)) for line in segno.make_qr(ADDRESS, error="m").matrix]

    left, top, right, bottom = dark_box(first_page, int(width * 0.868), int(height * 0.79))

    side = (right - left) / len(expected)
    seen = [
        [
            first_page.getpixel((int(left + (x + 0.5) * side), int(top + (y + 0.5) * side))) < 128
            for x in range(len(expected))
        ]
        for y in range(len(expected))
    ]
    assert seen == expected
    assert right > width * 0.9
    assert bottom > height * 0.85


@pytest.mark.parametrize("make", [invented.full_plan, invented.tall_plan, invented.long_plan])
def test_the_table_makes_room_for_the_code_and_loses_nothing(make):
    outline = make(60) if make is invented.long_plan else make()

    pdf = print_plan(outline, options=CODE)

    pages = [bare(page) for page in read_pages(pdf)]
    told = bare("Подлинность документа и действующую редакцию можно проверить по этому коду")
    assert [told in page for page in pages] == [True] + [False] * (len(pages) - 1)
    assert all(bare(row.title)[:60] in "".join(pages) for row in outline.activities)
    if make is not invented.tall_plan:
        assert lost_cells(outline, pdf) == []


def test_a_reader_of_screens_is_told_where_the_code_leads():
    pdf = opened(print_plan(invented.full_plan(), options=CODE))

    figures = [tag for tag in tags(pdf) if tag["/S"] == "/Figure"]
    xmp = pdf.trailer["/Root"]["/Metadata"].get_data().decode()

    assert [figure["/Alt"] for figure in figures] == [
        f"QR-код: страница подлинности документа {ADDRESS}"
    ]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_the_same_code_gives_the_same_bytes_and_another_one_does_not():
    outline = invented.full_plan()
    pdf = print_plan(outline, options=CODE)

    again = print_plan(outline, options=CODE)
    other = print_plan(outline, options=PrintOptions(code=ADDRESS.replace("T", "t")))

    assert again == pdf != other


# Stamps ------------------------------------------------------------------------------------------

DAY = datetime.date(2030, 3, 4)
MIDDLE = Page().page_width / 2
BY_ORDER = approved_by_order("план", "комитета по делам школ", date=DAY, number="61")
BY_HEAD = approve("Директор департамента", "А. А. Вязов")
AGREED = agree("Заместитель главы администрации", "Б. Б. Дубов", DAY)
ANNEX = with_order(
    with_annex([], annex="Приложение 1", issuer="управления образования"),
    title="План", issuer="управления образования", date=DAY, number="534",
)  # fmt: skip
UNDER_ANNEX = [OutlineStamp("approved", ["Приложение 2", *BY_ORDER.lines])]
SHAPES = {
    "approved by an order": [BY_ORDER],
    "signed by an official": [BY_HEAD],
    "agreed on the left, approved on the right": [AGREED, BY_HEAD],
    "an annex to an order": ANNEX,
    "an annex and the order in one": UNDER_ANNEX,
    "three of them": [AGREED, agree("Председатель совета", "В. В. Кленов"), BY_HEAD],
    "four of them": [AGREED, agree("Совет", "В. В. Кленов"), BY_HEAD, *ANNEX],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_stamps_print_line_by_line_agreement_left_and_approval_right(shape):
    stamps = SHAPES[shape]

    pdf = print_plan(invented.plan(stamps=list(stamps)))

    page = bare(read_pages(pdf)[0])
    words = [word for word in read_words(pdf) if word.page == 0]
    assert all(bare(line) in page for stamp in stamps for line in stamp.lines)
    for stamp in stamps:
        first = stamp.lines[0].split()[0]
        places = {word.left > MIDDLE for word in words if word.text == first}
        assert places == {stamp.kind == "approved"}


def test_a_line_to_sign_on_leaves_room_for_the_pen():
    pdf = print_plan(invented.plan(stamps=[approve("Начальник", "А. А. Вязов", DAY)]))

    bottoms = {word.text: word.bottom for word in read_words(pdf)}
    line = bottoms["Начальник"] - bottoms["УТВЕРЖДАЮ"]
    assert bottoms["Вязов"] - bottoms["Начальник"] > line * 1.5


def test_an_annex_names_its_order_and_waits_for_one_that_is_not_signed():
    draft = with_annex([], annex="Приложение 1", issuer="комитета")
    twice = with_annex(draft, annex="Приложение 1", issuer="комитета")
    signed = with_order(draft, title="План", issuer="комитета", date=DAY, number="534")

    assert draft[0].lines == [
        "Приложение 1",
        "к приказу комитета",
        "от «__» ____________ 20__ г. № ______",
    ]
    assert twice == draft
    assert [stamp.lines for stamp in signed] == [
        ["Приложение 1", "к приказу комитета", "от 04.03.2030 № 534"]
    ]
