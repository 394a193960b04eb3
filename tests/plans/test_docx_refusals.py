"""Files that are no plans, or were made to do harm, are refused with a reason."""

import io
import zipfile

import pytest

from plans.documents.docx_reader import read_plan
from plans.errors import PlanFileError
from tests.plans.docx_plans import (
    CAPTIONS,
    FIRST,
    TITLE,
    cell,
    document,
    paragraph,
    plan,
    rezipped,
    row,
    table,
    titles,
)

pytestmark = pytest.mark.slow


def bomb():
    return rezipped(plan(FIRST), {"word/document.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})


def crowd():
    return rezipped(plan(FIRST), {f"word/media/{number}": b"" for number in range(2_100)})


def with_document(xml):
    return rezipped(plan(FIRST), {"word/document.xml": xml})


def nested(depth):
    inner = table(CAPTIONS, FIRST)
    for _ in range(depth - 1):
        inner = table(row(cell(inner=inner + paragraph())), grid=1)
    return inner


def spreadsheet():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("build", "code"),
    [
        pytest.param(lambda: b"", "empty-file", id="empty"),
        pytest.param(lambda: OLE + b"\0" * 512, "old-word", id="doc"),
        pytest.param(
            lambda: OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            id="password",
        ),
        pytest.param(lambda: b"{\\rtf1 plan}", "not-a-docx", id="rtf"),
        pytest.param(lambda: b"%PDF-1.7", "not-a-docx", id="pdf"),
        pytest.param(lambda: "План".encode(), "not-a-docx", id="text"),
        pytest.param(spreadsheet, "not-a-docx", id="another-archive"),
        pytest.param(lambda: plan(FIRST)[:9_000], "broken-file", id="truncated"),
        pytest.param(lambda: b"PK\x03\x04" + b"\0" * 100, "broken-file", id="only-a-signature"),
        pytest.param(lambda: with_document(b"<w:document"), "broken-file", id="broken-xml"),
        pytest.param(bomb, "unpacked-too-large", id="bomb"),
        pytest.param(crowd, "unpacked-too-large", id="too-many-members"),
        pytest.param(lambda: with_document(LAUGHS), "forbidden-xml", id="entities"),
        pytest.param(
            lambda: with_document(LAUGHS.decode().encode("utf-16")),
            "forbidden-xml",
            id="entities-utf-16",
        ),
        pytest.param(
            lambda: rezipped(plan(FIRST), {"word/numbering.xml": LAUGHS}),
            "forbidden-xml",
            id="entities-in-another-part",
        ),
        pytest.param(lambda: document(paragraph(TITLE)), "no-table", id="no-table"),
        pytest.param(
            lambda: document(table(("Школа", "Классы"), ("Лицей", "5"), grid=2)),
            "no-activity-column",
            id="another-table",
        ),
        pytest.param(lambda: document(nested(6)), "nested-too-deep", id="tables-in-tables"),
        pytest.param(lambda: plan(), "no-activities", id="only-a-header"),
        pytest.param(lambda: plan(*[FIRST] * 2_001), "too-many-rows", id="too-many-rows"),
        pytest.param(lambda: plan((*FIRST[:4], "а" * 20_001)), "cell-too-long", id="too-long-cell"),
    ],
)
def test_a_file_that_is_no_readable_plan_is_refused_with_a_reason(build, code):
    data = build()

    with pytest.raises(PlanFileError) as refused:
        read_plan(data)

    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_absurd_spans_do_not_blow_up():
    outline = read_plan(plan(row(cell("Раздел 1", span=999_999_999)), FIRST))

    assert [one.title for one in outline.sections] == ["Раздел 1"]


def test_the_strict_dialect_of_word_is_read_too():
    data = plan(FIRST)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    strict = xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    outline = read_plan(with_document(strict.encode()))

    assert titles(outline) == [FIRST[1]]
