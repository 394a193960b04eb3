"""An invitation: a single-use link that makes an account, or gives it a new password."""

import datetime
import re

import pytest
from django.db import connection
from django.utils import timezone
from post_office.models import Email

from accounts import services
from accounts.errors import NotAllowed, RuleViolation
from accounts.models import AuditEvent, Invitation, Role, User
from tests.factories.accounts import PersonFactory, UserFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
PASSWORD = "тихий-лес-и-река"


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


def invite(administrator, person=None, *, role=Role.DEPUTY, with_letter=False, now=None):
    person = person or PersonFactory(committee=administrator.committee)
    return services.invite_person(
        person_id=person.pk,
        role=role,
        with_letter=with_letter,
        by=administrator,
        now=now or timezone.now(),
    )


def answers(**changed):
    return {
        "username": "новичок",
        "password": PASSWORD,
        "password_again": PASSWORD,
        **changed,
    }


def accept(made, **changed):
    facts = {"token": made.token, "username": "новичок", "password": PASSWORD}
    return services.accept_invitation(**{**facts, "now": timezone.now(), **changed})


def test_the_link_makes_an_account_of_the_invited_role_and_lets_in(client, administrator):
    made = invite(administrator, role=Role.HEAD)

    response = client.post(services.invitation_path(made.token), answers(), follow=True)

    account = User.objects.get(username="новичок")
    assert response.context["user"] == account
    assert (account.role, account.committee, account.person, account.email) == (
        Role.HEAD,
        administrator.committee,
        made.invitation.person,
        made.invitation.person.email,
    )
    assert account.check_password(PASSWORD)


def test_only_the_hash_of_the_token_is_kept(administrator):
    made = invite(administrator, with_letter=False)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        kept = str(cursor.fetchall())

    assert made.token not in kept
    assert services.hash_token(made.token) in kept


def test_the_link_is_shown_once_and_works_without_any_mail(client, administrator):
    person = PersonFactory(committee=administrator.committee, email="")
    client.force_login(administrator)
    shown = client.post(f"/people/{person.pk}/invite/", {"role": "observer"}).content.decode()
    link = re.search(r"http://testserver(/welcome/[\w-]+/)", shown)[1]

    shown_again = client.get(f"/people/{person.pk}/").content.decode()
    client.logout()
    taken = client.post(link, answers())

    assert link not in shown_again
    assert taken.status_code == 302
    assert User.objects.get(person=person).role == Role.OBSERVER
    assert not Email.objects.exists()


def test_the_letter_with_the_link_waits_in_the_outbox(administrator):
    person = PersonFactory(committee=administrator.committee, last_name="О'Хара {{ 1 }}")

    made = invite(administrator, person, with_letter=True)

    letter = Email.objects.get()
    assert letter.to == [person.email]
    assert services.invitation_path(made.token) in letter.message
    assert "О'Хара {{ 1 }}" in letter.message


def test_two_windows_that_accept_at_the_same_moment_make_one_account(administrator):
    """The other window wins exactly between our look at the invitation and our mark on it."""
    made = invite(administrator)
    rivals = []

    def the_other_is_quicker(execute, sql, params, many, context):
        if sql.startswith('UPDATE "accounts_invitation"') and not rivals:
            rivals.append("быстрый")
            accept(made, username=rivals[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(the_other_is_quicker):
        code = refusal(accept, made)

    assert code == "invitation-closed"
    assert rivals
    assert not User.objects.filter(username="новичок").exists()


@pytest.mark.parametrize("spoil", ["used", "withdrawn", "expired", "superseded", "unknown"])
def test_a_link_that_no_longer_works_always_gets_the_same_friendly_page(
    spoil, client, administrator
):
    made = invite(administrator)
    row = Invitation.objects.filter(pk=made.invitation.pk)
    now = timezone.now()
    if spoil == "used":
        accept(made)
    elif spoil == "withdrawn":
        services.withdraw_invitation(invitation_id=row.get().pk, by=administrator, now=now)
    elif spoil == "expired":
        row.update(expires_at=now - datetime.timedelta(seconds=1))
    elif spoil == "superseded":
        invite(administrator, made.invitation.person)
    token = "never-issued" if spoil == "unknown" else made.token

    opened = client.get(services.invitation_path(token))
    posted = client.post(services.invitation_path(token), answers(username="другой"))

    assert (opened.status_code, posted.status_code) == (404, 404)
    assert "Ссылка больше не действует" in opened.content.decode()
    assert "Ссылка больше не действует" in posted.content.decode()
    assert not User.objects.filter(username="другой").exists()


def test_a_taken_name_is_said_at_its_field_and_the_link_still_works(client, administrator):
    made = invite(administrator)
    UserFactory(username="Новичок")

    refused = client.post(services.invitation_path(made.token), answers())
    taken = client.post(services.invitation_path(made.token), answers(username="новичок2"))

    assert refused.status_code == 422
    assert refused.context["form"].has_error("username", "username-taken")
    assert taken.status_code == 302


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"password_again": "другое-слово"}, "password_again", id="typed differently"),
        pytest.param({"password": "коротко", "password_again": "коротко"}, "password", id="short"),
        pytest.param({"username": "с пробелом"}, "username", id="a blank in the name"),
        pytest.param(
            {"username": "тихий-лес-и-река", "password": PASSWORD}, "password", id="like the name"
        ),
    ],
)
def test_answers_that_cannot_be_taken_are_said_at_their_field(
    changed, field, client, administrator
):
    made = invite(administrator)

    response = client.post(services.invitation_path(made.token), answers(**changed))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'id="error_1_id_{field}"' in response.content.decode()
    assert f'aria-describedby="id_{field}' in response.content.decode()


def test_for_someone_with_an_account_the_link_sets_a_new_password_and_nothing_else(
    client, administrator
):
    deputy = UserFactory(role=Role.DEPUTY, committee=administrator.committee)
    made = invite(administrator, deputy.person, role=Role.ADMINISTRATOR)

    client.post(services.invitation_path(made.token), answers())

    deputy.refresh_from_db()
    assert deputy.check_password(PASSWORD)
    assert deputy.role == Role.DEPUTY
    assert not User.objects.filter(username="новичок").exists()


def test_a_link_does_not_open_a_blocked_account(client, administrator):
    deputy = UserFactory(role=Role.DEPUTY, committee=administrator.committee)
    made = invite(administrator, deputy.person)
    services.block_account(user_id=deputy.pk, by=administrator)

    response = client.post(services.invitation_path(made.token), answers())

    assert response.status_code == 404
    assert refusal(invite, administrator, deputy.person) == "account-blocked"


def test_a_letter_needs_an_address(administrator):
    person = PersonFactory(committee=administrator.committee, email="")

    assert refusal(invite, administrator, person, with_letter=True) == "no-address"
    assert not Invitation.objects.exists()


def test_every_step_leaves_a_line_in_the_persons_story(administrator):
    person = PersonFactory(committee=administrator.committee)
    first = invite(administrator, person)
    services.withdraw_invitation(
        invitation_id=first.invitation.pk, by=administrator, now=timezone.now()
    )
    account = accept(invite(administrator, person))

    services.change_role(user_id=account.pk, role=Role.EDITOR, by=administrator)
    services.block_account(user_id=account.pk, by=administrator)
    services.unblock_account(user_id=account.pk, by=administrator)

    story = AuditEvent.objects.about(person).order_by("pk")
    assert [(line.action, line.by) for line in story] == [
        ("person-invited", administrator),
        ("invitation-withdrawn", administrator),
        ("person-invited", administrator),
        ("invitation-accepted", account),
        ("account-role-changed", administrator),
        ("account-blocked", administrator),
        ("account-unblocked", administrator),
    ]
    assert {line.committee for line in story} == {administrator.committee}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HEAD, Role.DEPUTY, Role.OBSERVER])
def test_nobody_but_the_administrator_decides_about_access(role):
    other = UserFactory(role=role)
    guest = PersonFactory(committee=other.committee)
    account = UserFactory(committee=other.committee)

    with pytest.raises(NotAllowed):
        invite(other, guest)
    with pytest.raises(NotAllowed):
        services.block_account(user_id=account.pk, by=other)
    with pytest.raises(NotAllowed):
        services.change_role(user_id=account.pk, role=Role.HEAD, by=other)


def test_administrators_neither_block_nor_demote_themselves(administrator):
    assert refusal(services.block_account, user_id=administrator.pk, by=administrator) == "oneself"
    with pytest.raises(RuleViolation):
        services.change_role(user_id=administrator.pk, role=Role.OBSERVER, by=administrator)


def test_a_blocked_account_is_out_with_the_next_click(client, administrator):
    deputy = UserFactory(role=Role.DEPUTY, committee=administrator.committee)
    client.force_login(deputy)
    before = client.get("/").status_code

    services.block_account(user_id=deputy.pk, by=administrator)

    assert before == 200
    assert client.get("/").status_code == 302


def test_no_role_is_chosen_beforehand(client, administrator):
    """Nobody becomes an administrator because somebody was in a hurry."""
    person = PersonFactory(committee=administrator.committee)
    client.force_login(administrator)

    response = client.post(f"/people/{person.pk}/invite/", {"role": ""})

    assert response.status_code == 422
    assert not Invitation.objects.exists()
