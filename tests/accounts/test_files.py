"""What the portal takes from a stranger's hands, and what it turns away and why."""

import random

import pytest

from accounts.files.archives import ArchiveLimits, check_archive
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced
from accounts.files.scan_child import verdict
from accounts.files.scans import REFUSALS, ScanType, recognise_scan
from tests.accounts import hostile_files as hostile

pytestmark = pytest.mark.slow

NARROW = FenceLimits(memory=200 * 1024 * 1024, cpu=1, wall=3, output=1_000)


def refusal_of(check, *args, **kwargs):
    with pytest.raises(FileRefused) as caught:
        check(*args, **kwargs)
    return caught.value


def test_an_honest_workbook_is_taken():
    workbook = hostile.honest_xlsx()

    assert check_archive(workbook, kind="xlsx") is None


def test_an_honest_document_is_taken():
    document = hostile.honest_docx()

    assert check_archive(document, kind="docx") is None


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(hostile.bomb_xlsx, "bomb", id="80 MB of blanks in a small file"),
        pytest.param(hostile.lying_xlsx, "damaged", id="sizes that lie"),
        pytest.param(hostile.doctype_xlsx, "forbidden_xml", id="entities"),
        pytest.param(hostile.utf16_xlsx, "forbidden_xml", id="an encoding that hides entities"),
        pytest.param(hostile.far_cells_xlsx, "far_cells", id="A1 and XFD1048576"),
        pytest.param(hostile.macro_xlsx, "macros", id="macros"),
        pytest.param(hostile.macro_type_xlsx, "macros", id="a macro workbook renamed"),
        pytest.param(hostile.traversing_xlsx, "strange_names", id="names that leave the folder"),
        pytest.param(hostile.old_xls, "old_office", id="old xls"),
        pytest.param(hostile.encrypted_xlsx, "password", id="password"),
        pytest.param(lambda: b"", "empty", id="nothing"),
        pytest.param(lambda: b"\n \n", "empty", id="blank lines"),
        pytest.param(lambda: "код;балл\n1;2".encode("cp1251"), "wrong_kind", id="csv"),
        pytest.param(lambda: b"<html><table>", "wrong_kind", id="web page"),
        pytest.param(hostile.pdf, "wrong_kind", id="pdf"),
        pytest.param(
            lambda: hostile.zipped({"content.xml": b"<a/>"}), "wrong_kind", id="open document"
        ),
        pytest.param(
            lambda: hostile.honest_xlsx() + b"<script>", "glued_files", id="something behind"
        ),
        pytest.param(
            lambda: hostile.honest_xlsx() * 2, "glued_files", id="two workbooks in one file"
        ),
        pytest.param(hostile.locked_part_xlsx, "password", id="password on one part"),
    ],
)
def test_a_hostile_or_wrong_workbook_is_refused(make, code):
    data = make()

    refused = refusal_of(check_archive, data, kind="xlsx")

    assert refused.code == code


def test_a_document_in_the_place_of_a_workbook_is_named():
    document = hostile.honest_docx()

    refused = refusal_of(check_archive, document, kind="xlsx")

    assert refused.code == "wrong_kind"
    assert "Word" in refused.message


def test_formats_dragged_to_the_last_row_are_no_reason_to_refuse():
    empty = b'<c r="L1048576" s="1"/></row>'
    workbook = hostile.xlsx_with(
        **{"xl/worksheets/sheet1.xml": lambda old: old.replace(b"</row>", empty, 1)}
    )

    assert check_archive(workbook) is None


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (hostile.honest_xlsx, "wrong_kind"),
        (lambda: hostile.OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "old_office"),
        (lambda: hostile.docx_with(**{"word/vbaProject.bin": hostile.OLE}), "macros"),
        (
            lambda: hostile.docx_with(
                **{"word/document.xml": b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///">]><w/>'}
            ),
            "forbidden_xml",
        ),
    ],
    ids=["workbook", "old doc", "macros", "external entity"],
)
def test_a_hostile_or_wrong_document_is_refused(make, code):
    data = make()

    refused = refusal_of(check_archive, data, kind="docx")

    assert refused.code == code


@pytest.mark.parametrize(
    "cell",
    [
        b'<c s="0" r="XFD1048576"><v>1</v></c>',
        b"<c\tr = 'XFD1048576'><v>1</v></c>",
        b'<c r="xfd1048576"><v>1</v></c>',
        b'<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
    ids=["other order", "other quotes", "small letters", "prefix"],
)
def test_a_far_cell_is_found_however_it_is_written(cell):
    workbook = hostile.xlsx_with(
        **{"xl/worksheets/sheet1.xml": lambda old: old.replace(b"</row>", cell + b"</row>", 1)}
    )

    refused = refusal_of(check_archive, workbook)

    assert refused.code == "far_cells"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ArchiveLimits(packed=1_000), "too_large"),
        (ArchiveLimits(members=3), "too_many_parts"),
        (ArchiveLimits(unpacked=5_000), "bomb"),
        (ArchiveLimits(cells=3), "far_cells"),
    ],
    ids=["bytes", "parts", "unpacked bytes", "cells"],
)
def test_each_limit_refuses_what_is_over_it(limits, code):
    workbook = hostile.honest_xlsx()

    refused = refusal_of(check_archive, workbook, limits=limits)

    assert refused.code == code


def test_a_workbook_cut_anywhere_is_refused_as_damaged():
    workbook = hostile.honest_xlsx()

    codes = {
        refusal_of(check_archive, workbook[:size]).code for size in range(8, len(workbook), 97)
    }

    assert codes == {"damaged"}


def test_a_workbook_with_bytes_flipped_is_taken_or_refused_but_never_breaks_the_check():
    workbook, chance = hostile.honest_xlsx(), random.Random(2026)
    outcomes = set()

    for _ in range(400):
        bent = bytearray(workbook)
        for _ in range(3):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        try:
            check_archive(bytes(bent))
            outcomes.add("taken")
        except FileRefused as refused:
            outcomes.add(refused.code)

    assert "damaged" in outcomes


@pytest.mark.parametrize(
    ("make", "name", "scan_type"),
    [
        (hostile.pdf, "протокол.pdf", ScanType.PDF),
        (hostile.pdf_as_office_writes_it, "Протокол 5А.PDF", ScanType.PDF),
        (lambda: hostile.picture("JPEG"), "scan.jpeg", ScanType.JPEG),
        (lambda: hostile.picture("PNG"), "scan.png", ScanType.PNG),
        (lambda: hostile.picture("PNG"), "скан.jpg", ScanType.PNG),
        (lambda: hostile.picture("JPEG") + b"SEFT" * 20, "telephone.jpg", ScanType.JPEG),
    ],
    ids=["pdf", "pdf of an office program", "jpeg", "png", "png named jpg", "jpeg of a telephone"],
)
def test_an_honest_scan_is_known_by_its_content(make, name, scan_type):
    data = make()

    assert recognise_scan(data, name) is scan_type


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (hostile.pdf_with_script, "a.pdf", "active_content"),
        (hostile.pdf_with_masked_script, "a.pdf", "active_content"),
        (hostile.pdf_with_launch, "a.pdf", "active_content"),
        (hostile.pdf_with_attachment, "a.pdf", "active_content"),
        (hostile.pdf_that_opens_a_site, "a.pdf", "active_content"),
        (hostile.pdf_with_page_action, "a.pdf", "active_content"),
        (lambda: hostile.pdf(user_password="1"), "a.pdf", "password"),
        (lambda: hostile.pdf(51), "a.pdf", "too_many_pages"),
        (lambda: hostile.pdf()[:-200], "a.pdf", "damaged"),
        (lambda: b"GIF89a" + hostile.pdf(), "a.pdf", "wrong_kind"),
        (lambda: hostile.pdf() + b"MZ", "a.pdf", "glued_files"),
        (lambda: hostile.pdf() + hostile.honest_xlsx(), "a.pdf", "glued_files"),
        (lambda: hostile.picture("JPEG") + hostile.honest_xlsx(), "a.jpg", "glued_files"),
        (hostile.jpeg_that_is_also_pdf, "a.jpg", "glued_files"),
        (lambda: hostile.picture("PNG") + b"<script>", "a.png", "glued_files"),
        (lambda: hostile.picture("PNG")[:-2000], "a.png", "damaged"),
        (lambda: hostile.picture("JPEG")[:4000], "a.jpg", "damaged"),
        (hostile.bomb_png, "a.png", "too_many_pixels"),
        (lambda: hostile.bomb_png(6_400), "a.png", "too_many_pixels"),
        (lambda: hostile.picture("JPEG"), "a.pdf", "wrong_name"),
        (lambda: hostile.picture("JPEG"), "a.jpg.html", "wrong_name"),
        (lambda: hostile.picture("GIF"), "a.png", "wrong_kind"),
        (lambda: b"<svg onload=alert(1)>", "a.png", "wrong_kind"),
        (lambda: b"", "a.pdf", "empty"),
        (lambda: b"%PDF-" + b" " * (25 * 1024 * 1024), "a.pdf", "too_large"),
    ],
    ids=[
        "script", "masked script", "launch", "attachment", "opens a site", "page action",
        "password", "51 pages",
        "cut pdf", "pdf not at byte 0", "program behind pdf", "zip behind pdf", "zip behind jpeg",
        "pdf in jpeg", "page behind png", "cut png", "cut jpeg", "900 million points",
        "41 million points",
        "jpeg named pdf", "jpeg named html", "gif", "svg", "nothing", "25 MB",
    ],
)  # fmt: skip
def test_a_hostile_or_wrong_scan_is_refused(make, name, code):
    data = make()

    refused = refusal_of(recognise_scan, data, name)

    assert refused.code == code
    assert refused.message == REFUSALS[code]


def test_a_picture_of_39_million_points_is_still_taken():
    data = hostile.bomb_png(6_200)

    assert recognise_scan(data, "a.png") is ScanType.PNG


def test_pdf_bytes_flipped_never_break_the_check():
    data, chance = hostile.pdf_with_script(), random.Random(7)
    verdicts = set()

    for _ in range(200):
        bent = bytearray(data)
        bent[chance.randrange(8, len(bent))] = chance.randrange(256)
        verdicts.add(verdict(bytes(bent), "PDF", 1, 50))

    assert "active_content" in verdicts
    assert verdicts <= {"ok", *REFUSALS}


def test_a_child_answers_what_it_found():
    answer = run_fenced("tests.accounts.fence_child", ["echo"], "Да".encode(), NARROW)

    assert answer == "Да"


def test_a_child_sees_none_of_our_settings(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("DATABASE_URL", "canary")

    seen = run_fenced("tests.accounts.fence_child", ["environment"], b"", FenceLimits())

    assert "canary" not in seen.values()
    assert "PATH" in seen


@pytest.mark.parametrize("deed", ["sleep", "spin", "memory", "output", "garbage", "abort"])
def test_a_child_that_misbehaves_breaks_only_itself(deed):
    with pytest.raises(FenceBroken):
        run_fenced("tests.accounts.fence_child", [deed], b"", NARROW)
