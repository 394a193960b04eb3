"""Publishing an approved version for everybody, and taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.errors import RuleViolation
from accounts.http import PortalRequest
from plans.models import PlanVersion
from plans.services import publication


@require_POST
def version_publish(request: PortalRequest, version_id: int) -> HttpResponse:
    said = "План опубликован: его может прочитать каждый, у кого есть адрес страницы."
    return _decide(request, version_id, publication.publish_version, said)


@require_POST
def version_unpublish(request: PortalRequest, version_id: int) -> HttpResponse:
    said = "Публикация отозвана: страница больше не открывается."
    return _decide(request, version_id, publication.withdraw_publication, said)


def _decide(
    request: PortalRequest, version_id: int, service: Callable[..., Any], said: str
) -> HttpResponse:
    visible = PlanVersion.objects.visible_to(request.user)
    version = get_object_or_404(visible.defer("pdf", "outline"), pk=version_id)
    try:
        service(version_id=version.pk, by=request.user)
    except RuleViolation as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(version)
