"""The list of plans and the table that is edited in place."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest


@require_safe
def plan_list(request: PortalRequest) -> HttpResponse:
    return render(request, "today.html")
