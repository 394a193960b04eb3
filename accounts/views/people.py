"""Pages of people and access, the journal of decisions, and waiting for long work."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts import services
from accounts.audit import name_targets
from accounts.errors import RuleViolation
from accounts.filters import AuditFilter, PersonFilter
from accounts.forms import AcceptForm, InvitationForm, PersonForm, RoleForm
from accounts.http import PortalRequest
from accounts.jobs import JOB_TITLES
from accounts.models import AuditEvent, Invitation, Job, Person, User

PAGE = 50
SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def user_list(request: PortalRequest) -> HttpResponse:
    people = Person.objects.visible_to(request.user).for_table()
    chosen = PersonFilter(request.GET, queryset=people)
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    context = {"filter": chosen, "page": page, "now": timezone.now()}
    return render(request, "accounts/user_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_create(request: PortalRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = services.PersonFacts(**form.cleaned_data)
        try:
            person = services.add_person(facts=facts, by=request.user)
            messages.success(request, "Человек внесён в список.")
            return redirect("accounts:person-detail", person.pk)
        except RuleViolation as problem:
            form.add_error(None, ValidationError(str(problem), code=problem.code))
    return render(
        request, "accounts/person_form.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def person_detail(request: PortalRequest, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    return _person_page(request, person)


def _person(request: PortalRequest, person_id: int) -> Person:
    visible = Person.objects.visible_to(request.user).select_related("account", "committee")
    return get_object_or_404(visible, pk=person_id)


def _person_page(request: PortalRequest, person: Person, **more: object) -> HttpResponse:
    account = getattr(person, "account", None)
    invitations = Invitation.objects.visible_to(request.user).filter(person=person)
    context = {
        "person": person,
        "account": account,
        "is_oneself": account == request.user,
        "role_form": RoleForm(initial={"role": account.role}) if account else None,
        "invitation": invitations.open_at(timezone.now()).first(),
        **more,
    }
    return render(request, "accounts/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: PortalRequest, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        facts = services.PersonFacts(**form.cleaned_data)
        services.change_person(person_id=person.pk, facts=facts, by=request.user)
        messages.success(request, "Сведения сохранены.")
        return redirect("accounts:person-detail", person.pk)
    context = {"form": form, "person": person}
    return render(request, "accounts/person_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: PortalRequest, person_id: int) -> HttpResponse:
    """The answer to POST shows the link, once; the portal itself keeps only its hash."""
    person = _person(request, person_id)
    account = getattr(person, "account", None)
    form = InvitationForm(request.POST or None, person=person, account=account)
    # With all fields left out an empty form is still a decision.
    if request.method == "POST":
        form = InvitationForm(request.POST, person=person, account=account)
        if form.is_valid():
            try:
                return _invite(request, person, form)
            except RuleViolation as problem:
                form.add_error(None, ValidationError(str(problem), code=problem.code))
    context = {"form": form, "person": person, "account": account}
    return render(
        request, "accounts/person_invite.html", context, status=422 if form.errors else 200
    )


def _invite(request: PortalRequest, person: Person, form: InvitationForm) -> HttpResponse:
    with_letter = form.cleaned_data.get("with_letter", False)
    made = services.invite_person(
        person_id=person.pk,
        role=form.cleaned_data.get("role", ""),
        with_letter=with_letter,
        by=request.user,
        now=timezone.now(),
    )
    context = {
        "invitation": made.invitation,
        "person": person,
        "link": request.build_absolute_uri(services.invitation_path(made.token)),
        "with_letter": with_letter,
    }
    return render(request, "accounts/invitation_made.html", context)


@require_POST
def invitation_withdraw(request: PortalRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=invitation_id)
    try:
        services.withdraw_invitation(
            invitation_id=invitation.pk, by=request.user, now=timezone.now()
        )
        messages.success(request, "Приглашение отозвано, ссылка больше не действует.")
    except RuleViolation as problem:
        messages.warning(request, str(problem))
    return redirect("accounts:person-detail", invitation.person_id)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = services.find_open_invitation(token, timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    account = getattr(invitation.person, "account", None)
    form = AcceptForm(request.POST or None, account=account, person=invitation.person)
    if request.method == "POST" and form.is_valid():
        try:
            return _accept(request, token, form)
        except RuleViolation as problem:
            if problem.code == "invitation-closed":
                return render(request, "accounts/invitation_closed.html", status=404)
            form.add_error("username", ValidationError(str(problem), code=problem.code))
    context = {"form": form, "invitation": invitation, "account": account}
    return render(
        request, "accounts/invitation_accept.html", context, status=422 if form.errors else 200
    )


def _accept(request: HttpRequest, token: str, form: AcceptForm) -> HttpResponse:
    account = services.accept_invitation(
        token=token,
        username=form.cleaned_data.get("username", ""),
        password=form.cleaned_data["password"],
        now=timezone.now(),
    )
    login(request, account, backend=SIGN_IN_BACKEND)
    messages.success(request, "Готово, вы вошли в портал.")
    return redirect("today")


@require_POST
def user_block(request: PortalRequest, user_id: int) -> HttpResponse:
    return _decide_on_account(
        request,
        user_id,
        lambda: services.block_account(user_id=user_id, by=request.user),
        "Вход закрыт.",
    )


@require_POST
def user_unblock(request: PortalRequest, user_id: int) -> HttpResponse:
    return _decide_on_account(
        request,
        user_id,
        lambda: services.unblock_account(user_id=user_id, by=request.user),
        "Вход снова открыт.",
    )


@require_POST
def user_role(request: PortalRequest, user_id: int) -> HttpResponse:
    form = RoleForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else None
    if role is None:
        account = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
        messages.warning(request, "Выберите роль из списка.")
        return _back_to(account)
    return _decide_on_account(
        request,
        user_id,
        lambda: services.change_role(user_id=user_id, role=role, by=request.user),
        "Роль изменена.",
    )


def _decide_on_account(
    request: PortalRequest, user_id: int, decide: Callable[[], None], done: str
) -> HttpResponse:
    account = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
    try:
        decide()
        messages.success(request, done)
    except RuleViolation as problem:
        messages.warning(request, str(problem))
    return _back_to(account)


def _back_to(account: User) -> HttpResponse:
    if account.person_id:
        return redirect("accounts:person-detail", account.person_id)
    return redirect("accounts:user-list")


@require_safe
def audit_list(request: PortalRequest) -> HttpResponse:
    lines = AuditEvent.objects.visible_to(request.user).select_related("by__person")
    chosen = AuditFilter(request.GET, queryset=lines, viewer=request.user)
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    context = {"filter": chosen, "page": page, "lines": name_targets(page, request.user)}
    return render(request, "accounts/audit_list.html", context)


@never_cache
@require_safe
@vary_on_headers("HX-Request")
def job_detail(request: PortalRequest, job_id: int) -> HttpResponse:
    """The page of a long work; htmx asks for its fragment each second until it is finished."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    next_page = str(job.result.get("next", "")) if job.state == Job.State.DONE else ""
    if not url_has_allowed_host_and_scheme(next_page, allowed_hosts=None):
        next_page = ""
    template = "_job_progress.html" if request.htmx else "job_detail.html"
    title = JOB_TITLES.get(job.kind, "Длительная работа")
    context = {"job": job, "next_page": next_page, "title": title}
    return render(request, f"accounts/{template}", context)
