"""Scans of protocols: known by their content, kept privately, shown to those who may see."""

import dataclasses
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.errors import NotAllowed
from accounts.files import cleaning
from accounts.files.fields import AT_ONCE
from accounts.files.scans import MAX_BYTES, REFUSALS
from accounts.models import AuditEvent, Role
from accounts.services import scans
from accounts.services.scans import Place
from assessments.models import Protocol, Session
from assessments.services import protocols
from tests.accounts.hostile_files import (
    honest_xlsx,
    jpeg_that_is_also_pdf,
    pdf,
    pdf_with_script,
    picture,
)
from tests.accounts.photos import BLUE, GREEN, RED, WHITE, corners, page, photo
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.schools import make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def editor(session):
    return UserFactory(committee=session.school.committee)


def attach(session, by, data=None, filename="протокол.pdf"):
    return protocols.attach_protocol(
        session_id=session.pk, data=data or pdf(), filename=filename, by=by
    )


def post(client, session, data, name):
    return post_all(client, session, {name: data})


def post_all(client, session, files):
    address = reverse("assessments:protocol-attach", args=[session.pk])
    sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
    return client.post(address, {"file": sent}, follow=True)


def sha256_of(data):
    return hashlib.sha256(data).hexdigest()


def remove(client, protocol, reason="Не тот класс"):
    address = reverse("assessments:protocol-remove", args=[protocol.pk])
    return client.post(address, {"reason": reason})


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        pytest.param(pdf(), "протокол.pdf", "application/pdf", id="pdf"),
        pytest.param(picture("JPEG"), "IMG_1.JPG", "image/jpeg", id="jpeg"),
        pytest.param(picture("PNG"), "скан.jpg", "image/png", id="png called jpg"),
    ],
)
def test_a_scan_is_kept_under_a_name_nobody_can_guess(client, session, deputy, data, name, kind):
    client.force_login(deputy)

    shown = post(client, session, data, name)
    protocol = Protocol.objects.get()
    file = client.get(reverse("assessments:protocol-file", args=[protocol.pk]))

    assert name in shown.content.decode()
    kept = file.getvalue()
    assert (protocol.content_type, protocol.size) == (kind, len(kept))
    assert (protocol.sha256, protocol.original_sha256) == (sha256_of(kept), sha256_of(data))
    assert protocol.original_name.split(".")[0] not in protocol.file.name
    assert (file["Content-Type"], file["X-Content-Type-Options"]) == (kind, "nosniff")
    assert file["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.about(session).get().action == "protocol-added"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(honest_xlsx(), "протокол.pdf", id="a workbook called pdf"),
        pytest.param(jpeg_that_is_also_pdf(), "скан.jpg", id="two files in one"),
        pytest.param(pdf_with_script(), "протокол.pdf", id="a script inside"),
        pytest.param(b"<html>", "протокол.html", id="a page"),
        pytest.param(b"", "протокол.pdf", id="empty"),
    ],
)
def test_what_is_no_scan_is_turned_away_in_words(client, session, deputy, data, name):
    client.force_login(deputy)

    page = post(client, session, data, name)

    assert page.status_code == 422
    assert "invalid-feedback" in page.content.decode()
    assert not Protocol.objects.exists()


def test_of_several_files_the_good_ones_are_kept_and_each_other_is_named(client, session, deputy):
    client.force_login(deputy)
    large = b"%PDF-" + b" " * MAX_BYTES

    page = post_all(
        client,
        session,
        {"лист 1.jpg": photo(6), "не скан.pdf": honest_xlsx(), "толстый.pdf": large,
         "лист 2.pdf": pdf(), "пустой.pdf": b""},
    )  # fmt: skip

    text = page.content.decode()
    assert page.status_code == 422
    assert [str(each) for each in Protocol.objects.all()] == ["лист 1.jpg", "лист 2.pdf"]
    assert page.context["scan_form"].errors["file"] == [
        f"«не скан.pdf»: {REFUSALS['wrong_kind']}",
        f"«толстый.pdf»: {REFUSALS['too_large']}",
        f"«пустой.pdf»: {REFUSALS['empty']}",
    ]
    assert "Приложено сканов: 2." in text
    assert 'alt="Скан 1: лист 1.jpg"' in text


def test_more_files_than_can_be_opened_in_time_are_turned_away_together(client, session, deputy):
    client.force_login(deputy)

    page = post_all(client, session, {f"{n}.pdf": b"%PDF-" for n in range(AT_ONCE + 1)})
    none = post_all(client, session, {})

    assert (page.status_code, none.status_code) == (422, 422)
    assert page.context["scan_form"].has_error("file", "too-many-at-once")
    assert none.context["scan_form"].has_error("file", "required")
    assert not Protocol.objects.exists()


def test_a_photo_is_shown_upright_on_a_page_of_its_own(client, session, deputy):
    sheet = page((800, 600)).transpose(Image.Transpose.ROTATE_90)
    protocol = attach(session, deputy, photo(6, sheet), "фото.jpg")
    client.force_login(deputy)

    shown = client.get(protocol.get_absolute_url())
    preview = client.get(protocol.preview_address)
    thumbnail = client.get(protocol.thumbnail_address)

    text = shown.content.decode()
    assert f'src="{protocol.preview_address}"' in text
    assert 'alt="Скан: фото.jpg"' in text
    assert protocol.sha256 in text
    assert protocol.original_sha256 in text
    for answer, width in ((preview, 800), (thumbnail, 320)):
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "private, no-store"
        assert corners(answer.getvalue()) == ([RED, GREEN, BLUE, WHITE], (width, width * 3 // 4))


def test_a_page_without_a_picture_is_a_card_with_the_number_of_its_pages(
    client, session, deputy, monkeypatch
):
    no_time = dataclasses.replace(cleaning.PAGE_LIMITS, wall=0)
    monkeypatch.setattr(cleaning, "PAGE_LIMITS", no_time)
    protocol = attach(session, deputy, pdf(3))
    client.force_login(deputy)

    shown = client.get(protocol.get_absolute_url()).content.decode()

    assert "3\u00a0страницы" in shown
    assert client.get(protocol.preview_address).status_code == 404
    assert client.get(protocol.thumbnail_address).status_code == 404


def test_the_scans_of_a_session_get_names_and_an_order(client, session, deputy):
    first, second = attach(session, deputy), attach(session, deputy, picture("PNG"), "b.png")
    client.force_login(deputy)
    address = reverse("assessments:protocol-arrange", args=[session.pk])

    client.post(
        address,
        {f"number_{first.pk}": 5, f"title_{first.pk}": " Оборот ",
         f"number_{second.pk}": 2, f"title_{second.pk}": ""},
    )  # fmt: skip

    assert [str(each) for each in session.protocols.attached()] == ["b.png", "Оборот"]
    assert AuditEvent.objects.about(session).first().action == "protocols-arranged"


@pytest.mark.parametrize("number", ["", "0", "второй"])
def test_a_number_that_is_none_changes_no_order(client, session, deputy, number):
    first, second = attach(session, deputy), attach(session, deputy, picture("PNG"), "b.png")
    client.force_login(deputy)
    address = reverse("assessments:protocol-arrange", args=[session.pk])

    client.post(address, {f"number_{first.pk}": number, f"number_{second.pk}": 1})

    assert list(session.protocols.attached()) == [first, second]


def test_an_order_of_a_list_that_has_changed_is_refused(session, deputy):
    first = attach(session, deputy)

    code = refusal(
        protocols.arrange_protocols,
        session_id=session.pk,
        places=[Place(first.pk, 1, ""), Place(first.pk + 1, 2, "")],
        by=deputy,
    )

    assert code == "stale"


def test_the_same_scan_is_attached_once(session, deputy):
    attach(session, deputy)

    assert refusal(attach, session, deputy) == "same-file"


def test_a_session_takes_no_more_scans_than_it_may(session, deputy, monkeypatch):
    monkeypatch.setattr(scans, "MAX_SCANS", 1)
    attach(session, deputy)

    assert refusal(attach, session, deputy, picture("PNG"), "скан.png") == "too-many-scans"


def test_a_cancelled_session_takes_no_protocols(session, deputy):
    Session.objects.update(status="cancelled")

    assert refusal(attach, session, deputy) == "session-cancelled"


def test_the_committee_takes_a_scan_off_and_keeps_it(client, session, deputy, editor):
    protocol = attach(session, deputy)
    client.force_login(editor)

    remove(client, protocol)

    protocol.refresh_from_db()
    file = client.get(reverse("assessments:protocol-file", args=[protocol.pk]))
    told = AuditEvent.objects.about(session).first()
    assert (protocol.removed_by, protocol.removal_reason) == (editor, "Не тот класс")
    assert (told.action, told.details["reason"]) == ("protocol-removed", "Не тот класс")
    assert protocol.file.storage.exists(protocol.file.name)
    assert file.status_code == 404
    assert protocol.original_name not in client.get(session.get_absolute_url()).content.decode()
    assert refusal(attach, session, deputy) is None


@pytest.mark.parametrize(
    ("reason", "times", "code"),
    [
        pytest.param(" ", 1, "no-reason", id="without a reason"),
        pytest.param("Не тот класс", 2, "already-removed", id="twice"),
    ],
)
def test_when_a_scan_is_not_taken_off(session, deputy, editor, reason, times, code):
    protocol = attach(session, deputy)

    codes = [
        refusal(
            protocols.remove_protocol,
            protocol_id=protocol.pk,
            reason=reason,
            now=timezone.now(),
            by=editor,
        )
        for _ in range(times)
    ]

    assert codes[-1] == code


def test_a_school_does_not_take_scans_off(client, session, deputy):
    protocol = attach(session, deputy)
    client.force_login(deputy)

    assert remove(client, protocol).status_code == 403
    with pytest.raises(NotAllowed):
        protocols.remove_protocol(
            protocol_id=protocol.pk, reason="Не тот", now=timezone.now(), by=deputy
        )


def test_a_foreign_scan_is_as_absent_as_none(client, session, deputy):
    protocol = attach(session, deputy)
    client.force_login(make_deputy(SessionFactory().school))

    answers = {
        client.get(reverse("assessments:protocol-file", args=[number])).status_code
        for number in (protocol.pk, 10**6)
    }

    assert answers == {404}
    assert post(client, session, pdf(), "протокол.pdf").status_code == 404


def test_an_observer_attaches_nothing(session):
    observer = UserFactory(role=Role.OBSERVER, committee=session.school.committee)

    with pytest.raises(NotAllowed):
        attach(session, observer)
