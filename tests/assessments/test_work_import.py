"""A table of works is looked through before it is entered."""

import dataclasses

import pytest

from accounts.models import AuditEvent
from assessments.documents.catalogue_file import Catalogue
from assessments.documents.drafts import ItemDraft, WorkDraft
from assessments.models import CatalogueImport, Work
from assessments.services import catalogue, works
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SubjectFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DRAFT = WorkDraft(
    year=2026, grade=5, subject_code="MA", max_points=3, uppers=(0, 1, 2), source="описание",
    items=(ItemDraft("1", 2, "Б"), ItemDraft("2", 1, "П")),
)  # fmt: skip


@pytest.fixture
def editor(client):
    SubjectFactory()
    user = UserFactory()
    client.force_login(user)
    return user


def keep(editor, *drafts):
    return catalogue.keep_import(
        catalogue=Catalogue(works=list(drafts)), original_name="каталог.xlsx", by=editor
    )


def test_what_was_read_comes_back_word_for_word(editor):
    kept = keep(editor, DRAFT, dataclasses.replace(DRAFT, grade=6, uppers=None))

    kept.refresh_from_db()

    assert catalogue.drafts_of(kept)[0] == DRAFT
    assert catalogue.drafts_of(kept)[1].uppers is None


def test_the_preview_names_each_change_and_saves_nothing(client, editor):
    works.save_work(work_id=None, draft=DRAFT, by=editor)
    kept = keep(editor, dataclasses.replace(DRAFT, uppers=None, minutes=45))

    page = client.get(kept.get_absolute_url())

    fields = page.context["changed"][0].fields
    assert [tuple(field) for field in fields] == [
        ("Шкала", "0, 1, 2", ""),
        ("Минут", "", "45"),
    ]
    assert works.draft_of(Work.objects.get()) == DRAFT


def test_a_table_is_entered_once(client, editor):
    kept = keep(editor, DRAFT)

    first = client.post(f"{kept.get_absolute_url()}confirm/")
    again = refusal(catalogue.confirm_import, import_id=kept.pk, by=editor)

    assert first.status_code == 302
    assert again == "import-done"
    assert works.draft_of(Work.objects.get()) == DRAFT
    assert AuditEvent.objects.about(kept).get().details["created"] == 1


def test_the_preview_of_another_editor_is_not_there(client, editor):
    kept = keep(UserFactory(committee=editor.committee), DRAFT)

    assert client.get(kept.get_absolute_url()).status_code == 404
    assert client.post(f"{kept.get_absolute_url()}confirm/").status_code == 404
    assert not Work.objects.exists()


def test_a_catalogue_that_changed_meanwhile_refuses_and_keeps_the_preview(client, editor):
    kept = keep(editor, dataclasses.replace(DRAFT, subject_code="ZZ"))

    answer = client.post(f"{kept.get_absolute_url()}confirm/")

    assert answer.status_code == 422
    assert "«ZZ»" in answer.content.decode()
    assert CatalogueImport.objects.get().confirmed_at is None
