"""Scans of protocols: known by their content, kept privately, shown to those who may see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Protocol, Session
from assessments.services import protocols
from tests.accounts.hostile_files import (
    honest_xlsx,
    jpeg_that_is_also_pdf,
    pdf,
    pdf_with_script,
    picture,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.schools import make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def deputy(session):
    return make_deputy(session.school)


@pytest.fixture
def editor(session):
    return UserFactory(committee=session.school.committee)


def attach(session, by, data=None, filename="протокол.pdf"):
    return protocols.attach_protocol(
        session_id=session.pk, data=data or pdf(), filename=filename, by=by
    )


def post(client, session, data, name):
    address = reverse("assessments:protocol-attach", args=[session.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)


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

    page = post(client, session, data, name)
    protocol = Protocol.objects.get()
    file = client.get(reverse("assessments:protocol-file", args=[protocol.pk]))

    assert name in page.content.decode()
    assert (protocol.content_type, protocol.size) == (kind, len(data))
    assert protocol.original_name.split(".")[0] not in protocol.file.name
    assert file.getvalue() == data
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


def test_the_same_scan_is_attached_once(session, deputy):
    attach(session, deputy)

    assert refusal(attach, session, deputy) == "same-file"


def test_a_session_takes_no_more_scans_than_it_may(session, deputy, monkeypatch):
    monkeypatch.setattr(protocols, "MAX_PROTOCOLS", 1)
    attach(session, deputy)

    assert refusal(attach, session, deputy, picture("PNG"), "скан.png") == "too-many-protocols"


def test_a_cancelled_session_takes_no_protocols(session, deputy):
    Session.objects.update(status="cancelled")

    assert refusal(attach, session, deputy) == "session-cancelled"


def test_the_committee_takes_a_scan_off_and_keeps_it(client, session, deputy, editor):
    protocol = attach(session, deputy)
    client.force_login(editor)

    remove(client, protocol)

    protocol.refresh_from_db()
    file = client.get(reverse("assessments:protocol-file", args=[protocol.pk]))
    assert (protocol.removed_by, protocol.removal_reason) == (editor, "Не тот класс")
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
