"""Answers that hand out private files, after the view has checked who asks."""

import io
import secrets
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

# A file is somebody else's content: whatever it holds must not act in our name.
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def random_storage_name(folder: str, suffix: str) -> str:
    """A name nobody can guess and nobody outside has chosen: `protocols/3f…a1.pdf`."""
    return f"{folder.strip('/')}/{secrets.token_hex(16)}.{suffix.lstrip('.').lower()}"


def private_file_response(
    field_file: FieldFile, *, filename: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """Hand out a stored file; with nginx in front it does the sending itself.

    Args:
        field_file: the file of a record that `visible_to(user)` has found.
        filename: the name the reader's computer will give it; Cyrillic is welcome.
        content_type: what our own check found, never what the browser that sent it claimed.
        inline: show it in the window instead of saving it.
    """
    if not settings.PRIVATE_FILES_ACCEL:
        return _sent_by_us(field_file.open("rb"), filename, content_type, inline)
    response = HttpResponse(content_type=content_type)
    location = settings.PRIVATE_FILES_ACCEL.rstrip("/")
    response["X-Accel-Redirect"] = f"{location}/{quote(field_file.name or '')}"
    return _harmless(response, filename, inline)


def private_bytes_response(
    content: bytes, *, filename: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """The same for a file that is kept in the database or has just been made."""
    return _sent_by_us(io.BytesIO(content), filename, content_type, inline)


def small_picture_response(field_file: FieldFile) -> HttpResponseBase:
    """The small picture of a scan, shown on its page; a scan without one is answered with 404."""
    if not field_file:
        raise Http404
    return private_file_response(
        field_file, filename="scan.jpg", content_type="image/jpeg", inline=True
    )


def _sent_by_us(
    opened: IO[bytes], filename: str, content_type: str, inline: bool
) -> HttpResponseBase:
    return _harmless(FileResponse(opened, content_type=content_type), filename, inline)


def _harmless(response: HttpResponseBase, filename: str, inline: bool) -> HttpResponseBase:
    """Django writes a name that is not ASCII as RFC 5987 asks: `filename*=utf-8''…`."""
    # A line break in a name would end the header.
    name = " ".join(filename.split())
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    for header, value in HARMLESS.items():
        response[header] = value
    return response
