"""Workbooks that only a reader of sheets would suffer from."""

import random

from tests.accounts.hostile_files import far_cells_xlsx, masked_far_cells_xlsx, xlsx_with
from tests.accounts.hostile_files import macro_type_xlsx as macro_type

SHEET = "xl/worksheets/sheet1.xml"
MAIN_NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_of(rows, after=b""):
    body = b"<worksheet " + MAIN_NS + b"><sheetData>" + rows + b"</sheetData>" + after
    return xlsx_with(**{SHEET: body + b"</worksheet>"})


def cell(place, value=b"1", kind=b"n"):
    return b'<c r="%s" t="%s"><v>%s</v></c>' % (place, kind, value)


def in_row(number, *cells):
    return b'<row r="%d">' % number + b"".join(cells) + b"</row>"


def with_shared_strings(strings, rows):
    table = b"<sst " + MAIN_NS + b">" + strings + b"</sst>"
    sheet = b"<worksheet " + MAIN_NS + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    return xlsx_with(**{"xl/sharedStrings.xml": table, SHEET: sheet})


def many_sheets():
    def listed(old):
        more = b"".join(
            b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 5000)
        )
        namespace = (
            b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        )
        return old.replace(b"</sheets>", more + b"</sheets>").replace(
            b"<workbook ", b"<workbook " + (b"" if b"xmlns:r=" in old else namespace), 1
        )

    return xlsx_with(**{"xl/workbook.xml": listed})


def chance_text(megabytes):
    """Text that packs, but not suspiciously well."""
    return random.Random(8).randbytes(megabytes * 500_000).hex().encode()


WORKBOOKS = {
    "A1 and XFD1048576": far_cells_xlsx,
    "a far cell without an address": masked_far_cells_xlsx,
    "rows out of the grid": lambda: sheet_of(
        in_row(1, cell(b"A1")) + in_row(99999999, cell(b"A99999999"))
    ),
    "columns out of the grid": lambda: sheet_of(in_row(1, cell(b"A1"), cell(b"ZZZ1"))),
    "a row number too long for any reader": lambda: sheet_of(in_row(10**30, cell(b"A1"))),
    "a cell without a number": lambda: sheet_of(in_row(1, cell(b"A"))),
    "a shared text that is not there": lambda: sheet_of(
        in_row(1, cell(b"A1", b"4000000000", b"s"))
    ),
    "a date beyond all calendars": lambda: sheet_of(in_row(1, cell(b"A1", b"1e308"))),
    "200,000 shared texts": lambda: with_shared_strings(
        b"".join(b"<si><t>%d</t></si>" % n for n in range(200_000)),
        in_row(1, cell(b"A1", b"0", b"s")),
    ),
    "one cell of 8 MB": lambda: sheet_of(
        in_row(1, b'<c r="A1" t="inlineStr"><is><t>' + chance_text(8) + b"</t></is></c>")
    ),
    "6,000 rows": lambda: sheet_of(b"".join(in_row(n, cell(b"A%d" % n)) for n in range(1, 6001))),
    "a million cells": lambda: sheet_of(
        b"".join(in_row(n, cell(b"A%d" % n) * 250) for n in range(1, 4001))
    ),
    "one cell merged over everything": lambda: sheet_of(
        in_row(1, cell(b"A1")), b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "300,000 merged ranges": lambda: sheet_of(
        in_row(1, cell(b"A1")),
        b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 300_000 + b"</mergeCells>",
    ),
    "a sheet that is not there": lambda: xlsx_with(
        **{"xl/_rels/workbook.xml.rels": lambda old: old.replace(b"sheet1.xml", b"none.xml")}
    ),
    "5,000 sheets out of one": many_sheets,
    "a renamed macro workbook": macro_type,
    "a sheet of Excel 4 macros": lambda: xlsx_with(**{"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "a binary workbook": lambda: xlsx_with(**{"xl/workbook.bin": b"\x83\x01\0"}).replace(
        b"xl/workbook.xml", b"xl/workbook.xxx"
    ),
    "a sheet of nothing but brackets": lambda: xlsx_with(**{SHEET: b"<" * 3_000_000}),
    "a table of text": lambda: "код;балл\n1;2".encode("utf-16"),
    "a page called a workbook": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
}
