"""Files kept long enough are destroyed by an act of two hands; their records stay."""

import datetime
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, DestroyedPaper, DestructionAct, RetentionPeriod, Role
from accounts.reports import papers_due
from accounts.schedule import erase_destroyed
from accounts.services import retention
from accounts.services.retention import Period
from assessments.models import Protocol, Upload
from config.keeping import waiting_for
from observers.models import ActScan, ObservationAct
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.observers import AssignmentFactory
from tests.factories.schools import ClassGroupFactory
from tests.racing import race, shared_by_threads
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
HELD_ON = datetime.date(2020, 5, 10)
DUE_ON = datetime.date(2026, 1, 1)  # the first day after the five whole years that follow 2020
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 2, 3, 9, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()
ORDER = "приказ комитета от 12.01.2020 № 7"


@pytest.fixture
def session():
    procedure = ProcedureFactory(
        year=2020, starts_on=HELD_ON - 30 * DAY, ends_on=HELD_ON + 30 * DAY
    )
    return SessionFactory(
        procedure=procedure,
        class_group=ClassGroupFactory(school__committee=procedure.committee, school_year=2019),
        held_on=HELD_ON,
    )


@pytest.fixture
def committee(session):
    return session.school.committee


@pytest.fixture
def editor(committee):
    return UserFactory(committee=committee)


@pytest.fixture
def head(committee):
    return UserFactory(committee=committee, role=Role.HEAD)


@pytest.fixture
def commission(committee):
    return [
        PersonFactory(committee=committee, last_name=name, position=post)
        for name, post in (("Ландышева", "начальник отдела"), ("Осокин", "специалист"))
    ]


def stored(name):
    return default_storage.save(f"tests/{name}", ContentFile(b"scan"))


def protocol_of(session, editor, name="лист.jpg", **fields):
    return Protocol.objects.create(
        session=session, original_name=name, uploaded_by=editor, content_type="image/jpeg",
        size=4, sha256="a" * 64, file=stored("p.jpg"), preview=stored("v.jpg"),
        thumbnail=stored("t.jpg"), **fields,
    )  # fmt: skip


def keep(committee, kind="protocol", years=5):
    return RetentionPeriod.objects.create(
        committee=committee, kind=kind, years=years, source=ORDER,
        changed_by=UserFactory(committee=committee),
    )  # fmt: skip


def draw_up(editor, commission, kinds=("protocol",), today=TODAY, **changed):
    facts = {
        "kinds": kinds, "reason": "Истечение сроков хранения", "chair_id": commission[0].pk,
        "member_ids": [person.pk for person in commission[1:]], "today": today, "by": editor,
    }  # fmt: skip
    return retention.draw_up_act(**{**facts, **changed})


def confirm(act, head):
    return retention.confirm_act(act_id=act.pk, now=NOW, by=head)


def left_in_store(record):
    return [name for name in record.stored_files if default_storage.exists(name)]


def test_years_are_counted_from_the_new_year_after_the_day_of_the_document(
    session, committee, editor
):
    keep(committee)
    protocol_of(session, editor)

    due = {day: papers_due(committee.pk, day)["protocol"] for day in (DUE_ON - DAY, DUE_ON)}

    assert due == {DUE_ON - DAY: 0, DUE_ON: 1}
    assert RetentionPeriod.objects.get().ends_on(HELD_ON) == DUE_ON


def test_without_a_period_nothing_is_ever_due(session, committee, editor, commission):
    protocol_of(session, editor)

    assert papers_due(committee.pk, datetime.date(2099, 1, 1)) == {
        "protocol": 0, "upload": 0, "act-scan": 0,
    }  # fmt: skip
    assert refusal(draw_up, editor, commission) == "nothing-due"


def test_every_kind_of_kept_files_becomes_due(session, committee, editor):
    act = ObservationAct.objects.create(
        assignment=AssignmentFactory(session=session), started_at=datetime.time(9),
        ended_at=datetime.time(10), participants=5, no_violations=True,
    )  # fmt: skip
    ActScan.objects.create(act=act, file="a", sha256="b" * 64, size=1, uploaded_by=editor)
    Upload.objects.create(
        session=session, file="u", sha256="c" * 64, size=1, uploaded_by=editor, state="accepted"
    )
    protocol_of(session, editor)
    for kind in ("protocol", "upload", "act-scan"):
        keep(committee, kind)

    assert papers_due(committee.pk, TODAY) == {"protocol": 1, "upload": 1, "act-scan": 1}


def test_from_the_draft_to_the_frozen_act(
    client, session, committee, editor, head, commission, django_capture_on_commit_callbacks
):
    keep(committee)
    protocol = protocol_of(session, editor)
    removed = protocol_of(session, editor, "лишний.jpg", removed_at=NOW, removed_by=editor)

    act = draw_up(editor, commission)
    assert (act.status, left_in_store(protocol)) == ("draft", protocol.stored_files)
    with django_capture_on_commit_callbacks(execute=True):
        act = confirm(act, head)

    for record in (protocol, removed):
        record.refresh_from_db()
        assert record.destroyed_by_act == act
        assert left_in_store(record) == []
    assert (act.number, act.year, act.decided_by) == (1, 2026, head)
    assert not DestroyedPaper.objects.left().exists()
    client.force_login(editor)
    written = client.get(reverse("accounts:destruction-file", args=[act.pk])).getvalue()
    text = all_text(written)
    assert written == bytes(DestructionAct.objects.get().document)
    for words in (
        "№\u00a01 от 03.02.2026",
        "a" * 64,
        "Ландышева",
        "Осокин",
        "лист.jpg",
        "01.01.2026",
    ):
        assert words in text
    page = client.get(session.get_absolute_url()).content.decode()
    assert "по акту №&nbsp;1 от 03.02.2026" in page
    assert client.get(protocol.file_address).status_code == 404
    assert client.get(protocol.preview_address).status_code == 404
    assert "Файл уничтожен по акту" in client.get(protocol.get_absolute_url()).content.decode()
    assert [event.action for event in AuditEvent.objects.about(act)] == [
        "destruction-confirmed", "destruction-drawn-up",
    ]  # fmt: skip


def all_text(written):
    document = Document(io.BytesIO(written))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_file_that_is_not_there_any_more_is_said_so_in_the_act(
    session, committee, editor, head, commission, django_capture_on_commit_callbacks
):
    keep(committee)
    protocol = protocol_of(session, editor)
    default_storage.delete(protocol.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        act = confirm(draw_up(editor, commission), head)

    paper = act.papers.get()
    assert paper.was_missing
    assert paper.erased_at == NOW
    assert "файла в хранилище не было" in all_text(bytes(act.document))


def test_an_act_is_confirmed_once(session, committee, editor, head, commission):
    keep(committee)
    protocol_of(session, editor)
    act = draw_up(editor, commission)
    confirm(act, head)

    again = refusal(confirm, act, head)
    late = refusal(retention.withdraw_act, act_id=act.pk, now=NOW, by=editor)

    assert (again, late) == ("act-decided", "act-decided")
    assert AuditEvent.objects.filter(action="destruction-confirmed").count() == 1


def test_what_a_crash_left_between_the_act_and_the_files_is_erased_later(
    session, committee, editor, head, commission, capsys
):
    keep(committee)
    protocol = protocol_of(session, editor)
    # Nothing runs after the commit: the process died there.
    act = confirm(draw_up(editor, commission), head)
    assert left_in_store(protocol) == protocol.stored_files
    assert [item.address for item in waiting_for(editor, TODAY)] == [act.get_absolute_url()]

    call_command("erase_destroyed")
    first = capsys.readouterr().out
    erase_destroyed()

    assert first == "Стёрто документов: 1, осталось: 0.\n"
    assert left_in_store(protocol) == []
    assert waiting_for(editor, TODAY) == []


def test_a_store_that_refuses_leaves_the_paper_for_the_next_time(
    session, committee, editor, head, commission, monkeypatch
):
    keep(committee)
    protocol = protocol_of(session, editor)
    act = confirm(draw_up(editor, commission), head)

    def refuse(name):
        raise OSError("read-only")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", refuse)
        erased = retention.erase_left(now=NOW)

    assert (erased, DestroyedPaper.objects.left().count()) == (0, 1)
    assert retention.finish_act(act_id=act.pk, now=NOW, by=editor) == 1
    assert left_in_store(protocol) == []


def test_papers_in_a_draft_are_due_again_only_when_it_is_withdrawn(
    session, committee, editor, commission
):
    keep(committee)
    protocol_of(session, editor)
    act = draw_up(editor, commission)
    twice = refusal(draw_up, editor, commission)

    retention.withdraw_act(act_id=act.pk, now=NOW, by=editor)

    assert twice == "nothing-due"
    assert papers_due(committee.pk, TODAY)["protocol"] == 1
    assert draw_up(editor, commission).papers.count() == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(lambda: RetentionPeriod.objects.update(years=6), id="a longer period"),
        pytest.param(RetentionPeriod.objects.all().delete, id="no period"),
        pytest.param(lambda: Protocol.objects.update(sha256="b" * 64), id="another file"),
    ],
)
def test_what_changed_since_the_draft_stops_the_destruction(
    session, committee, editor, head, commission, meanwhile
):
    keep(committee)
    protocol = protocol_of(session, editor)
    act = draw_up(editor, commission)
    meanwhile()

    code = refusal(confirm, act, head)

    protocol.refresh_from_db()
    act.refresh_from_db()
    assert (code, act.status, protocol.destroyed_by_act) == ("papers-changed", "draft", None)


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_holds(
    session, committee, editor, head, commission, tmp_path
):
    keep(committee)
    protocol_of(session, editor)
    act = draw_up(editor, commission)

    with shared_by_threads(tmp_path):
        outcomes = race(*[lambda: confirm(act, head).number] * 2)

    assert sorted(outcomes, key=str) == [1, "act-decided"]


def test_who_may_do_what(session, committee, editor, head, commission):
    keep(committee)
    protocol_of(session, editor)
    act = draw_up(editor, commission)

    for forbidden in (
        lambda: confirm(act, editor),
        lambda: draw_up(head, commission),
        lambda: retention.set_periods(periods=[], by=editor),
        lambda: retention.withdraw_act(
            act_id=act.pk, now=NOW, by=UserFactory(committee=committee, role=Role.DEPUTY)
        ),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"reason": " "}, "no-reason", id="without grounds"),
        pytest.param({"member_ids": []}, "commission-too-small", id="a chair alone"),
    ],
)
def test_an_act_without_its_parts_is_not_drawn_up(
    session, committee, editor, commission, changed, code
):
    keep(committee)
    protocol_of(session, editor)

    assert refusal(draw_up, editor, commission, **changed) == code
    assert not DestructionAct.objects.exists()


@pytest.mark.parametrize(
    ("years", "source", "code"),
    [
        pytest.param(5, " ", "no-source", id="without a source"),
        pytest.param(76, ORDER, "years-out-of-range", id="longer than anything"),
    ],
)
def test_a_period_needs_a_source_and_an_end(head, years, source, code):
    wanted = [Period("protocol", years, source)]

    assert refusal(retention.set_periods, periods=wanted, by=head) == code


def test_the_head_sets_the_periods_and_the_editor_draws_up_on_the_pages(
    client, session, committee, editor, head, commission
):
    protocol_of(session, editor)
    client.force_login(head)
    settings, without = reverse("accounts:retention-settings"), {"years_protocol": 1}

    faulty = client.post(settings, without)
    client.post(settings, {**without, "source_protocol": ORDER})
    client.force_login(editor)
    listed = client.get(reverse("accounts:retention")).content.decode()
    made = client.post(
        reverse("accounts:destruction-create"),
        {"kinds": "protocol", "reason": "Срок истёк", "chair": commission[0].pk,
         "members": commission[1].pk},
        follow=True,
    )  # fmt: skip

    assert faulty.status_code == 422
    assert ORDER in listed
    assert "лист.jpg" in made.content.decode()
    act = DestructionAct.objects.get()
    assert act.commission == [f"{person.full_name}, {person.position}" for person in commission]
    client.force_login(head)
    assert act.get_absolute_url() in [item.address for item in waiting_for(head, TODAY)]
    address = reverse("accounts:destruction-confirm", args=[act.pk])
    assert "утверждён" in client.post(address, follow=True).content.decode()


def test_more_papers_take_no_more_queries(
    client, session, committee, editor, commission, django_assert_num_queries
):
    keep(committee)
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        protocol_of(session, editor, name)
    act = draw_up(editor, commission)
    client.force_login(editor)
    address = act.get_absolute_url()
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    DestroyedPaper.objects.filter(name="3.jpg").delete()

    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_workbook_that_was_destroyed_leaves_its_receipt(
    client, session, committee, editor, head, commission, django_capture_on_commit_callbacks
):
    keep(committee, "upload")
    fault = {"sheet": "1", "row": 5, "column": "A", "value": "x", "reason": "r", "remedy": "m"}
    upload = Upload.objects.create(
        session=session, original_name="форма.xlsx", size=4, sha256="c" * 64, state="refused",
        uploaded_by=editor, file=stored("f.xlsx"), faults=[fault],
    )  # fmt: skip
    client.force_login(editor)

    with django_capture_on_commit_callbacks(execute=True):
        confirm(draw_up(editor, commission, kinds=["upload"]), head)

    upload.refresh_from_db()
    page = client.get(upload.get_absolute_url()).content.decode()
    assert left_in_store(upload) == []
    assert "Файл уничтожен по акту" in page
    assert client.get(reverse("assessments:upload-file", args=[upload.pk])).status_code == 404
    assert client.get(reverse("assessments:upload-marked", args=[upload.pk])).status_code == 302
