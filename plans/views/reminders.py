"""«Мои сроки», «Мои напоминания», the private calendar, and how the committee reminds."""

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

from accounts.errors import RuleViolation
from accounts.http import PortalRequest, feed_response
from accounts.models import User
from plans import notices
from plans.deadlines.due import Letter
from plans.documents.own_calendar import own_calendar
from plans.forms.reminders import CommitteeRemindersForm, ReminderChoiceForm
from plans.models import CalendarFeed, PlanSettings, ReminderChoice
from plans.reports import letters
from plans.reports.due import dates_of
from plans.reports.reminding import reminding_of
from plans.services import reminders

LOG_LENGTH = 30


@require_safe
def my_dates(request: PortalRequest) -> HttpResponse:
    """What the letter of today would tell, all of it, with links to mark it done."""
    today, person = timezone.localdate(), request.user.person
    letter = (
        letters.letter_of(person, reminding_of(person.committee_id, today))
        if person
        else Letter(today)
    )
    return render(request, "plans/my_dates.html", {"letter": letter, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
def reminders_page(request: PortalRequest) -> HttpResponse:
    """One's own choice, the letter it makes today, and what was sent before."""
    person = request.user.person
    if person is None:
        return render(request, "plans/reminders.html", {"person": None})
    choice = letters.choice_of(person)
    form = ReminderChoiceForm(
        request.POST or None, choice=choice, not_asked=_not_asked(request.user)
    )
    if request.method == "POST" and form.is_valid():
        reminders.choose_reminders(by=request.user, **form.cleaned_data)
        messages.success(request, "Сохранено.")
        return redirect("plans:reminders")
    context = {
        "form": form,
        "person": person,
        "feed": CalendarFeed.objects.visible_to(request.user).standing().first(),
        "sent": letters.told_to(request.user, LOG_LENGTH),
        **_preview(request, choice),
    }
    return render(request, "plans/reminders.html", context, status=422 if form.errors else 200)


def _not_asked(user: User) -> set[str]:
    """What one's role is never told of: the summary is the head's, plans are the committee's."""
    about = ReminderChoice.About
    weekly = set() if user.is_committee_head else {about.WEEKLY.value}
    return weekly if user.is_committee else weekly | {about.SIGNING.value, about.DECISIONS.value}


def _preview(request: PortalRequest, choice: ReminderChoice) -> dict[str, object]:
    """Today's letter as it would leave now."""
    today, person = timezone.localdate(), choice.person
    reminding = reminding_of(person.committee_id, today)
    whole = letters.letter_of(person, reminding)
    if request.user.is_committee_head:
        whole = whole._replace(summary=letters.week_summary(person.committee_id, today))
    letter = letters.only_chosen(whole, choice.kinds)
    return {
        "choice": choice,
        "reminding": reminding,
        "subject": notices.subject_of(letter),
        "letter_text": notices.text_of(letter) if letter.is_worth_sending else "",
    }


@never_cache
@require_POST
def feed_create(request: PortalRequest) -> HttpResponse:
    """The answer shows the address, once; the portal itself keeps only a hash."""
    try:
        token = reminders.make_feed(by=request.user, now=timezone.now())
    except RuleViolation as problem:
        messages.error(request, str(problem))
        return redirect("plans:reminders")
    link = settings.PORTAL_URL + reminders.feed_path(token)
    parts = urlsplit(link)
    context = {"link": link, "webcal": parts._replace(scheme="webcal").geturl()}
    return render(request, "plans/feed_made.html", context)


@require_POST
def feed_revoke(request: PortalRequest) -> HttpResponse:
    if reminders.revoke_feed(by=request.user, now=timezone.now()):
        messages.success(request, "Адрес календаря отозван, по нему больше ничего не открыть.")
    return redirect("plans:reminders")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, feed_token: str) -> HttpResponseBase:
    """The token is the key: calendars of phones do not sign in."""
    feed = reminders.find_feed(feed_token)
    if feed is None:
        raise Http404
    person = feed.user.person
    body = own_calendar(
        dates_of(person, timezone.localdate()) if person else [],
        made_at=feed.created_at,
        host=urlsplit(settings.PORTAL_URL).hostname or "portal",
        link=settings.PORTAL_URL + reverse("plans:my-dates"),
    )
    return feed_response(request, body, filename="deadlines.ics")


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: PortalRequest) -> HttpResponse:
    """«Напоминания комитета»."""
    own = PlanSettings.objects.filter(committee_id=request.user.committee_id).first()
    form = CommitteeRemindersForm(request.POST or None, settings=own or PlanSettings())
    if request.method == "POST" and form.is_valid():
        reminders.set_committee_reminders(
            horizons=form.horizons(),
            escalate_after=form.cleaned_data["escalate_after"],
            by=request.user,
        )
        messages.success(request, "Сохранено. Ближайшие письма уйдут по новым правилам.")
        return redirect("plans:reminder-settings")
    context = {"form": form, "changed": own}
    return render(
        request, "plans/reminder_settings.html", context, status=422 if form.errors else 200
    )
