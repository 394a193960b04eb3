"""Reading a list of schools: what is understood, and what is named as a fault."""

import pytest

from schools.models import School
from schools.spreadsheets.school_list import MAX_SCHOOLS, kind_of, read_school_list
from tests.schools.files import HEADING, csv_of, xlsx_of

ROW = ["edu990001", "Средняя школа № 1", "СОШ № 1", "лицей", "ул. Садовая, 1", "город"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_csv_file_is_read_as_any_office_saves_it(delimiter, encoding):
    row = [cell.replace(",", "") for cell in ROW]

    found = read_school_list(csv_of(row, delimiter=delimiter, encoding=encoding))

    assert found.faults == []
    assert found.rows[0].values == dict(zip(HEADING, row, strict=True))


def test_a_workbook_is_read_with_a_title_above_the_heading():
    data = xlsx_of(HEADING, ["edu990001", "Школа"], heading=["Школы города"])

    found = read_school_list(data)

    assert found.faults == []
    assert found.rows == [("Школы", 3, {"login": "edu990001", "name": "Школа"})]


def test_russian_captions_and_a_login_of_digits_are_understood():
    data = xlsx_of([990001, "Школа"], heading=["Логин", "Название *"])

    found = read_school_list(data)

    assert found.rows[0].values == {"login": "990001", "name": "Школа"}


def test_an_unknown_column_is_named_and_left_out():
    found = read_school_list(csv_of(["edu1", "Школа", "да"], heading=["login", "name", "ремонт"]))

    assert found.ignored_columns == ["ремонт"]
    assert found.faults == []


def test_all_faults_are_named_at_once_with_their_places():
    data = xlsx_of(
        ["", "Школа без логина"],
        ["еdu990002", "Русская буква в логине"],
        ["edu990003", ""],
        ["edu990004", "Школа", "", "университет"],
        ["edu990005", "Школа"],
        ["EDU990005", "Та же школа"],
        ["edu990006", "Ш" * 401],
    )

    found = read_school_list(data)

    assert [(fault.sheet, fault.row, fault.column) for fault in found.faults] == [
        ("Школы", 2, "login"),
        ("Школы", 3, "login"),
        ("Школы", 4, "name"),
        ("Школы", 5, "kind"),
        ("Школы", 7, "login"),
        ("Школы", 8, "name"),
    ]
    assert found.faults[3].value == "университет"
    assert all(fault.problem and fault.remedy for fault in found.faults)


def test_a_row_of_csv_is_named_by_its_first_line():
    data = 'login,name\r\nedu990001,"Школа\r\nв две строки"\r\nedu990002,\r\n'.encode()

    found = read_school_list(data)

    assert found.rows[0].values["name"] == "Школа в две строки"
    assert [fault.row for fault in found.faults] == [4]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04 not an archive",
        csv_of(["edu1", "Школа"], heading=["login", "address"]),
        csv_of(),
        b'login,name\r\nedu1,"no end',
        csv_of(*([f"edu{n}", "Школа"] for n in range(MAX_SCHOOLS + 1)), heading=["login", "name"]),
        "login,name\r\nedu1,Школа".encode("utf-16"),
    ],
    ids=[
        "nothing",
        "a picture",
        "a broken archive",
        "no column of names",
        "a heading alone",
        "an open quote",
        "too many schools",
        "UTF-16",
    ],
)
def test_a_file_that_is_no_list_is_turned_away_in_words(data):
    found = read_school_list(data)

    assert found.rows == []
    assert len(found.faults) == 1
    assert found.faults[0].remedy


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_the_export_escaped_is_itself_again(sign):
    found = read_school_list(csv_of(["edu1", f"'{sign}1"], heading=["login", "name"]))

    assert found.rows[0].values["name"] == f"{sign}1"


@pytest.mark.parametrize("kind", list(School.Kind))
def test_every_kind_is_known_by_its_name_and_by_its_label(kind):
    assert kind_of(kind.value) == kind_of(str(kind.label).upper()) == kind
