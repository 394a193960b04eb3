"""A list from a file: sent, looked through, entered once or not at all."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from schools.models import School, SchoolImport
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory
from tests.schools.files import HEADING, csv_of, xlsx_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


def send(client, data, name="schools.csv"):
    file = SimpleUploadedFile(name, data)
    response = client.post(reverse("schools:import-create"), {"file": file}, follow=True)
    return response, SchoolImport.objects.latest("pk")


def confirm(client, kept):
    return client.post(reverse("schools:import-confirm", args=[kept.pk]))


def test_the_preview_tells_new_changed_and_unchanged_apart_and_saves_nothing(client, editor):
    SchoolFactory(committee=editor.committee, login="edu1", name="Первая", address="Старый")
    SchoolFactory(committee=editor.committee, login="edu2", name="Вторая")
    data = csv_of(
        ["edu1", "Первая", "", "", "Новый", ""],
        ["edu2", "Вторая", "", "", "", ""],
        ["edu3", "Третья", "", "лицей", "", ""],
    )

    response, _ = send(client, data)

    found = response.context["found"]
    assert found.counts == (1, 1, 1)
    assert [tuple(change) for change in found.changed[0].fields] == [
        ("address", "адрес", "Старый", "Новый")
    ]
    assert School.objects.count() == 2
    assert School.objects.get(login="edu1").address == "Старый"


@pytest.mark.parametrize("make", [csv_of, xlsx_of], ids=["CSV", "XLSX"])
def test_a_confirmed_list_is_entered_into_the_own_committee(client, editor, make):
    old = SchoolFactory(committee=editor.committee, login="edu1", name="Старое", address="Адрес")
    _, kept = send(client, make(["EDU1", "Новое", "", "", "", ""], ["edu2", "Вторая", "", "лицей"]))

    response = confirm(client, kept)

    assert response.status_code == 302
    old.refresh_from_db()
    assert (old.name, old.address, old.login, old.version) == ("Новое", "Адрес", "edu1", 2)
    new = School.objects.get(login="edu2")
    assert (new.committee, new.kind) == (editor.committee, School.Kind.LYCEUM)
    assert [event.action for event in AuditEvent.objects.about(old)] == ["school-changed"]
    kept.refresh_from_db()
    assert (kept.created, kept.changed, kept.unchanged, kept.rows) == (1, 1, 0, [])


def test_a_list_is_entered_once(client, editor):
    _, kept = send(client, csv_of(["edu1", "Первая", "", "", "", ""]))
    confirm(client, kept)
    School.objects.update(name="Исправлено руками")

    again = confirm(client, kept)

    assert again.status_code == 422
    assert School.objects.get().name == "Исправлено руками"


def test_one_fault_keeps_the_whole_list_out(client, editor):
    response, kept = send(client, csv_of(["edu1", "Первая", "", "", "", ""], ["", "Вторая"]))

    refused = confirm(client, kept)

    assert [fault.row for fault in response.context["faults"]] == [3]
    assert refused.status_code == 422
    assert not School.objects.exists()


def test_the_login_of_another_committee_is_a_fault_and_is_told_again_on_confirming(client, editor):
    _, kept = send(client, csv_of(["edu1", "Первая", "", "", "", ""]))
    SchoolFactory(login="EDU1", name="Чужая")

    page = client.get(kept.get_absolute_url())
    refused = confirm(client, kept)

    assert [fault.column for fault in page.context["faults"]] == ["login"]
    assert refused.status_code == 422
    assert School.objects.get().name == "Чужая"


def test_a_list_half_way_is_its_uploaders_alone(client, editor):
    _, kept = send(client, csv_of(["edu1", "Первая", "", "", "", ""]))
    client.force_login(UserFactory(committee=editor.committee))

    page = client.get(kept.get_absolute_url())
    posted = confirm(client, kept)

    assert (page.status_code, posted.status_code) == (404, 404)
    assert not School.objects.exists()


def test_the_preview_asks_the_database_the_same_number_of_questions_for_any_list(
    client, editor, django_assert_max_num_queries
):
    rows = [[f"edu{n}", f"Школа {n}", "", "", "", ""] for n in range(300)]
    _, kept = send(client, csv_of(*rows))
    confirm(client, send(client, csv_of(*rows[:150]))[1])

    with django_assert_max_num_queries(15):
        page = client.get(kept.get_absolute_url())

    assert page.context["found"].counts == (150, 0, 150)


HOSTILE = ["=1+1", "+7 000", "-2", "@cmd", "\t=1+1", "\r=1+1"]


@pytest.mark.parametrize("address", HOSTILE)
def test_nothing_in_the_export_is_a_formula(client, editor, address):
    SchoolFactory(committee=editor.committee, login="edu1", address=address)

    table = client.get(reverse("schools:school-export"), {"format": "csv"})
    book = client.get(reverse("schools:school-export"))

    text = b"".join(table.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(HEADING)
    assert f"'{address.strip()}" in text
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert sheet["E2"].value == f"'{address.strip()}"
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_exported_list_comes_back_unchanged(client, editor, form):
    for number, address in enumerate(["=1+1", "ул. Садовая, 1; корпус 2", ""]):
        SchoolFactory(
            committee=editor.committee,
            kind=School.Kind.LYCEUM,
            address=address,
            login=f"edu{number}",
        )
    exported = client.get(reverse("schools:school-export"), {"format": form})

    response, _ = send(client, b"".join(exported.streaming_content), f"schools.{form}")

    assert response.context["faults"] == []
    assert response.context["found"].counts == (0, 0, 3)


def test_the_export_holds_what_the_filter_shows(client, editor):
    SchoolFactory(committee=editor.committee, login="edu1", name="Лицей у реки")
    SchoolFactory(committee=editor.committee, login="edu2", name="Школа в лесу")
    SchoolFactory(login="edu3", name="Лицей чужой")

    exported = client.get(reverse("schools:school-export"), {"format": "csv", "search": "ЛИЦЕЙ"})

    text = b"".join(exported.streaming_content).decode()
    assert "edu1" in text
    assert "edu2" not in text
    assert "edu3" not in text
