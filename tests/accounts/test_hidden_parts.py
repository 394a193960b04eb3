"""Which rows and columns a workbook hides, told from the bytes of its sheets."""

import io

import pytest
from openpyxl import Workbook

from accounts.files import hidden_inside
from accounts.files.hidden_inside import Hidden, hidden_parts
from tests.accounts.hostile_files import honest_xlsx, members_of, zipped

SHEET = "xl/worksheets/sheet1.xml"


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def parts_of(data):
    return hidden_parts(io.BytesIO(data))


def with_sheet(change):
    members = members_of(honest_xlsx())
    return zipped(members | {SHEET: change(members[SHEET])})


def test_a_workbook_tells_what_each_of_its_sheets_hides():
    workbook = Workbook()
    plain, second = workbook.active, workbook.create_sheet("Лист «& два»")
    plain["A1"] = second["A1"] = 1
    for number in (3, 17):
        second.row_dimensions[number].hidden = True
    second.column_dimensions.group("C", "E", hidden=True)

    assert parts_of(saved(workbook)) == {"Лист «& два»": Hidden([3, 17], [(3, 5)])}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(b'<row r="7" hidden="1"><c/></row>', id="as Excel writes it"),
        pytest.param(b"<row spans='1:2' hidden='true' r='7'/>", id="in other words"),
        pytest.param(b'<x:row hidden = "1" r = "7">', id="with a prefix"),
        pytest.param(b'<row r="7" hidden="1"/><row r="8" hidden="0"/>', id="beside one to see"),
    ],
)
def test_a_hidden_row_is_found_however_it_is_written(row):
    data = with_sheet(lambda old: old.replace(b"</sheetData>", row + b"</sheetData>"))

    assert parts_of(data) == {"Sheet": Hidden([7], [])}


def test_a_tag_torn_between_two_readings_is_found(monkeypatch):
    row = b'<row r="7" hidden="1"/>'
    data = with_sheet(lambda old: old.replace(b"</sheetData>", row + b"</sheetData>"))
    monkeypatch.setattr(hidden_inside, "CHUNK", 5)

    assert parts_of(data) == {"Sheet": Hidden([7], [])}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"PK\x03\x04 no archive", id="no archive"),
        pytest.param(zipped({"a.xml": b"<a/>"}), id="no workbook"),
        pytest.param(with_sheet(lambda old: b"<row hidden='1' r='a'>" + b"<" * 9000), id="no XML"),
        pytest.param(
            zipped(members_of(honest_xlsx()) | {"xl/workbook.xml": b"<!DOCTYPE a><a/>"}),
            id="a document type",
        ),
    ],
)
def test_of_a_bent_file_nothing_is_known(data):
    assert parts_of(data) == {}
