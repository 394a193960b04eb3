"""What a page with scans answers when a form is sent, whatever the scans belong to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.errors import RuleViolation
from accounts.files.fields import OrderForm, ScansForm
from accounts.http import PortalRequest
from accounts.models import ScanQuerySet
from accounts.services.scans import Place, attach_each


def answer_to_attaching(
    request: PortalRequest,
    attach: Callable[[bytes, str], object],
    *,
    back: str,
    again: Callable[[ScansForm], HttpResponse],
) -> HttpResponse:
    """The good files are kept, whatever is wrong with the others.

    Args:
        attach: keeps one file by its content and name.
        back: the address of the list of scans.
        again: the page with the form and what is wrong with the files left out.
    """
    form = ScansForm(request.POST, request.FILES, auto_id="scan_%s")
    if form.is_valid():
        kept, left_out = attach_each(form.cleaned_data["file"], attach)
        if kept:
            messages.success(request, f"Приложено сканов: {kept}.")
        if not left_out:
            return redirect(back)
        form.add_error("file", [str(each) for each in left_out])
    return again(form)


def answer_to_arranging(
    request: PortalRequest,
    scans: ScanQuerySet[Any],
    arrange: Callable[[list[Place]], None],
    *,
    back: str,
) -> HttpResponse:
    """The names and the order that the person has given to the list."""
    form = OrderForm(request.POST, scans=scans)
    if not form.is_valid():
        messages.error(request, "Проверьте номера: нужны целые числа от 1 до 999.")
        return redirect(back)
    try:
        arrange([Place(*place) for place in form.places()])
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Порядок и названия сканов сохранены.")
    return redirect(back)
