"""Several forms of one work a year, and next year's catalogue from last year's."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments.documents.catalogue_file import read_catalogue_file
from assessments.documents.drafts import ItemDraft, WorkDraft
from assessments.models import Work
from assessments.services import catalogue, works
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SubjectFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
PAPER = WorkDraft(
    year=2025, grade=7, subject_code="MA", max_points=3, uppers=(0, 1, 2), minutes=60,
    items=(ItemDraft("1К1", 2, "Б", "Считать"), ItemDraft("12.1", 1, "В", "Доказывать")),
)  # fmt: skip
COMPUTER = WorkDraft(
    **{**vars(PAPER), "form": 2, "form_name": "компьютерная", "uppers": None, "minutes": 45}
)


@pytest.fixture
def editor(client):
    SubjectFactory()
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def two_forms(editor):
    return [works.save_work(work_id=None, draft=draft, by=editor) for draft in (PAPER, COMPUTER)]


def test_two_forms_of_one_work_a_year_are_told_apart(editor, two_forms):
    paper, computer = two_forms

    assert str(paper) == "Математика, 7 класс, 2025"
    assert str(computer) == "Математика, 7 класс, форма 2 (компьютерная), 2025"
    assert refusal(works.save_work, work_id=None, draft=COMPUTER, by=editor) == "work-exists"


def test_the_exported_table_brings_the_forms_back_unchanged(client, two_forms):
    before = [works.draft_of(work) for work in two_forms]
    table = client.get(reverse("assessments:work-export")).getvalue()
    Work.objects.all().delete()

    preview = client.post(
        reverse("assessments:work-import"), {"file": SimpleUploadedFile("каталог.xlsx", table)}
    )
    client.post(f"{preview['Location']}confirm/")

    assert [works.draft_of(work) for work in Work.objects.order_by("form")] == before


def test_rows_of_a_work_that_name_its_form_differently_are_refused(client, two_forms):
    workbook = load_workbook(io.BytesIO(client.get(reverse("assessments:work-export")).getvalue()))
    sheet = workbook.active
    column = next(cell.column for cell in sheet[1] if cell.value == "Название формы")
    sheet.cell(row=5, column=column, value="бумажная")
    stream = io.BytesIO()
    workbook.save(stream)

    page = client.post(
        reverse("assessments:work-import"),
        {"file": SimpleUploadedFile("каталог.xlsx", stream.getvalue())},
    )

    assert page.status_code == 422
    assert "«Название формы» не такое, как в строке 4" in page.content.decode()


def test_a_data_file_may_name_the_form():
    text = (
        '{"works": [{"year": 2026, "grade": 7, "subject": "MA", "items": "1:2", "max": 2,'
        ' "form": 2, "form_name": "профиль А"}]}'
    )

    found = read_catalogue_file(text, "works.json")

    assert found.faults == []
    assert (found.works[0].form, found.works[0].form_name) == (2, "профиль А")


def test_copying_shows_what_will_be_made_and_makes_only_what_is_ticked(client, editor, two_forms):
    paper, computer = two_forms
    address = reverse("assessments:work-copy")

    shown = client.get(address, {"from_year": 2025, "to_year": 2026})
    client.post(address, {"from_year": 2025, "to_year": 2026, "works": [computer.pk]})
    again = client.get(address, {"from_year": 2025, "to_year": 2026})

    assert shown.context["plan"].absent == [paper, computer]
    copy = Work.objects.get(year=2026)
    assert (copy.form_name, copy.uppers, copy.minutes) == ("компьютерная", None, 45)
    assert [item.skill for item in copy.items.all()] == ["Считать", "Доказывать"]
    assert (again.context["plan"].absent, again.context["plan"].present) == ([paper], [computer])


def test_copying_needs_a_tick_and_doubles_nothing(client, editor, two_forms):
    address = reverse("assessments:work-copy")
    catalogue.copy_works(from_year=2025, to_year=2026, by=editor)

    none = client.post(address, {"from_year": 2025, "to_year": 2027})
    doubled = client.post(
        address, {"from_year": 2025, "to_year": 2026, "works": [work.pk for work in two_forms]}
    )

    assert (none.status_code, doubled.status_code) == (422, 422)
    assert "Отметьте хотя бы одну работу" in none.content.decode()
    assert Work.objects.filter(year=2026).count() == 2
    assert not Work.objects.filter(year=2027).exists()
