"""Documents of Word that only a reader of plans would suffer from."""

from tests.accounts.hostile_files import docx_with

W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CELL = b"<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"


def of_body(body):
    xml = b"<w:document " + W + b"><w:body>" + body + b"</w:body></w:document>"
    return docx_with(**{"word/document.xml": xml})


def wide(number):
    span = b'<w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr><w:p/></w:tc>' % number
    return of_body(b"<w:tbl><w:tr>" + span + CELL + b"</w:tr></w:tbl>")


def nested(levels):
    opened, closed = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    return of_body(opened * levels + b"<w:p/>" + closed * levels)


DOCUMENTS = {
    "a cell over a milliard columns": lambda: wide(10**9),
    "a cell over minus five columns": lambda: wide(-5),
    "tables in tables, sixty levels": lambda: nested(60),
    "tables in tables, thousands of levels": lambda: nested(5_000),
    "200,000 rows": lambda: of_body(
        b"<w:tbl>" + (b"<w:tr>" + CELL + b"</w:tr>") * 200_000 + b"</w:tbl>"
    ),
    "a row of 100,000 cells": lambda: of_body(
        b"<w:tbl><w:tr>" + CELL * 100_000 + b"</w:tr></w:tbl>"
    ),
    "400,000 empty paragraphs": lambda: of_body(b"<w:p/>" * 400_000),
    "a line of 9 MB": lambda: of_body(
        b"<w:p><w:r><w:t>" + b"a b" * 3_000_000 + b"</w:t></w:r></w:p>"
    ),
    "no text at all": lambda: of_body(b""),
    "another root": lambda: docx_with(**{"word/document.xml": b"<a/>"}),
    "half an element": lambda: docx_with(**{"word/document.xml": b"<w:document"}),
    "content controls in content controls": lambda: of_body(
        b"<w:sdt><w:sdtContent>" * 200 + b"<w:p/>" + b"</w:sdtContent></w:sdt>" * 200
    ),
    "a renamed RTF": lambda: rb"{\rtf1\ansi text}",
    "a page called a document": lambda: b"<html><body>1</body></html>",
}
