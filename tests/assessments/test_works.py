"""The catalogue of works: written, changed, copied, taken out and brought back."""

import dataclasses
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.documents.drafts import ItemDraft, WorkDraft
from assessments.documents.item_list import items_as_lines, read_items
from assessments.models import Result, Work
from assessments.scoring.scores import encode_scores
from assessments.services import catalogue, works
from tests.assessments.workbooks import bare, saved
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory, SubjectFactory, WorkFactory
from tests.refusals import refusal

DRAFT = WorkDraft(
    year=2027,
    grade=5,
    subject_code="MA",
    items=(ItemDraft("1", 1, "Б"), ItemDraft("2К1", 2, "П", "Рассуждать")),
    max_points=3,
    uppers=(0, 1, 2),
)
FIELDS = {
    "year": 2027, "grade": 5, "level": "base", "form": 1, "max_points": 3,
    "items": "1:1 Б\n2К1:2 П Рассуждать", "upper_2": 0, "upper_3": 1, "upper_4": 2,
}  # fmt: skip


@pytest.fixture
def editor(db):
    return UserFactory()


@pytest.fixture
def subject(db):
    return SubjectFactory()


def result_of(work, total):
    items = work.items.count()
    scores = encode_scores([total, *[0] * (items - 1)])
    return Result.objects.create(
        session=SessionFactory(work=work), code="50001", scores=scores, total=total
    )


# Items as lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "item"),
    [
        pytest.param("1К1:4 Б", ItemDraft("1К1", 4, "Б"), id="as printed"),
        pytest.param("1K1:4", ItemDraft("1К1", 4), id="Latin K, no level"),
        pytest.param(
            "12.1\t2\tП\tЧитать схему", ItemDraft("12.1", 2, "П", "Читать схему"), id="tabs"
        ),
        pytest.param("5(1) (1б)", ItemDraft("5.1", 1), id="heading of 2022"),
        pytest.param("3,2 : 1 в", ItemDraft("3.2", 1, "В"), id="comma, small letter"),
        pytest.param("19:2В", ItemDraft("19", 2, "В"), id="no blank"),
        pytest.param("7:3 Б Анализ. Вывод", ItemDraft("7", 3, "Б", "Анализ. Вывод"), id="a skill"),
    ],
)
def test_a_line_is_read_as_an_item(line, item):
    assert read_items(line) == ([item], [])


@pytest.mark.parametrize("line", ["", "1К1", "первое:2", "1:много", "1:2 Щ", "=1+1", "1:2:3:4"])
def test_a_line_that_is_no_item_is_a_fault_with_its_number(line):
    items, faults = read_items(f"1:1\n{line}")

    assert len(items) == 1
    assert [fault.where for fault in faults] == (["строка 2"] if line else [])


def test_items_written_as_lines_read_back_the_same():
    assert read_items(items_as_lines(DRAFT.items)) == (list(DRAFT.items), [])


# One work ---------------------------------------------------------------------------------------


def test_a_work_is_written_with_its_items_in_order(editor, subject):
    work = works.save_work(work_id=None, draft=DRAFT, by=editor)

    assert list(work.items.values_list("position", "code", "max_points", "level")) == [
        (1, "1", 1, "Б"),
        (2, "2К1", 2, "П"),
    ]
    assert works.draft_of(Work.objects.get()) == DRAFT
    assert AuditEvent.objects.about(work).get().action == "work-created"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"max_points": 4}, "work-faulty", id="the sum differs"),
        pytest.param({"uppers": (2, 1, 0)}, "work-faulty", id="the scale falls"),
        pytest.param({"uppers": (0, 1, 3)}, "work-faulty", id="no score for a five"),
        pytest.param({"items": ()}, "work-faulty", id="no items"),
        pytest.param({"grade": 12}, "work-faulty", id="no such grade"),
        pytest.param({"items": (ItemDraft("1", 1), ItemDraft("1", 2))}, "work-faulty", id="twice"),
        pytest.param({"subject_code": "ZZ"}, "unknown-subject", id="no such subject"),
        pytest.param({"uppers": None}, None, id="no scale is legal"),
        pytest.param({"items": (ItemDraft("1", 3),)}, None, id="no levels are legal"),
    ],
)
def test_what_a_work_may_be(editor, subject, change, code):
    draft = dataclasses.replace(DRAFT, **change)

    assert refusal(works.save_work, work_id=None, draft=draft, by=editor) == code


def test_a_work_stands_in_the_catalogue_once(editor, subject):
    works.save_work(work_id=None, draft=DRAFT, by=editor)

    assert refusal(works.save_work, work_id=None, draft=DRAFT, by=editor) == "work-exists"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(
            {"items": (ItemDraft("1", 2), ItemDraft("2К1", 1))}, "work-in-use", id="maxima"
        ),
        pytest.param({"items": tuple(reversed(DRAFT.items))}, "work-in-use", id="order"),
        pytest.param({"grade": 6}, "work-in-use", id="grade"),
        pytest.param({"uppers": None}, None, id="scale"),
        pytest.param(
            {"items": (ItemDraft("1", 1, "В", "Новое умение"), DRAFT.items[1])}, None, id="skill"
        ),
    ],
)
def test_what_may_change_once_there_are_results(editor, subject, change, code):
    work = works.save_work(work_id=None, draft=DRAFT, by=editor)
    result_of(work, 1)

    draft = dataclasses.replace(DRAFT, **change)

    assert refusal(works.save_work, work_id=work.pk, draft=draft, by=editor) == code


def test_a_scale_that_comes_late_gives_the_marks(editor, subject):
    bare_draft = dataclasses.replace(DRAFT, uppers=None)
    work = works.save_work(work_id=None, draft=bare_draft, by=editor)
    result = result_of(work, 1)

    works.save_work(work_id=work.pk, draft=DRAFT, by=editor)
    result.refresh_from_db()
    with_scale = result.mark
    works.save_work(work_id=work.pk, draft=bare_draft, by=editor)
    result.refresh_from_db()

    assert (with_scale, result.mark) == (3, None)


def test_others_do_not_write_the_catalogue(subject):
    head = UserFactory(role=Role.HEAD)

    with pytest.raises(NotAllowed):
        works.save_work(work_id=None, draft=DRAFT, by=head)


# A year -----------------------------------------------------------------------------------------


def test_a_year_is_copied_and_what_is_there_stays(editor, subject):
    works.save_work(work_id=None, draft=DRAFT, by=editor)
    works.save_work(work_id=None, draft=dataclasses.replace(DRAFT, grade=6), by=editor)
    there = dataclasses.replace(DRAFT, year=2028, uppers=None)
    works.save_work(work_id=None, draft=there, by=editor)

    counts = catalogue.copy_works(from_year=2027, to_year=2028, by=editor)

    assert counts == (1, 0, 0)
    assert Work.objects.get(year=2028, grade=5).uppers is None
    assert Work.objects.get(year=2028, grade=6).uppers == (0, 1, 2)
    code = refusal(catalogue.copy_works, from_year=2027, to_year=2028, by=editor)
    assert code == "nothing-to-copy"


# Pages ------------------------------------------------------------------------------------------


def test_an_editor_writes_a_work_on_its_page(client, editor, subject):
    client.force_login(editor)

    page = client.post(
        reverse("assessments:work-create"), {**FIELDS, "subject": subject.pk}, follow=True
    )

    assert page.redirect_chain[0][0] == Work.objects.get().get_absolute_url()
    assert "от 0 до 0" in page.content.decode()


def test_the_page_says_everything_that_is_wrong_at_once(client, editor, subject):
    client.force_login(editor)
    fields = {**FIELDS, "subject": "", "items": "1:1 Б\nвторое\n3:x", "upper_4": "", "year": "х"}

    page = client.post(reverse("assessments:work-create"), fields)

    text = page.content.decode()
    assert page.status_code == 422
    assert all(word in text for word in ("строка 2", "строка 3", "три границы", "Введите целое"))
    assert not Work.objects.exists()


def test_a_refusal_of_the_service_comes_back_with_what_was_typed(client, editor, subject):
    work = works.save_work(work_id=None, draft=DRAFT, by=editor)
    result_of(work, 1)
    client.force_login(editor)
    fields = {**FIELDS, "subject": subject.pk, "items": "1:2\n2К1:1"}

    page = client.post(reverse("assessments:work-edit", args=[work.pk]), fields)

    assert page.status_code == 422
    assert "уже загружены результаты" in page.content.decode()
    assert "1:2\n2К1:1" in page.content.decode().replace("\r", "")


def test_two_editors_do_not_overwrite_each_other(client, editor, subject):
    work = works.save_work(work_id=None, draft=DRAFT, by=editor)
    client.force_login(editor)
    address = reverse("assessments:work-edit", args=[work.pk])
    fields = {**FIELDS, "subject": subject.pk, "seen": works.fingerprint_of(work)}

    first = client.post(address, {**fields, "minutes": 45})
    second = client.post(address, {**fields, "minutes": 60})

    assert (first.status_code, second.status_code) == (302, 409)
    assert 'value="60"' in second.content.decode()
    assert Work.objects.get().minutes == 45


@pytest.mark.parametrize(
    ("query", "grades"),
    [
        pytest.param({}, [5, 6, 4], id="all"),
        pytest.param({"scale": "no"}, [6], id="without a scale"),
        pytest.param({"scale": "yes"}, [5, 4], id="with a scale"),
        pytest.param({"grade": "6"}, [6], id="of a grade"),
        pytest.param({"year": "2026"}, [4], id="of a year"),
    ],
)
def test_the_list_is_narrowed(client, editor, subject, query, grades):
    WorkFactory(year=2026, grade=4)
    works.save_work(work_id=None, draft=DRAFT, by=editor)
    bare = dataclasses.replace(DRAFT, grade=6, uppers=None)
    works.save_work(work_id=None, draft=bare, by=editor)
    client.force_login(editor)

    page = client.get(reverse("assessments:work-list"), query)

    assert [work.grade for work in page.context["page"]] == grades


def test_a_longer_catalogue_costs_no_more_queries(client, editor, django_assert_max_num_queries):
    client.force_login(editor)
    for grade in range(1, 12):
        WorkFactory(grade=grade)

    with django_assert_max_num_queries(9):
        client.get(reverse("assessments:work-list"))


# As a table -------------------------------------------------------------------------------------


def exported(client):
    return client.get(reverse("assessments:work-export")).getvalue()


def post_table(client, data):
    file = SimpleUploadedFile("каталог.xlsx", data)
    return client.post(reverse("assessments:work-import"), {"file": file})


def confirm(client, preview):
    return client.post(f"{preview['Location']}confirm/")


def test_the_exported_table_is_imported_again_without_a_change(client, editor, subject):
    works.save_work(work_id=None, draft=DRAFT, by=editor)
    works.save_work(
        work_id=None,
        draft=dataclasses.replace(DRAFT, grade=6, uppers=None, level="advanced", minutes=45),
        by=editor,
    )
    client.force_login(editor)
    table = exported(client)
    before = sorted(map(works.draft_of, Work.objects.all()), key=str)
    Work.objects.filter(grade=5).delete()

    preview = post_table(client, table)
    page = client.get(preview["Location"])

    assert [len(page.context[name]) for name in ("new", "changed", "unchanged")] == [1, 0, 1]
    assert Work.objects.count() == 1
    assert confirm(client, preview).status_code == 302
    assert sorted(map(works.draft_of, Work.objects.all()), key=str) == before


def test_text_that_looks_like_a_formula_leaves_the_portal_as_text(client, editor, subject):
    wicked = dataclasses.replace(
        DRAFT, source="==HYPERLINK(1)", items=(ItemDraft("1", 3, "", "=1+1"),)
    )
    works.save_work(work_id=None, draft=wicked, by=editor)
    client.force_login(editor)

    sheet = load_workbook(io.BytesIO(exported(client))).active

    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (kinds["==HYPERLINK(1)"], kinds["=1+1"]) == ("s", "s")


def test_a_table_with_faults_shows_them_all_and_changes_nothing(client, editor, subject):
    works.save_work(work_id=None, draft=DRAFT, by=editor)
    client.force_login(editor)
    workbook = load_workbook(io.BytesIO(exported(client)))
    sheet = workbook.active
    sheet.append([2027, 7, "ZZ", "базовый", 1, "", 2, None, None, None, None, "", "1", 2, "Б", ""])
    sheet.append(
        [2027, "восемь", "MA", "базовый", 1, "", 2, None, None, None, None, "", "1", "", "", ""]
    )
    sheet.append([2027, 9, "MA", "средний", 1, "", 5, 1, None, None, None, "", "1", 2, "Б", ""])

    page = post_table(client, saved(workbook))

    text = page.content.decode()
    assert page.status_code == 422
    expected = ("строка 5", "«восемь»", "«Балл за задание»", "строка 6", "«средний»", "«ZZ»")
    assert [word for word in expected if word not in text] == []
    assert Work.objects.count() == 1


@pytest.mark.parametrize("rows", [[], [["Год", "Класс"]], [["что", "угодно"], [1, 2]]])
def test_a_strange_table_is_refused_in_words(client, editor, subject, rows):
    client.force_login(editor)

    page = post_table(client, bare({"Лист1": rows}))

    assert page.status_code == 422
    assert "Скачайте каталог с портала" in page.content.decode()
