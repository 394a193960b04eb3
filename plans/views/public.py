"""Pages for everybody: is this sheet genuine, and what plans has the committee published."""

import hashlib
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files.serving import private_bytes_response
from accounts.http import is_too_often
from plans.models import PlanVersion, Publication
from plans.reports.authenticity import Authenticity, authenticity_of
from plans.reports.versions import version_table

Response = TypeVar("Response", bound=HttpResponseBase)
ON_A_PAGE = 25
LARGEST_FILE = 30 * 1024 * 1024  # bytes: the whole request, before any of it is read
WRONG_TOKENS, FILES, MINUTE = 30, 20, 60


class SumTaker(FileUploadHandler):
    """Takes the sum of a file as it comes in and keeps nothing, neither in memory nor on disk."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.sum = hashlib.sha256()
        self.bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.bytes += len(raw_data)
        if self.bytes > LARGEST_FILE:  # a request need not say how long it is
            raise StopUpload(connection_reset=True)
        self.sum.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        """No file is made of it."""


# Nothing is changed and nobody signed in: there is nothing a forged request could do. Without the
# check of its token the file is not read before its size is known.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_authenticity(request: HttpRequest, version_token: str) -> HttpResponse:
    """«Подлинность документа»: what the QR code of a printed plan leads to."""
    found = authenticity_of(version_token)
    if found is None:
        if is_too_often(request, "wrong-token", times=WRONG_TOKENS, seconds=MINUTE):
            return HttpResponse(status=429)
        raise Http404
    if request.method != "POST":
        return _authenticity(request, found)
    if is_too_often(request, "sum-of-file", times=FILES, seconds=MINUTE):
        told = "Слишком много проверок подряд. Подождите минуту и попробуйте снова."
        return _authenticity(request, found, problem=told, status=429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FILE:
        told = "Файл больше 30 МБ: это не файл плана, план гораздо меньше."
        return _authenticity(request, found, problem=told, status=413)
    return _compared(request, found)


def _compared(request: HttpRequest, found: Authenticity) -> HttpResponse:
    taker = SumTaker(request)
    request.upload_handlers = [taker]
    _ = request.FILES  # reads the request through the taker
    if not taker.bytes:
        told = "Выберите файл PDF, который нужно сравнить."
        return _authenticity(request, found, problem=told, status=422)
    same = taker.sum.hexdigest() == found.sha256
    return _authenticity(request, found, verdict="same" if same else "differs")


def _authenticity(
    request: HttpRequest,
    found: Authenticity,
    *,
    problem: str = "",
    verdict: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"found": found, "problem": problem, "verdict": verdict}
    return _unlisted(render(request, "plans/public_authenticity.html", context, status=status))


@login_not_required
@require_safe
def published_list(request: HttpRequest) -> HttpResponse:
    """What the committees of this portal have published, the newest period first."""
    published = Publication.objects.standing().for_table()
    page = Paginator(published, ON_A_PAGE).get_page(request.GET.get("page"))
    return _unlisted(render(request, "plans/public_list.html", {"page": page}))


@login_not_required
@require_safe
def published_plan(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The text of a published version as a table that a screen reader can walk."""
    publication = _standing(publication_id)
    version = publication.version
    context = {
        "publication": publication,
        "version": version,
        "plan": version.plan,
        "table": version_table(version),
        "newer": version.plan.versions.filter(number__gt=version.number).exists(),
    }
    return _unlisted(render(request, "plans/public_plan.html", context))


@login_not_required
@require_safe
def published_print(request: HttpRequest, publication_id: int) -> HttpResponseBase:
    """The very bytes that were approved."""
    version: PlanVersion = _standing(publication_id).version
    name = f"план, приказ от {version.order_date:%d.%m.%Y} № {version.order_number}.pdf"
    return _unlisted(
        private_bytes_response(
            bytes(version.pdf),
            filename=name,
            content_type="application/pdf",
            inline="save" not in request.GET,
        )
    )


def _standing(publication_id: int) -> Publication:
    standing = Publication.objects.standing().select_related("version__plan__committee")
    return get_object_or_404(standing, pk=publication_id)


def _unlisted(response: Response) -> Response:
    """Open to whoever has the address, kept out of search engines: docs/why/0007-public-pages.md"""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
