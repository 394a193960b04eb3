"""The way of a form: downloaded, filled, uploaded, refused with all faults or taken whole."""

import datetime
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import AuditEvent, Role
from assessments.models import Item, Result, Session, Upload
from assessments.reports.arrays import arrays_by_work, procedure_works, work_arrays
from assessments.scoring.scores import decode_scores
from assessments.services import result_forms, results
from assessments.spreadsheets import workbook as workbook_reader
from tests.accounts.hostile_files import bomb_xlsx, encrypted_xlsx, far_cells_xlsx, old_xls
from tests.assessments.filled_forms import ABSENT, filled_form, pupil
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory, WorkFactory
from tests.factories.schools import ClassGroupFactory, make_deputy
from tests.refusals import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_may")]
TODAY = datetime.date(2026, 5, 1)


@pytest.fixture
def session():
    return SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=3))


def bring(session, data, by, filename="Форма.xlsx", reason=""):
    return results.receive_results(
        session_id=session.pk, data=data, filename=filename, today=TODAY, by=by, reason=reason
    )


def kept(upload):
    with upload.file.open() as file:
        return file.read()


def post(client, session, data, name="форма.xlsx"):
    address = reverse("assessments:session-upload", args=[session.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_the_downloaded_form_has_a_code_for_every_pupil_of_the_class(client, session, deputy):
    second = SessionFactory(
        class_group=ClassGroupFactory(school=session.school, letter="Б", pupils=2),
        procedure=session.procedure,
    )
    client.force_login(deputy)

    forms = [
        client.get(reverse("assessments:session-form", args=[each.pk]))
        for each in (session, second)
    ]

    codes = [
        [
            row[0].value
            for row in load_workbook(io.BytesIO(form.getvalue()))["Протокол"].iter_rows(min_row=2)
        ]
        for form in forms
    ]
    assert codes == [["50001", "50002", "50003"], ["50101", "50102"]]
    assert forms[0]["Content-Disposition"].startswith("attachment")


def test_a_filled_form_becomes_results_with_totals_marks_and_a_receipt(session, deputy):
    data = filled_form(
        session, [pupil(2, 2, 2, 2, 2), pupil(0, "X", "не пройд.", mark="нет отметки"), ABSENT]
    )

    upload = bring(session, data, deputy)

    first, second, third = Result.objects.order_by("code")
    assert (first.total, first.mark, first.journal_mark) == (15, 5, 4)
    assert (second.total, second.mark, second.journal_mark) == (7, 3, None)
    assert decode_scores(second.scores) == [0, "X", "не пройд.", 1, 1, 1, 1, 1, 1, 1]
    assert (third.absent, third.total, third.mark, bytes(third.scores)) == (True, None, None, b"")
    session.refresh_from_db()
    assert session.status == Session.Status.COLLECTED
    assert (upload.state, upload.participants) == ("accepted", 3)
    assert upload.sha256 == hashlib.sha256(data).hexdigest()
    assert kept(upload) == data
    assert AuditEvent.objects.about(session).get().action == "results-accepted"


def test_a_work_without_a_scale_gives_totals_and_no_marks(deputy, session):
    session.work = WorkFactory(year=2026, grade=5, upper_2=None, upper_3=None, upper_4=None)
    type(session.work).objects.update(upper_2=None, upper_3=None, upper_4=None)

    bring(session, filled_form(session, [pupil()]), deputy)

    assert [(r.total, r.mark) for r in Result.objects.all()] == [(10, None)]


def test_a_form_with_faults_is_kept_and_nothing_of_it_is_taken(client, session, deputy):
    def spoil(sheet):
        sheet.cell(2, 3).value = 7
        sheet.cell(3, 4).value = "два"
        sheet.cell(4, 2).value = 9

    data = filled_form(session, [pupil(), pupil(), pupil()], change=spoil)
    client.force_login(deputy)

    page = post(client, session, data)

    upload = Upload.objects.get()
    places = [(each["sheet"], each["row"], each["column"]) for each in upload.faults]
    assert places == [("Протокол", 2, "C"), ("Протокол", 3, "D"), ("Протокол", 4, "B")]
    assert not Result.objects.exists()
    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED
    assert kept(upload) == data
    text = page.content.decode()
    assert "Форма не принята: 3\u00a0замечания" in text
    assert "Больше максимума" in text
    assert "«два»" in text


def test_a_replacement_is_linked_to_what_it_replaces_and_takes_its_results_away(session, deputy):
    first = bring(session, filled_form(session, [pupil(), pupil()]), deputy)

    second = bring(session, filled_form(session, [pupil(2)]), deputy, reason="Опечатка")

    first.refresh_from_db()
    assert (first.replaced_by, first.is_current, second.is_current) == (second, False, True)
    assert list(Result.objects.values_list("upload", "total")) == [(second.pk, 11)]
    assert list(session.uploads.current()) == [second]


def test_the_same_file_is_no_replacement(session, deputy):
    data = filled_form(session, [pupil()])
    bring(session, data, deputy)

    code = refusal(bring, session, data, deputy)

    assert code == "same-file"
    assert Upload.objects.count() == 1


def test_a_faulty_replacement_leaves_the_results_as_they_were(session, deputy):
    bring(session, filled_form(session, [pupil()]), deputy)

    refused = bring(session, filled_form(session, [pupil(9)]), deputy, reason="Опечатка")

    assert refused.state == Upload.State.REFUSED
    assert Result.objects.count() == 1
    assert session.uploads.current().count() == 1


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
                class_group=ClassGroupFactory(school=s.school, letter="Ж"), procedure=s.procedure
            ),
            "other_session",
            id="another class of this school",
        ),
        pytest.param(
            lambda s: SessionFactory(
                class_group=s.class_group,
                procedure=ProcedureFactory(committee=s.school.committee, year=2025),
                work=WorkFactory(year=2025),
                held_on=datetime.date(2025, 4, 20),
            ),
            "other_year",
            id="last year",
        ),
    ],
)
def test_the_form_of_another_session_is_recognised_and_refused(session, deputy, other, code):
    data = filled_form(other(session), [pupil()])

    upload = bring(session, data, deputy)

    assert [fault["code"] for fault in upload.faults] == [code]


def test_pupils_of_another_class_are_not_taken_into_this_one(session, deputy):
    SessionFactory(class_group=ClassGroupFactory(school=session.school, letter="Б"))

    def move(sheet):
        sheet.cell(3, 13).value = 2

    upload = bring(session, filled_form(session, [pupil(), pupil()], change=move), deputy)

    assert [(f["row"], f["code"]) for f in upload.faults] == [(3, "other_class")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="text"),
        pytest.param(old_xls(), id="an old .xls"),
        pytest.param(encrypted_xlsx(), id="behind a password"),
        pytest.param(bomb_xlsx(), id="a bomb"),
        pytest.param(far_cells_xlsx(), id="cells at the end of the world"),
    ],
)
def test_a_file_that_cannot_be_opened_gets_an_answer_in_words(client, session, deputy, data):
    client.force_login(deputy)

    page = post(client, session, data)

    assert page.status_code in (200, 422)
    assert not Result.objects.exists()
    text = page.content.decode()
    assert "Форма не принята" in text or "Отправленный файл пуст" in text


def test_a_reader_that_runs_out_of_its_limits_ends_in_words(session, deputy, monkeypatch):
    starved = workbook_reader.FenceLimits(memory=512 * 1024 * 1024, cpu=10, wall=0)
    monkeypatch.setattr(workbook_reader.read_workbook, "__defaults__", (starved,))

    upload = bring(session, filled_form(session, [pupil()]), deputy)

    assert [fault["code"] for fault in upload.faults] == ["too_heavy"]
    assert upload.state == Upload.State.REFUSED


def test_what_was_mended_is_told(client, session, deputy):
    def misspell(sheet):
        sheet.cell(2, 3).value = "х "

    client.force_login(deputy)

    page = post(client, session, filled_form(session, [pupil()], change=misspell))

    assert "Портал поправил сам" in page.content.decode()
    assert decode_scores(Result.objects.get().scores)[0] == "X"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"status": "cancelled"}, "session-cancelled", id="cancelled"),
        pytest.param(
            {"held_on": TODAY + datetime.timedelta(days=1)}, "session-not-held", id="soon"
        ),
    ],
)
def test_results_of_a_session_that_was_not_held_are_refused(session, deputy, change, code):
    data = filled_form(session, [pupil()])
    Session.objects.filter(pk=session.pk).update(**change)

    assert refusal(bring, session, data, deputy) == code


def test_a_form_of_a_work_without_items_cannot_be_made(session, deputy):
    Item.objects.all().delete()

    code = refusal(result_forms.blank_form, session_id=session.pk, by=deputy)

    assert code == "work-without-items"


def test_the_four_states_are_four_different_words_on_the_page(client, session, deputy):
    bring(
        session, filled_form(session, [pupil("X", "не пройд.", mark="нет отметки"), ABSENT]), deputy
    )
    client.force_login(deputy)

    page = client.get(reverse("assessments:session-results", args=[session.pk]))

    table = page.content.decode().split("<tbody>")[1]
    words = ('title="к заданию не приступал">X<', ">не пройд.<", ">отсутствовал<", ">нет отметки<")
    assert [table.count(word) for word in words] == [1, 1, 1, 1]


def test_a_deputy_brings_results_of_the_own_school_only(client, session, deputy):
    foreign = SessionFactory(class_group=ClassGroupFactory(letter="А"))
    client.force_login(deputy)

    answers = [
        post(client, foreign, filled_form(foreign, [pupil()])).status_code,
        client.get(reverse("assessments:session-form", args=[foreign.pk])).status_code,
        client.get(reverse("assessments:session-results", args=[foreign.pk])).status_code,
    ]

    assert answers == [404, 404, 404]
    with pytest.raises(Session.DoesNotExist):
        bring(foreign, filled_form(foreign, [pupil()]), deputy)


@pytest.mark.parametrize("role", [Role.HEAD, Role.OBSERVER])
def test_others_do_not_bring_results(session, role):
    user = UserFactory(role=role, committee=session.school.committee)

    with pytest.raises(NotAllowed):
        bring(session, b"", user)


def test_a_file_is_given_back_only_through_the_access_check(client, session, deputy):
    data = filled_form(session, [pupil()])
    upload = bring(session, data, deputy, filename="Форма 5А.xlsx")
    address = reverse("assessments:upload-file", args=[upload.pk])

    client.force_login(deputy)
    own = client.get(address)
    client.force_login(make_deputy(SessionFactory().school))
    foreign = client.get(address)

    assert own.getvalue() == data
    assert own["X-Content-Type-Options"] == "nosniff"
    assert foreign.status_code == 404
    assert "Форма" not in upload.file.name


def test_a_work_changed_while_the_form_was_read_takes_nothing(session, deputy, monkeypatch):
    data = filled_form(session, [pupil()])
    read = results.read_results

    def read_slowly(content, spec):
        Item.objects.filter(code="1").update(max_points=5)
        return read(content, spec)

    monkeypatch.setattr(results, "read_results", read_slowly)

    with pytest.raises(RuleViolation) as refused:
        bring(session, data, deputy)

    assert refused.value.code == "work-changed"
    assert not Upload.objects.exists()


def test_arrays_hold_those_who_took_part(session, deputy, django_assert_num_queries):
    bring(session, filled_form(session, [pupil(2), pupil(mark="нет отметки"), ABSENT]), deputy)

    with django_assert_num_queries(1):
        arrays = work_arrays(session.procedure, session.work)

    assert arrays.school_ids.tolist() == [session.school_id] * 2
    assert arrays.totals.tolist() == [11, 10]
    assert arrays.journal_marks.tolist() == [4, 0]
    assert arrays.max_total == 20
    assert procedure_works(session.procedure) == [session.work]
    assert arrays_by_work(session.procedure)[session.work_id].totals.tolist() == [11, 10]


def test_a_procedure_without_results_has_empty_arrays(session):
    arrays = work_arrays(session.procedure, session.work)

    assert [len(column) for column in arrays[:3]] == [0, 0, 0]
    assert procedure_works(session.procedure) == []
    assert arrays_by_work(session.procedure) == {}
