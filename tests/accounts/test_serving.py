"""Private files: handed out whole, under their name, and unable to act in our name."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

from accounts.files.serving import (
    private_bytes_response,
    private_file_response,
    random_storage_name,
)
from assessments.models import Protocol

CONTENT = b"%PDF-1.4 synthetic"


@pytest.fixture
def answer():
    """Asks for a file; at the end closes it, as the server does after sending."""
    given = []

    def ask(field_file=None, **changed):
        facts = {"filename": "Протокол 5А.pdf", "content_type": "application/pdf"}
        given.append(private_file_response(field_file or stored(), **{**facts, **changed}))
        return given[-1]

    yield ask
    for response in given:
        if response.streaming:
            response.file_to_stream.close()


def stored(name="protocols/1.pdf"):
    field = Protocol._meta.get_field("file")
    return FieldFile(Protocol(), field, default_storage.save(name, ContentFile(CONTENT)))


def test_the_file_comes_whole_and_as_what_we_found_it_to_be(answer):
    response = answer()

    assert b"".join(response) == CONTENT
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(len(CONTENT))


@pytest.mark.parametrize("accel", ["", "/private/"], ids=["sent by us", "sent by nginx"])
def test_whatever_is_in_the_file_it_is_kept_harmless_and_out_of_caches(accel, settings, answer):
    settings.PRIVATE_FILES_ACCEL = accel

    response = answer()

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("filename", "header"),
    [
        pytest.param("plan.pdf", 'attachment; filename="plan.pdf"', id="latin"),
        pytest.param(
            "план 5А.pdf",
            "attachment; filename*=utf-8''%D0%BF%D0%BB%D0%B0%D0%BD%205%D0%90.pdf",
            id="cyrillic, RFC 5987",
        ),
        pytest.param('a"b.pdf', 'attachment; filename="a\\"b.pdf"', id="a quotation mark"),
        pytest.param(
            "a\r\nSet-Cookie: b", 'attachment; filename="a Set-Cookie: b"', id="a line break"
        ),
    ],
)
def test_the_name_is_written_as_browsers_read_it(filename, header, answer):
    assert answer(filename=filename).headers["Content-Disposition"] == header


def test_a_picture_may_be_shown_in_the_window(answer):
    header = answer(inline=True, filename="scan.png").headers["Content-Disposition"]

    assert header == 'inline; filename="scan.png"'


def test_nginx_is_told_where_the_file_lies_and_gets_no_body(settings, answer):
    settings.PRIVATE_FILES_ACCEL = "/private/"

    response = answer(stored("сканы/протокол № 1.pdf"))

    assert response.headers["X-Accel-Redirect"].startswith("/private/%D1%81%D0%BA")
    assert " " not in response.headers["X-Accel-Redirect"]
    assert response.content == b""


def test_a_file_kept_in_the_database_is_handed_out_alike():
    response = private_bytes_response(CONTENT, filename="a.pdf", content_type="application/pdf")

    assert b"".join(response) == CONTENT
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_stored_names_cannot_be_guessed_and_owe_nothing_to_the_sender():
    names = {random_storage_name("protocols", ".PDF") for _ in range(100)}

    assert len(names) == 100
    assert all(name.startswith("protocols/") and name.endswith(".pdf") for name in names)
    assert {len(name) for name in names} == {len("protocols/") + 32 + len(".pdf")}
