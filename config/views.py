"""Pages that look into every room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import PortalRequest
from accounts.waiting import waiting_for
from config import dashboard
from config.appearance import CHOICES, read_appearance
from config.forms import AppearanceForm

YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def today(request: PortalRequest) -> HttpResponse:
    day = timezone.localdate()
    user = request.user
    context = {
        "day": day,
        "waiting": waiting_for(user, day),
        "procedure": None if user.is_observer else dashboard.procedure_now(user, day),
        "plan": dashboard.plan_now(user, day),
        "signs": dashboard.signs_now(user),
        "city": dashboard.city_now(user, day),
        "visit": dashboard.next_visit(user, day),
        "bar": dashboard.BAR,
    }
    return render(request, "today.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Choose how the portal looks; the choice lives in a cookie, so it needs no account."""
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    if request.method != "POST":
        now = read_appearance(request.COOKIES.get("look", ""))._asdict()
        return render(
            request, "appearance.html", {"form": AppearanceForm(initial=now), "next": back}
        )
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        return render(request, "appearance.html", {"form": form, "next": back}, status=422)
    response = redirect(back)
    value = ".".join(form.cleaned_data[name] for name in CHOICES)
    response.set_cookie("look", value, max_age=YEAR, httponly=True, samesite="Lax")
    return response


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the container's health check: the process answers."""
    return HttpResponse("ok", content_type="text/plain")
