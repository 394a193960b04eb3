"""A calendar that follows the schedule by itself: its private address and what stands there."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import PortalRequest, feed_response
from accounts.services import feeds
from assessments.documents.schedule_calendar import schedule_calendar
from assessments.models import ScheduleFeed, Session
from assessments.reports.schedule import events_of_days, events_of_sessions

EVENTS = 5000
# A calendar asks every few hours; what is long over it has seen.
LOOKS_BACK = datetime.timedelta(days=60)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_feed(request: PortalRequest) -> HttpResponse:
    """GET tells of the address, POST makes a new one and shows it, once."""
    context: dict[str, object] = {}
    if request.method == "POST":
        token = feeds.make_feed(ScheduleFeed, by=request.user, now=timezone.now())
        link = settings.PORTAL_URL + reverse("assessments:schedule-subscribed", args=[token])
        webcal = urlsplit(link)._replace(scheme="webcal").geturl()
        context = {"link": link, "webcal": webcal}
    context["feed"] = ScheduleFeed.objects.visible_to(request.user).standing().first()
    return render(request, "assessments/schedule_feed.html", context)


@require_POST
def schedule_feed_revoke(request: PortalRequest) -> HttpResponse:
    if feeds.revoke_feed(ScheduleFeed, by=request.user, now=timezone.now()):
        messages.success(request, "Подписка отозвана, по её адресу больше ничего не открыть.")
    return redirect("assessments:schedule-feed")


@login_not_required
@require_safe
def schedule_subscribed(request: HttpRequest, schedule_token: str) -> HttpResponseBase:
    """The token is the key: calendars of phones do not sign in."""
    feed = feeds.find_feed(ScheduleFeed, schedule_token)
    if feed is None:
        raise Http404
    since = timezone.localdate() - LOOKS_BACK
    sessions = Session.objects.visible_to(feed.user).live().filter(held_on__gte=since)
    events = (
        events_of_days(sessions)
        if feed.user.is_committee
        else events_of_sessions(sessions.for_table().order_by("held_on", "pk")[:EVENTS])
    )
    body = schedule_calendar(
        events,
        name="График оценочных процедур",
        made_at=feed.created_at,
        host=urlsplit(settings.PORTAL_URL).hostname or "portal",
        zone=timezone.get_default_timezone(),
    )
    return feed_response(request, body, filename="schedule.ics")
