"""Decisions about people and access. Each function is one transaction."""

import datetime
import hashlib
import secrets
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import notices, permissions, rules
from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import Invitation, Person, Role, User
from accounts.words import any_case

INVITATION_LASTS = datetime.timedelta(days=7)


class PersonFacts(NamedTuple):
    """What is written down about a person."""

    last_name: str
    first_name: str = ""
    patronymic: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def add_person(*, facts: PersonFacts, by: User) -> Person:
    permissions.check_can_manage_people(by)
    person = Person.objects.create(committee=by.committee, **facts._asdict())
    record_event(action="person-added", target=person, by=by)
    return person


@transaction.atomic
def change_person(*, person_id: int, facts: PersonFacts, by: User) -> Person:
    """The address of the account follows the person's: one may sign in by it."""
    permissions.check_can_manage_people(by)
    person = Person.objects.visible_to(by).select_for_update().get(pk=person_id)
    before = PersonFacts(**{name: getattr(person, name) for name in PersonFacts._fields})
    changed = [name for name in facts._fields if getattr(facts, name) != getattr(before, name)]
    for name in changed:
        setattr(person, name, getattr(facts, name))
    person.save()
    User.objects.filter(person=person).update(email=person.email)
    record_event(action="person-changed", target=person, by=by, fields=changed)
    return person


class InvitationMade(NamedTuple):
    """A new invitation and its token, which nobody will be able to read again."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite_person(
    *, person_id: int, role: str, with_letter: bool, by: User, now: datetime.datetime
) -> InvitationMade:
    """Make a single-use link: to a new account, or to a new password for an existing one.

    Only the newest link of a person works. An existing account keeps its role.

    Raises:
        NotAllowed: `by` is not an administrator.
        RuleViolation: account-blocked, no-address.
    """
    permissions.check_can_manage_people(by)
    person = Person.objects.visible_to(by).select_for_update().get(pk=person_id)
    account = User.objects.filter(person=person).first()
    if account:
        rules.check_account_is_open(account)
        role = account.role
    if with_letter:
        rules.check_has_address(person)

    person.invitation_set.open_at(now).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        role=Role(role),
        token_sha256=hash_token(token),
        created_by=by,
        expires_at=now + INVITATION_LASTS,
    )
    record_event(action="person-invited", target=person, by=by, role=role, invitation=invitation.pk)
    if with_letter:
        notices.queue_invitation(invitation, settings.PORTAL_URL + invitation_path(token))
    return InvitationMade(invitation, token)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_path(token: str) -> str:
    return reverse("accounts:invitation-accept", args=[token])


def find_open_invitation(token: str, now: datetime.datetime) -> Invitation | None:
    """None alike for a token that is unknown, used, withdrawn or expired."""
    known = Invitation.objects.filter(token_sha256=hash_token(token)).open_at(now)
    invitation = known.select_related("person__account", "person__committee").first()
    account = _account_of(invitation.person) if invitation else None
    return None if account and not account.is_active else invitation


def _account_of(person: Person) -> User | None:
    return getattr(person, "account", None)


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: User, now: datetime.datetime) -> None:
    permissions.check_can_manage_people(by)
    visible = Invitation.objects.visible_to(by).select_for_update(of=("self",))
    invitation = visible.get(pk=invitation_id)
    rules.check_invitation_open(invitation, now)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record_event(
        action="invitation-withdrawn", target=invitation.person, by=by, invitation=invitation.pk
    )


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, now: datetime.datetime) -> User:
    """Make the account, or give the existing one its new password. A link works once.

    Two windows may post the same link at the same moment: the conditional UPDATE lets one through.

    Raises:
        RuleViolation: invitation-closed, username-taken.
    """
    invitation = find_open_invitation(token, now)
    spent = invitation and Invitation.objects.filter(pk=invitation.pk).open_at(now).update(
        used_at=now
    )
    if not invitation or not spent:
        raise RuleViolation("invitation-closed", "Ссылка больше не действует.")
    account = _account_of(invitation.person)
    if account:
        account.set_password(password)
        account.save(update_fields=["password"])
    else:
        account = _make_account(invitation, username, password)
    record_event(
        action="invitation-accepted",
        target=invitation.person,
        by=account,
        invitation=invitation.pk,
    )
    return account


def _make_account(invitation: Invitation, username: str, password: str) -> User:
    person = invitation.person
    taken = RuleViolation("username-taken", "Такое имя уже занято. Придумайте другое.")
    # People are told apart by names that differ in more than capital letters.
    if User.objects.filter(any_case("username", username, whole=True)).exists():
        raise taken
    try:
        with transaction.atomic():
            return User.objects.create(
                username=username,
                password=make_password(password),
                email=person.email,
                role=invitation.role,
                committee_id=person.committee_id,
                person=person,
            )
    except IntegrityError:
        raise taken from None


@transaction.atomic
def block_account(*, user_id: int, by: User) -> None:
    """Close the door at once: open sessions end with the next click."""
    account = _account_to_change(user_id, by)
    account.is_active = False
    account.save(update_fields=["is_active"])
    record_event(action="account-blocked", target=account.person or account, by=by)


@transaction.atomic
def unblock_account(*, user_id: int, by: User) -> None:
    account = _account_to_change(user_id, by)
    account.is_active = True
    account.save(update_fields=["is_active"])
    record_event(action="account-unblocked", target=account.person or account, by=by)


@transaction.atomic
def change_role(*, user_id: int, role: str, by: User) -> None:
    account = _account_to_change(user_id, by)
    before, account.role = account.role, Role(role)
    account.save(update_fields=["role"])
    record_event(
        action="account-role-changed",
        target=account.person or account,
        by=by,
        before=before,
        after=role,
    )


def _account_to_change(user_id: int, by: User) -> User:
    permissions.check_can_manage_people(by)
    account = User.objects.visible_to(by).select_for_update(of=("self",)).get(pk=user_id)
    rules.check_not_oneself(account, by)
    return account
