"""Letters wait in the outbox: they survive a dead mail server and die with their decision."""

import copy
import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts import notices, schedule, services
from accounts.locks import held_alone
from accounts.models import Role
from tests.factories.accounts import PersonFactory, UserFactory
from tests.smtp import free_port, mail_server


@pytest.fixture
def port(settings):
    """The mail server of the settings; nobody listens there until a test opens it."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 5  # seconds
    office = copy.deepcopy(settings.POST_OFFICE)
    office["BACKENDS"]["default"] = "django.core.mail.backends.smtp.EmailBackend"
    settings.POST_OFFICE = office
    return settings.EMAIL_PORT


def write_letter(**changed):
    letter = {"to": "deputy@example.test", "subject": "Сводка", "text": "Срок сегодня"}
    return notices.queue_letter(**{**letter, **changed})


@pytest.mark.django_db(transaction=True)
def test_a_letter_outlives_a_dead_mail_server_and_goes_when_it_is_back(port):
    write_letter()

    schedule.send_letters()
    waiting = Email.objects.get()
    with mail_server(port) as server:
        Email.objects.update(scheduled_time=timezone.now())  # a quarter of an hour has passed
        schedule.send_letters()
        schedule.send_letters()

    assert waiting.status == STATUS.requeued
    assert Email.objects.get().status == STATUS.sent
    assert [letter["To"] for letter in server.letters] == ["deputy@example.test"]
    assert server.letters[0]["Subject"] == "Сводка"
    assert server.letters[0].get_content().strip() == "Срок сегодня"


def test_letters_are_tried_for_a_week_of_holidays(settings):
    office = settings.POST_OFFICE

    assert office["MAX_RETRIES"] * office["RETRY_INTERVAL"] >= datetime.timedelta(days=7)


@pytest.mark.django_db
def test_a_decision_taken_back_takes_its_letter_back():
    with transaction.atomic():
        write_letter()
        transaction.set_rollback(True)

    assert not Email.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_people_typed_never_becomes_a_template(port):
    typed = "{% debug %} {{ user }} <b>«Школа & К°»</b>"
    write_letter(subject=typed, text=typed)

    with mail_server(port) as server:
        schedule.send_letters()

    assert server.letters[0]["Subject"].strip() == typed
    assert server.letters[0].get_content().strip() == typed


@pytest.mark.django_db
def test_a_subject_cannot_add_headers():
    write_letter(subject="Сводка\nBcc: all@example.test")

    assert Email.objects.get().subject == "Сводка Bcc: all@example.test"


@pytest.mark.django_db
def test_who_has_no_address_gets_no_letter():
    left = write_letter(to="")

    assert left is False
    assert not Email.objects.exists()


@pytest.mark.django_db
def test_letters_go_for_good_after_ninety_days():
    write_letter(subject="старое")
    Email.objects.update(created=timezone.now() - datetime.timedelta(days=91))
    write_letter(subject="новое")

    schedule.purge_letters()

    assert [letter.subject for letter in Email.objects.all()] == ["новое"]


def invite(**changed):
    person = PersonFactory(email="deputy@example.test")
    admin = UserFactory(role=Role.ADMINISTRATOR, committee=person.committee)
    made = services.invite_person(
        person_id=person.pk, role=Role.EDITOR, with_letter=True, by=admin, now=timezone.now()
    )
    Email.objects.update(**changed)
    return services.invitation_path(made.token)


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_has_left_leaves_no_key_in_the_outbox(port):
    link = invite()
    write_letter()

    with mail_server(port) as server:
        schedule.send_letters()

    kept = Email.objects.get(subject__startswith="Приглашение")
    texts = [letter.get_content() for letter in server.letters]
    assert sum(link in text for text in texts) == 1
    assert kept.status == STATUS.sent
    assert "/invitations/" not in kept.message
    assert Email.objects.exclude(pk=kept.pk).get().message == "Срок сегодня"


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_still_waits_keeps_its_link(port):
    link = invite()

    schedule.send_letters()

    assert link in Email.objects.get().message


@pytest.mark.django_db
def test_an_invitation_that_never_left_is_blanked_when_it_opens_nothing_any_more():
    link = invite(created=timezone.now() - datetime.timedelta(days=8))

    notices.forget_links(now=timezone.now())

    kept = Email.objects.get()
    assert link not in kept.message
    assert kept.status == STATUS.failed


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_a_work_alone_lets_nobody_else_begin_it():
    """On SQLite there is one machine, and lock files do it: nobody is turned away here."""
    many_machines = connection.vendor == "postgresql"

    with held_alone("outbox") as first, held_alone("outbox") as second, held_alone("other") as free:
        pass
    with held_alone("outbox") as afterwards:
        pass

    assert (first, second, free, afterwards) == (True, not many_machines, True, True)
