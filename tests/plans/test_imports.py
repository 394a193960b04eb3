"""A Word file becomes a draft: by the page, with a preview first, and by the command."""

import datetime
import hashlib
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Committee, Role
from plans.documents.outline import PlanOutline
from plans.models import Activity, Plan, PlanImport
from plans.reports.outline import plan_outline
from plans.reports.period import find_period
from plans.services import imports
from tests.factories.accounts import CommitteeFactory, PersonFactory, UserFactory
from tests.plans.docx_plans import CAPTIONS, FIRST, SECOND, THIRD, TITLE, heading_row, plan
from tests.plans.test_docx_reader import plans_with_truth
from tests.refusals import refusal

TODAY = datetime.date(2026, 11, 23)
SECTIONS = (heading_row("Раздел 1. Подготовка"), FIRST, SECOND, heading_row("Раздел 2"), THIRD)
UPLOAD = "/plans/imports/create/"


def upload(client, content, name="план.docx"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def run(*arguments):
    """Exit code, what was printed, what was complained of."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_plan", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as left:
        code = left.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(plan(*SECTIONS))
    return path


# The page ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_upload_is_shown_row_by_row_before_there_is_any_plan(client, editor):
    content = plan(*SECTIONS)

    response = upload(client, content)
    page = client.get(response.url).content.decode()

    kept = PlanImport.objects.get()
    assert response.url == reverse("plans:import-detail", args=[kept.pk])
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert not Plan.objects.exists()
    assert all(text in page for text in (*FIRST, *SECOND, *THIRD, "Раздел 1. Подготовка", TITLE))
    assert "понято: до 15.10.2025" in page
    assert page.count('name="row"') == 3


@pytest.mark.django_db
def test_a_warning_stands_in_the_row_it_speaks_of(client, editor):
    rest = ("", "из числа родителей", "", "", "по школам")
    content = plan(FIRST, SECOND, CAPTIONS, rest, THIRD)

    page = client.get(upload(client, content).url).content.decode()

    second = page[page.index(SECOND[1]) : page.index(THIRD[1])]
    first = page[page.index(FIRST[1]) : page.index(SECOND[1])]
    assert "это продолжение мероприятия" in second
    assert "продолжение" not in first


@pytest.mark.django_db
def test_the_draft_gets_what_was_ticked_under_the_title_and_period_that_were_put_right(
    client, editor
):
    address = upload(client, plan(*SECTIONS)).url

    response = client.post(
        address,
        {
            "row": ["1", "3"],
            "title": "План на другой год",
            "period_from": "2026-01-01",
            "period_to": "2026-12-31",
        },
    )

    draft = Plan.objects.get()
    assert response.url == draft.get_absolute_url()
    assert (draft.title, draft.status) == ("План на другой год", Plan.Status.DRAFT)
    assert (draft.period_from, draft.period_to) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 12, 31),
    )
    assert [row.title for row in plan_outline(draft).activities] == [FIRST[1], THIRD[1]]
    assert draft.source_sha256 == PlanImport.objects.get().sha256
    assert AuditEvent.objects.about(draft).get().action == "plan-imported"


@pytest.mark.django_db
def test_one_upload_makes_one_draft(client, editor):
    address = upload(client, plan(*SECTIONS)).url
    form = {"row": "1", "title": TITLE, "period_from": "2025-09-01", "period_to": "2026-08-31"}

    first = client.post(address, form)
    second = client.post(address, form)

    assert (first.status_code, second.status_code) == (302, 422)
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_a_draft_of_no_rows_is_refused_and_what_was_typed_stays(client, editor):
    address = upload(client, plan(*SECTIONS)).url

    response = client.post(
        address, {"title": "Моё", "period_from": "2025-09-01", "period_to": "2026-08-31"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Отметьте хотя бы одно мероприятие" in page
    assert ">\nМоё</textarea>" in page
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"just a text", "Сохранить как", id="no document at all"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ".docx", id="an old .doc"),
        pytest.param(plan(FIRST) + bytes(10 * 1024 * 1024), "10 МБ", id="over ten megabytes"),
        pytest.param(b"", "пуст", id="an empty file"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason_and_the_remedy(client, editor, content, reason):
    response = upload(client, content)

    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not PlanImport.objects.exists()


@pytest.mark.django_db
def test_an_upload_is_seen_by_those_who_write_plans_of_that_committee_only(client, editor):
    address = upload(client, plan(*SECTIONS)).url
    colleague = UserFactory(committee=editor.committee)
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    stranger = UserFactory()

    answers = []
    for user in (colleague, head, stranger):
        client.force_login(user)
        answers.append(client.get(address).status_code)

    assert answers == [200, 403, 404]


@pytest.mark.django_db
def test_a_head_uploads_no_plans():
    head = UserFactory(role=Role.HEAD)

    with pytest.raises(NotAllowed):
        imports.keep_file(content=plan(FIRST), name="план.docx", by=head, today=TODAY)


@pytest.mark.django_db
def test_who_answers_is_recognised_while_the_draft_is_made():
    editor = UserFactory()
    person = PersonFactory(committee=editor.committee, last_name="Вязов")
    kept = imports.keep_file(
        content=plan(("1", "Дело", "до 01.12.2026", "Вязов П. А.", "Итог")),
        name="план.docx", by=editor, today=TODAY,
    )  # fmt: skip

    imports.create_draft(
        import_id=kept.pk, title="План", period_from=TODAY, period_to=TODAY, left_out=(), by=editor
    )

    activity = Activity.objects.get()
    assert activity.readings == [{"kind": "by", "by": "2026-12-01"}]
    assert activity.responsibilities.get().person == person


@pytest.mark.django_db
def test_a_number_too_long_for_its_column_loses_no_letter():
    editor = UserFactory()
    number = "Пункт 1 распоряжения комитета"
    kept = imports.keep_file(
        content=plan((number, "Дело", "", "", "")), name="план.docx", by=editor, today=TODAY
    )

    imports.create_draft(
        import_id=kept.pk, title="План", period_from=TODAY, period_to=TODAY, left_out=(), by=editor
    )

    activity = Activity.objects.get()
    assert (activity.number, activity.title) == ("", f"{number}\nДело")


# The period --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "first", "last", "found"),
    [
        ("План на 2023-2024 учебный год", "2023-09-01", "2024-08-31", True),
        ("План на 2025/26 уч. год", "2025-09-01", "2026-08-31", True),
        ("План на 2025 – 2026 годы", "2025-01-01", "2026-12-31", True),
        ("ПЛАН ПО ОБЪЕКТИВНОСТИ ВПР 2022", "2022-01-01", "2022-12-31", True),
        ("План на 2026 год", "2026-01-01", "2026-12-31", True),
        ("План мероприятий", "2026-09-01", "2027-08-31", False),
        ("План к приказу от 12.01.2019 № 5", "2026-09-01", "2027-08-31", False),
    ],
)
def test_the_period_is_read_out_of_the_title(title, first, last, found):
    outline = PlanOutline(title=title)

    period = find_period(outline, today=TODAY)

    assert [period.first.isoformat(), period.last.isoformat()] == [first, last]
    assert period.is_found is found


# The command -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_says_what_it_understood_and_saves_nothing_on_trial(file):
    code, out, _ = run(file, "--json", "--dry-run")

    data = json.loads(out)
    assert code == 0
    assert "plan" not in data
    assert not Plan.objects.exists()
    assert not Committee.objects.exists()
    assert set(data) - {"order"} == {
        "name", "stamps", "title", "preamble", "columns", "fields", "sections", "footer",
        "warnings",
    }  # fmt: skip


@pytest.mark.django_db
def test_on_a_fresh_database_the_command_makes_a_draft_a_committee_and_says_so(file):
    code, out, _ = run(file, "--json")

    data, draft = json.loads(out), Plan.objects.get()
    assert (code, data["plan"]) == (0, draft.pk)
    assert [warning["code"] for warning in data["warnings"]] == ["committee-created"]
    assert draft.committee == Committee.objects.get()
    assert draft.source_sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert plan_outline(draft).as_json()["sections"] == data["sections"]
    assert AuditEvent.objects.about(draft).get().by is None


@pytest.mark.django_db
def test_the_only_committee_is_taken_and_of_several_one_must_be_named(file):
    first = CommitteeFactory()
    alone = run(file)
    second = CommitteeFactory()

    unnamed = run(file)
    named = run(file, "--committee", second.name)
    by_author = run(file, "--by", UserFactory(committee=first).username)

    assert [alone[0], unnamed[0], named[0], by_author[0]] == [0, 2, 0, 0]
    assert "--committee" in unnamed[2]
    assert [plan.committee for plan in Plan.objects.order_by("pk")] == [first, second, first]


@pytest.mark.django_db
def test_a_summary_for_people_tells_the_number_of_the_draft(file):
    _, out, _ = run(file)

    assert TITLE in out
    assert "Всего мероприятий: 3" in out
    assert f"план № {Plan.objects.get().pk}" in out


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [("--json",), ("--dry-run",), ()])
def test_a_bad_file_gives_a_sentence_and_the_exit_code_2(tmp_path, arguments):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no plan")

    code, out, err = run(bad, *arguments)

    assert (code, out) == (2, "")
    assert ".docx" in err
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_and_an_unknown_author_are_refused_too(file):
    missing = run("/nowhere/plan.docx")
    unknown = run(file, "--by", "nobody")

    assert [missing[0], unknown[0]] == [2, 2]
    assert "такого файла нет" in missing[2]
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "name", "truth"), list(plans_with_truth()))
def test_a_plan_is_saved_and_given_back_word_for_word(tmp_path, source, name, truth):
    path = tmp_path / f"{truth['name']}.docx"
    path.write_bytes(source if isinstance(source, bytes) else source.read_bytes())

    code, out, _ = run(path, "--json")

    printed = json.loads(out)
    saved = plan_outline(Plan.objects.get()).as_json() | {"name": truth["name"]}
    assert code == 0
    assert {key: printed[key] for key in truth} == truth
    assert {key: saved[key] for key in truth} == truth


@pytest.mark.django_db
def test_an_upload_over_the_limit_is_refused_by_the_service_too():
    editor = UserFactory()

    code = refusal(
        imports.keep_file,
        content=bytes(10 * 1024 * 1024 + 1),
        name="a.docx",
        by=editor,
        today=TODAY,
    )

    assert code == "file-too-large"
