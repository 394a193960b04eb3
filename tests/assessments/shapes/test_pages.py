"""Files of ФИС ОКО on their way through the pages of the committee."""

import datetime
import hashlib
import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import NotAllowed, RuleViolation
from accounts.files.archives import MIB
from accounts.files.fence import FenceLimits
from accounts.models import AuditEvent, Job, Role
from assessments.models import FederalMark, Reference, ReportedSample, Result, ResultsImport
from assessments.reports.waiting import waiting_for
from assessments.services import marked_copies, signs
from assessments.services.imports import kept
from assessments.spreadsheets import marking
from tests.assessments.shapes import builders
from tests.assessments.shapes.builders import RIVER, Pupil, file_of
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory
from tests.factories.schools import SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db
LIST = reverse("assessments:result-import-list")
DAY = datetime.date(2021, 5, 1)
STRANGER = ("990077", "Школа за морем")


@pytest.fixture
def editor(committee):
    return UserFactory(committee=committee)


@pytest.fixture
def visitor(client, editor, schools, maths):
    """The editor at the browser; the committee has two schools and one work."""
    client.force_login(editor)
    return client


def send(client, sheets, *, year=2021):
    """Bring a file by the form; gives what the portal has kept and where it led to."""
    file = SimpleUploadedFile("выгрузка.xlsx", file_of(sheets))
    answer = client.post(reverse("assessments:result-import-create"), {"file": file, "year": year})
    return ResultsImport.objects.get(), answer


def press(client, brought, what):
    return client.post(reverse(f"assessments:result-import-{what}", args=[brought.pk]))


def page_of(client, brought):
    return client.get(brought.get_absolute_url()).content.decode()


def two_classes_one_with_a_fault():
    return builders.individual([Pupil(1, label="4А"), Pupil(2, label="4Б", scores={1: 7})])


def test_a_file_is_looked_through_before_anything_is_taken(visitor):
    brought, answer = send(visitor, two_classes_one_with_a_fault())

    page = page_of(visitor, brought)

    assert answer["Location"] == brought.get_absolute_url()
    assert "Индивидуальные результаты: можно загружать" in page
    assert (brought.accepted, brought.schools, brought.fault_count) == (1, 1, 1)
    assert brought.faults[0]["reason"] in page
    assert not Result.objects.exists()


def test_what_was_looked_through_is_taken_with_a_receipt(visitor, editor):
    brought, _ = send(visitor, two_classes_one_with_a_fault())

    press(visitor, brought, "take")

    brought.refresh_from_db()
    page = page_of(visitor, brought)
    with brought.file.open() as stored:
        sha256 = hashlib.sha256(stored.read()).hexdigest()
    assert [result.code for result in Result.objects.all()] == ["40001"]
    assert brought.taken_by == editor
    assert "загружено частично" in page
    assert sha256 in page


def test_a_file_is_taken_once(visitor, editor):
    brought, _ = send(visitor, builders.individual([Pupil(1)]))
    press(visitor, brought, "take")

    with pytest.raises(RuleViolation) as refusal:
        kept.take_file(import_id=brought.pk, by=editor)

    assert refusal.value.code == "import-done"
    assert Result.objects.count() == 1


def test_a_file_without_a_sound_row_cannot_be_taken(visitor, editor):
    brought, _ = send(visitor, builders.individual([Pupil(1, scores={1: 7})]))

    with pytest.raises(RuleViolation) as refusal:
        kept.take_file(import_id=brought.pk, by=editor)

    assert refusal.value.code == "nothing-to-take"
    assert "взять нечего" in page_of(visitor, brought)


def test_once_the_missing_school_is_entered_the_same_file_is_checked_again(visitor, committee):
    brought, _ = send(visitor, builders.individual([Pupil(1), Pupil(2, school=STRANGER)]))
    SchoolFactory(committee=committee, login=f"edu{STRANGER[0]}", name=STRANGER[1])

    press(visitor, brought, "check")

    before, brought = brought, ResultsImport.objects.get()
    assert (before.accepted, before.fault_count) == (1, 1)
    assert (brought.accepted, brought.fault_count) == (2, 0)


def test_a_file_that_is_dropped_leaves_nothing_behind(visitor, django_capture_on_commit_callbacks):
    brought, _ = send(visitor, builders.individual([Pupil(1)]))

    with django_capture_on_commit_callbacks(execute=True):
        answer = press(visitor, brought, "drop")

    assert answer["Location"] == LIST
    assert not ResultsImport.objects.exists()
    assert not default_storage.exists(brought.file.name)


def test_the_committee_gets_its_own_file_with_the_cells_marked(visitor):
    brought, _ = send(visitor, two_classes_one_with_a_fault())

    answer = visitor.get(reverse("assessments:result-import-marked", args=[brought.pk]))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    fault = brought.faults[0]
    assert "Ошибки" in book.sheetnames
    assert book[fault["sheet"]][f"{fault['column']}{fault['row']}"].comment is not None


def test_a_large_file_is_read_and_taken_by_the_worker(
    visitor, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(kept, "LARGE", 0)

    with django_capture_on_commit_callbacks(execute=True):
        brought, answer = send(visitor, builders.individual([Pupil(1)]))
    with django_capture_on_commit_callbacks(execute=True):
        press(visitor, brought, "take")

    looked, taken = Job.objects.order_by("pk")
    assert answer["Location"] == reverse("accounts:job-detail", args=[looked.pk])
    assert {looked.state, taken.state} == {Job.State.DONE}
    assert taken.result == {"next": brought.get_absolute_url()}
    assert Result.objects.count() == 1


def test_a_large_file_is_marked_by_the_worker_and_then_downloaded(
    visitor, monkeypatch, django_capture_on_commit_callbacks
):
    brought, _ = send(visitor, two_classes_one_with_a_fault())
    monkeypatch.setattr(marked_copies, "LARGE", 0)
    download = reverse("assessments:result-import-marked", args=[brought.pk])
    offered = page_of(visitor, brought)
    too_early = visitor.get(download)

    with django_capture_on_commit_callbacks(execute=True):
        answer = press(visitor, brought, "mark")

    job = Job.objects.get()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(visitor.get(download).streaming_content)))
    assert "Составить файл с отметками" in offered
    assert too_early["Location"] == brought.get_absolute_url()
    assert answer["Location"] == reverse("accounts:job-detail", args=[job.pk])
    assert (job.state, job.steps_done, job.steps_total) == (Job.State.DONE, 3, 3)
    assert book.sheetnames[0] == "Ошибки"
    assert download in page_of(visitor, brought)


def test_the_marked_copy_goes_when_the_file_is_looked_at_anew(
    visitor, monkeypatch, django_capture_on_commit_callbacks
):
    brought, _ = send(visitor, two_classes_one_with_a_fault())
    monkeypatch.setattr(marked_copies, "LARGE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        press(visitor, brought, "mark")
    brought.refresh_from_db()
    copy = brought.marked.name

    with django_capture_on_commit_callbacks(execute=True):
        press(visitor, brought, "check")

    brought.refresh_from_db()
    assert copy
    assert not brought.marked
    assert not default_storage.exists(copy)


def test_where_no_copy_can_be_made_the_page_says_how_to_go_on(
    visitor, monkeypatch, django_capture_on_commit_callbacks
):
    brought, _ = send(visitor, two_classes_one_with_a_fault())
    monkeypatch.setattr(marked_copies, "LARGE", 0)
    # The limit of memory holds: a child with too little of it dies, and nothing else.
    monkeypatch.setattr(marking, "REPORT_LIMITS", FenceLimits(memory=32 * MIB))

    with django_capture_on_commit_callbacks(execute=True):
        press(visitor, brought, "mark")

    page = page_of(visitor, brought)
    assert "Копию с отметками составить не удалось" in page
    assert "Составить файл с отметками" not in page


def test_a_file_that_nobody_takes_goes_after_thirty_days(
    visitor, django_capture_on_commit_callbacks
):
    left, _ = send(visitor, builders.individual([Pupil(1)]))
    brought = left.checked_at
    taken = ResultsImport.objects.get(pk=left.pk)
    taken.pk, taken.taken_at, taken.taken_by = None, brought, taken.uploaded_by
    taken.save()

    with django_capture_on_commit_callbacks(execute=True):
        early = kept.remove_stale(now=brought + datetime.timedelta(days=30))
        late = kept.remove_stale(now=brought + datetime.timedelta(days=30, seconds=1))

    assert (early, late) == (0, 1)
    assert ResultsImport.objects.get() == taken
    assert not default_storage.exists(left.file.name)
    assert AuditEvent.objects.about(left).first().action == "results-file-dropped"


def test_today_leads_to_files_that_wait_for_a_decision(visitor, editor):
    brought, _ = send(visitor, two_classes_one_with_a_fault())
    head = UserFactory(committee=editor.committee, role=Role.HEAD)

    (item,) = waiting_for(editor, DAY)

    assert item.address == brought.get_absolute_url()
    assert "выгрузка.xlsx" in item.title
    assert item.label == "принято строк: 1"
    assert item.note.startswith("1\N{NO-BREAK SPACE}замечание; без решения")
    assert waiting_for(head, DAY) == []


def test_a_file_that_was_taken_waits_for_nothing(visitor, editor):
    brought, _ = send(visitor, builders.individual([Pupil(1)]))

    press(visitor, brought, "take")

    assert all(item.address != brought.get_absolute_url() for item in waiting_for(editor, DAY))


def test_a_file_that_is_none_of_ours_is_told_so_in_words(visitor):
    brought, _ = send(visitor, {"Лист1": [["что-то", "своё"]]})

    page = page_of(visitor, brought)

    assert "взять нечего" in page
    assert "Портал читает" in page


def test_schools_bring_no_files_of_the_committee(editor, schools):
    deputy = make_deputy(schools[0])

    with pytest.raises(NotAllowed):
        kept.keep_file(data=b"", filename="a.xlsx", year=2021, by=deputy)

    assert not ResultsImport.objects.exists()


def test_empty_lists_say_what_to_do_next(visitor):
    pages = [
        visitor.get(reverse(f"assessments:{name}")).content.decode()
        for name in ("result-import-list", "sample-list", "federal-list")
    ]

    assert all(reverse("assessments:result-import-create") in page for page in pages)


@pytest.fixture
def region(visitor, committee, maths):
    """A region's distribution of primary scores, as a report gave it."""
    return ReportedSample.objects.create(
        procedure=ProcedureFactory(committee=committee, year=2021), work=maths, kind="scores",
        level="region", title="Заречный край", schools=40, participants=200,
        values=[25.0, 50.0, 25.0], source="распределение.xlsx",
    )  # fmt: skip


def test_a_distribution_of_the_region_is_taken_as_the_reference(visitor, region):
    listed = visitor.get(reverse("assessments:sample-list")).content.decode()

    answer = visitor.post(reverse("assessments:sample-refer", args=[region.pk]))

    reference = Reference.objects.get()
    assert "Взять как эталон" in listed
    assert answer["Location"] == reverse("assessments:reference-list", args=[region.procedure_id])
    assert (reference.title, reference.mean, reference.n) == ("Заречный край", 1.0, 200)
    assert reference.sd == pytest.approx((100 / 199) ** 0.5)


def test_shares_of_marks_are_no_reference(region, editor):
    ReportedSample.objects.update(kind="marks")

    with pytest.raises(RuleViolation) as refusal:
        signs.refer_to_sample(sample_id=region.pk, by=editor)

    assert refusal.value.code == "no-scores"
    assert not Reference.objects.exists()


def test_rows_of_reports_are_narrowed_by_what_they_hold(visitor, region):
    address = reverse("assessments:sample-list")

    found = visitor.get(address, {"kind": "scores", "procedure": region.procedure_id})
    nothing = visitor.get(address, {"kind": "marks"})

    assert found.context["page"].paginator.count == 1
    assert nothing.context["page"].paginator.count == 0


def test_the_federal_list_speaks_of_signs_that_want_checking(visitor, schools):
    send(visitor, builders.federal_list([[2021, "edu990002", "", RIVER[1], 1, 0, 0, 1, 2]]))
    press(visitor, ResultsImport.objects.get(), "take")
    FederalMark.objects.create(school=SchoolFactory(name="Чужая школа"), year=2021)

    page = visitor.get(reverse("assessments:federal-list"), {"school": "у реки"})

    assert [mark.works for mark in page.context["page"]] == [["4 РУ", "5 МА"]]
    assert "признаки, требуют проверки" in page.content.decode()
    assert "Чужая школа" not in page.content.decode()


def test_lists_cost_the_same_queries_however_long(visitor, editor, region, schools):
    for school in schools:
        FederalMark.objects.create(school=school, year=2021, works=["4 РУ"])
        kept.keep_file(data=b"", filename=f"{school.login}.xlsx", year=2021, by=editor)
        ReportedSample.objects.create(
            procedure=region.procedure, work=region.work, kind="marks", level="school",
            title=school.name, school=school, participants=20, values=[0, 50, 50, 0],
        )  # fmt: skip
    few = {name: queries_of(visitor, name) for name in ("result-import-list", "sample-list")}

    for number in range(5):
        kept.keep_file(data=b"", filename=f"{number}.xlsx", year=2021, by=editor)
        ReportedSample.objects.create(
            procedure=region.procedure, work=region.work, kind="journal", level="school",
            title=str(number), participants=20, values=[0, 100, 0],
        )  # fmt: skip

    assert {name: queries_of(visitor, name) for name in few} == few


def queries_of(client, name):
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(f"assessments:{name}"))
    return len(queries)
