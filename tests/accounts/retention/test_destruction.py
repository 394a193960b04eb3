"""Files kept long enough are destroyed by an act of two hands; their records stay."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from accounts.models import AuditEvent, DestroyedPaper, DestructionAct, RetentionPeriod
from accounts.schedule import erase_destroyed
from accounts.services import retention
from assessments.models import Protocol, Upload
from config.keeping import waiting_for
from tests.accounts.retention.papers import (
    NOW,
    TODAY,
    confirm,
    draw_up,
    keep,
    left_in_store,
    protocol_of,
    stored,
)
from tests.racing import race, shared_by_threads
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


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
