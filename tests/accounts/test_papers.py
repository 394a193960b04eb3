"""Documents that people attach are known by what is inside them."""

import pytest

from accounts.files.errors import FileRefused
from accounts.files.papers import recognise_paper
from tests.accounts.hostile_files import (
    bomb_xlsx,
    honest_docx,
    honest_xlsx,
    jpeg_that_is_also_pdf,
    macro_xlsx,
    old_xls,
    pdf,
    pdf_with_script,
    picture,
)


@pytest.mark.parametrize(
    ("make", "name", "extension"),
    [
        (pdf, "Протокол 5.pdf", ".pdf"),
        (lambda: picture("JPEG"), "фото.JPG", ".jpg"),
        (lambda: picture("PNG"), "фото.png", ".png"),
        (honest_docx, "Справка.docx", ".docx"),
        (honest_xlsx, "Список.xlsx", ".xlsx"),
    ],
)
def test_a_plain_document_is_taken_for_what_it_is(make, name, extension):
    assert recognise_paper(make(), name).extension == extension


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        pytest.param(lambda: b"", "пусто.pdf", "empty", id="nothing inside"),
        pytest.param(honest_xlsx, "Справка.docx", "wrong_kind", id="a workbook called a document"),
        pytest.param(honest_docx, "Справка.pdf", "wrong_kind", id="a document called a scan"),
        pytest.param(pdf_with_script, "a.pdf", "active_content", id="a script in a PDF"),
        pytest.param(macro_xlsx, "a.xlsx", "macros", id="macros"),
        pytest.param(bomb_xlsx, "a.xlsx", "bomb", id="a bomb"),
        pytest.param(old_xls, "a.xls", "old_office", id="the old format"),
        pytest.param(jpeg_that_is_also_pdf, "a.jpg", "glued_files", id="two files in one"),
        pytest.param(lambda: b"MZ" + bytes(100), "a.pdf", "wrong_kind", id="a program"),
    ],
)
def test_anything_else_is_turned_away_with_a_reason(make, name, code):
    with pytest.raises(FileRefused) as refused:
        recognise_paper(make(), name)

    assert refused.value.code == code
    assert refused.value.message
