"""Many files at once: recognised by what stands in them, results only when confirmed."""

import datetime
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.errors import NotAllowed
from accounts.models import Role
from accounts.waiting import waiting_for
from assessments.models import Procedure, Result, Session, Upload, UploadDraft
from assessments.reports.wizard import difference, wizard_page
from assessments.services import marked_copies, results, wizard
from tests.accounts.hostile_files import encrypted_xlsx
from tests.assessments.filled_forms import ABSENT, filled_form, pupil
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory, WorkFactory
from tests.factories.schools import ClassGroupFactory
from tests.refusals import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_may")]
TODAY = datetime.date(2026, 5, 1)
CHECK_QUERIES, CONFIRM_QUERIES = 15, 26  # every school of a region sends eight files in one evening


@pytest.fixture
def session():
    return SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=2))


def beside(session, letter="Б", **fields):
    """The same work in another class of the same school."""
    group = ClassGroupFactory(school=session.school, letter=letter, pupils=2)
    return SessionFactory(class_group=group, procedure=session.procedure, **fields)


def send(session, data, by, filename="какая-то книга.xlsx"):
    """All drafts made of one file."""
    return wizard.receive_file(
        procedure_id=session.procedure_id, data=data, filename=filename, by=by
    )


def confirm(draft, by, reason=""):
    return wizard.confirm_draft(draft_id=draft.pk, reason=reason, today=TODAY, by=by)


def code_of(draft):
    return [fault["code"] for fault in draft.faults]


def kept_files():
    return list(Path(settings.MEDIA_ROOT).glob("drafts/*"))


def without_stamp(data, change=None):
    """As the form of ФИС ОКО comes: nothing in it names the school or the session."""
    workbook = load_workbook(io.BytesIO(data))
    workbook["Служебный"].delete_cols(1, 40)
    if change is not None:
        change(workbook["Протокол"])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def test_a_checked_file_is_no_result_until_it_is_confirmed(session, deputy):
    data = filled_form(session, [pupil(2), ABSENT])

    (draft,) = send(session, data, deputy)

    assert (draft.session, draft.present, draft.absent) == (session, 1, 1)
    assert draft.get_state_display() == "не подтверждено"
    assert not Result.objects.exists()
    assert not Upload.objects.exists()
    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED


def test_confirming_gives_results_and_a_receipt_and_forgets_the_draft(session, deputy):
    data = filled_form(session, [pupil(2), pupil("X", "не пройд."), ABSENT])
    (draft,) = send(session, data, deputy)

    with_receipt = confirm(draft, deputy)

    first, second, third = Result.objects.order_by("code")
    assert [first.total, second.total, third.absent] == [11, 8, True]
    assert (with_receipt.sha256, with_receipt.participants) == (draft.sha256, 3)
    with with_receipt.file.open() as file:
        assert file.read() == data
    draft.refresh_from_db()
    assert (draft.upload, draft.rows) == (with_receipt, [])
    assert refusal(confirm, draft, deputy) == "draft-confirmed"


def test_a_form_is_recognised_by_its_headings_and_never_by_its_name(session, deputy):
    second = beside(session)

    drafts = [
        *send(session, filled_form(second, [pupil()]), deputy, "5А математика.xlsx"),
        *send(session, filled_form(session, [pupil()]), deputy, "5Б математика.xlsx"),
    ]

    assert [draft.session for draft in drafts] == [second, session]


def test_the_form_of_fis_oko_with_two_classes_gives_a_draft_for_each(session, deputy):
    second = beside(session)

    def move_two_to_the_second_class(sheet):
        sheet.cell(3, 13).value = 2
        sheet.cell(4, 13).value = "5Б"

    data = without_stamp(
        filled_form(session, [pupil(), pupil(2), ABSENT]), move_two_to_the_second_class
    )

    drafts = send(session, data, deputy)

    found = [(draft.session, draft.present, draft.absent, draft.state) for draft in drafts]
    assert found == [(session, 1, 0, "ready"), (second, 1, 1, "ready")]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        pytest.param(
            lambda s: SessionFactory(class_group=ClassGroupFactory(letter="А")),
            "other_school",
            id="another school",
        ),
        pytest.param(
            lambda s: SessionFactory(
                class_group=ClassGroupFactory(school=s.school, letter="А", school_year=2024),
                work=WorkFactory(year=2025),
                procedure=ProcedureFactory(committee=s.school.committee, year=2025),
            ),
            "other_year",
            id="last year",
        ),
        pytest.param(
            lambda s: SessionFactory(
                class_group=ClassGroupFactory(school=s.school, letter="В"),
                procedure=ProcedureFactory(
                    committee=s.school.committee, kind=Procedure.Kind.DIAGNOSTIC
                ),
            ),
            "other_procedure",
            id="another procedure",
        ),
    ],
)
def test_a_file_that_is_not_ours_is_named_in_plain_words(session, deputy, other, code):
    (draft,) = send(session, filled_form(other(session), [pupil()]), deputy)

    assert (draft.state, draft.session, code_of(draft)) == ("unknown", None, [code])
    assert refusal(confirm, draft, deputy) == "draft-not-ready"


def test_a_form_without_a_stamp_from_last_year_says_so(session, deputy):
    older = WorkFactory(year=2025, grade=7)
    older.items.filter(position__gt=4).delete()
    group = ClassGroupFactory(school=session.school, grade=7, letter="А", school_year=2024)
    last = SessionFactory(
        class_group=group, work=older,
        procedure=ProcedureFactory(committee=session.school.committee, year=2025),
    )  # fmt: skip
    form = filled_form(last, [pupil()], first_code=70001)

    (draft,) = send(session, without_stamp(form), deputy)

    assert (draft.state, code_of(draft)) == ("unknown", ["unknown_work"])
    assert "прошлого года" in draft.faults[0]["reason"]


def test_what_cannot_be_opened_is_refused_with_a_remedy(session, deputy):
    (draft,) = send(session, encrypted_xlsx(), deputy)

    assert (draft.state, draft.session) == ("unknown", None)
    assert draft.faults[0]["remedy"]


def test_all_faults_are_told_at_once_and_marked_in_the_persons_own_file(client, session, deputy):
    def spoil(sheet):
        sheet.cell(2, 3).value = 7
        sheet.cell(3, 4).value = "два"

    (draft,) = send(session, filled_form(session, [pupil(), pupil()], change=spoil), deputy)
    client.force_login(deputy)

    page = client.get(draft.get_absolute_url()).content.decode()
    copy = client.get(reverse("assessments:draft-marked", args=[draft.pk])).getvalue()

    assert draft.state == "faulty"
    assert [(fault["row"], fault["column"]) for fault in draft.faults] == [(2, "C"), (3, "D")]
    assert "Больше максимума" in page
    assert "«два»" in page
    assert "Ошибки" in load_workbook(io.BytesIO(copy)).sheetnames
    assert refusal(confirm, draft, deputy) == "draft-not-ready"


def test_a_mended_file_takes_the_place_of_the_faulty_one(
    session, deputy, django_capture_on_commit_callbacks
):
    send(session, filled_form(session, [pupil(9)]), deputy)

    with django_capture_on_commit_callbacks(execute=True):
        (mended,) = send(session, filled_form(session, [pupil(2)]), deputy)

    assert list(UploadDraft.objects.all()) == [mended]
    assert len(kept_files()) == 1


def test_when_every_file_is_confirmed_the_page_leads_to_the_declaration(client, session, deputy):
    second = beside(session)
    client.force_login(deputy)
    page = reverse("assessments:upload-many", args=[session.procedure_id])
    declaration = reverse(
        "assessments:declaration-school", args=[session.procedure_id, session.school_id]
    )

    shown = []
    for each in (session, second):
        (draft,) = send(each, filled_form(each, [pupil(), ABSENT]), deputy)
        confirm(draft, deputy)
        shown.append(declaration in client.get(page).content.decode())

    assert shown == [False, True]


def test_all_files_without_remarks_are_confirmed_by_one_press(client, session, deputy):
    second, third = beside(session, "Б"), beside(session, "В")
    results.receive_results(
        session_id=third.pk, data=filled_form(third, [pupil()]), filename="в.xlsx",
        today=TODAY, by=deputy,
    )  # fmt: skip
    for each, points in ((session, 1), (second, 9), (third, 2)):
        send(session, filled_form(each, [pupil(points)]), deputy)
    client.force_login(deputy)

    client.post(reverse("assessments:upload-confirm-ready", args=[session.procedure_id]))

    left = {draft.session: draft.state for draft in UploadDraft.objects.unconfirmed()}
    assert left == {second: "faulty", third: "ready"}  # the replacement waits for its reason
    assert session.uploads.current().count() == 1


def test_a_work_that_changed_since_the_check_must_be_checked_again(session, deputy):
    (draft,) = send(session, filled_form(session, [pupil()]), deputy)
    session.work.items.filter(position=10).delete()

    code = refusal(confirm, draft, deputy)

    assert code == "work-changed"
    assert not Result.objects.exists()


def test_a_draft_is_dropped_with_its_file(session, deputy, django_capture_on_commit_callbacks):
    (draft,) = send(session, filled_form(session, [pupil()]), deputy)

    with django_capture_on_commit_callbacks(execute=True):
        wizard.drop_draft(draft_id=draft.pk, by=deputy)

    assert not UploadDraft.objects.exists()
    assert kept_files() == []


def test_after_a_week_the_clock_forgets_drafts_and_keeps_results(
    session, deputy, django_capture_on_commit_callbacks
):
    second = beside(session)
    (confirmed,) = send(session, filled_form(session, [pupil()]), deputy)
    confirm(confirmed, deputy)
    send(session, filled_form(second, [pupil()]), deputy)
    week_on = timezone.now() + datetime.timedelta(days=8)

    with django_capture_on_commit_callbacks(execute=True):
        wizard.remove_stale_drafts(now=week_on)

    assert not UploadDraft.objects.exists()
    assert session.results.count() == 1
    assert session.uploads.current().count() == 1


def test_a_replacement_must_differ_and_says_why(session, deputy):
    def widen(sheet):
        sheet.column_dimensions["A"].width = 20

    first = confirm(*send(session, filled_form(session, [pupil(), pupil()]), deputy), deputy)

    (same,) = send(session, filled_form(session, [pupil(), pupil()], change=widen), deputy)
    same_state = (same.state, code_of(same))
    (other,) = send(session, filled_form(session, [pupil(2), pupil()]), deputy)

    assert same_state == ("faulty", ["same-rows"])
    assert difference(other, session) == ([], [], ["50001"])
    assert refusal(confirm, other, deputy) == "no-reason"
    second = confirm(other, deputy, reason="Опечатка в первой строке")
    first.refresh_from_db()
    assert (first.replaced_by, second.reason) == (second, "Опечатка в первой строке")


def test_another_author_sees_nothing_of_an_unconfirmed_file(client, session, deputy):
    (draft,) = send(session, filled_form(session, [pupil()]), deputy)
    client.force_login(UserFactory(committee=session.school.committee))

    answers = [
        client.get(draft.get_absolute_url()),
        client.post(reverse("assessments:draft-confirm", args=[draft.pk])),
        client.post(reverse("assessments:draft-drop", args=[draft.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    head = UserFactory(committee=session.school.committee, role=Role.HEAD)
    with pytest.raises(NotAllowed):
        confirm(draft, head)


def test_without_scripts_all_files_are_sent_in_one_go(client, session, deputy):
    second = beside(session)
    client.force_login(deputy)
    address = reverse("assessments:upload-many", args=[session.procedure_id])
    files = [
        SimpleUploadedFile("1.xlsx", filled_form(session, [pupil()])),
        SimpleUploadedFile("2.xlsx", filled_form(second, [pupil(9)])),
    ]

    page = client.post(address, {"file": files}, follow=True).content.decode()
    empty = client.post(address, {})

    assert "Не подтверждено: 1" in page
    assert "Исправьте и загрузите снова: 1" in page
    assert empty.status_code == 422
    assert "Выберите хотя бы один файл" in empty.content.decode()


def test_with_scripts_one_file_is_answered_with_its_own_words(client, session, deputy):
    client.force_login(deputy)
    address = reverse("assessments:upload-many", args=[session.procedure_id])
    file = SimpleUploadedFile("1.xlsx", filled_form(session, [pupil(), ABSENT]))

    answer = client.post(address, {"file": file}, headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert "Математика, 5А: писали 1, отсутствовали 1" in text
    assert "<html" not in text


def test_the_page_asks_no_more_queries_for_more_files(session, deputy, django_assert_num_queries):
    send(session, filled_form(session, [pupil()]), deputy)

    def queries():
        with django_assert_num_queries(3):
            page = wizard_page(session.procedure, deputy, TODAY)
            return len(page.ready), [str(card.draft.session) for card in page.ready]

    one = queries()[0]
    for letter in "БВ":
        send(session, filled_form(beside(session, letter), [pupil()]), deputy)

    assert (one, queries()[0]) == (1, 3)


def test_a_file_is_checked_and_confirmed_in_few_queries(
    client, session, deputy, django_assert_max_num_queries
):
    client.force_login(deputy)
    address = reverse("assessments:upload-many", args=[session.procedure_id])
    file = SimpleUploadedFile("1.xlsx", filled_form(session, [pupil(), ABSENT]))

    with django_assert_max_num_queries(CHECK_QUERIES):
        client.post(address, {"file": file}, headers={"HX-Request": "true"})
    draft = UploadDraft.objects.get()
    with django_assert_max_num_queries(CONFIRM_QUERIES):
        client.post(reverse("assessments:draft-confirm", args=[draft.pk]))

    assert session.uploads.current().get().sha256 == draft.sha256


def test_today_reminds_of_files_that_nobody_has_confirmed(session, deputy):
    send(session, filled_form(session, [pupil()]), deputy)

    titles = [item.title for item in waiting_for(deputy, TODAY)]

    assert "Подтвердить загруженные файлы: ВПР 2026" in titles


def test_nothing_is_marked_in_a_file_that_is_not_ours(session, deputy):
    (draft,) = send(session, encrypted_xlsx(), deputy)

    code = refusal(marked_copies.marked_copy_of_draft, draft_id=draft.pk, by=deputy)

    assert code == "nothing-to-mark"
