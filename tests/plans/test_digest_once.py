"""One letter a day: never twice, never none, whoever runs the clock."""

import datetime
import io
import logging
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from post_office.models import STATUS, Email

from plans import notices, schedule
from plans.deadlines.due import DueLine, Letter
from plans.models import Digest, ReminderChoice
from plans.services import digests
from tests.factories.accounts import PersonFactory
from tests.plans.reminding import DAY, TODAY, approved_section, due, letters, person_of


@pytest.fixture
def section():
    return approved_section()


@pytest.mark.django_db
def test_the_same_day_brings_no_second_letter_the_next_one_does(section):
    due(section, TODAY - DAY, person_of(section))

    days = (TODAY, TODAY, TODAY + DAY, TODAY)
    sent = [digests.send_digests(today=day).letters for day in days]

    assert sent == [1, 0, 1, 0]
    assert Email.objects.count() == 2


@pytest.mark.django_db
def test_a_letter_that_cannot_be_written_leaves_no_mark_and_goes_later(section, settings):
    due(section, TODAY, person_of(section))
    settings.PORTAL_URL = None  # the link cannot be made

    first = digests.send_digests(today=TODAY)
    settings.PORTAL_URL = "https://portal.example"
    second = digests.send_digests(today=TODAY)

    assert (first.letters, first.failed) == (0, 1)
    assert (second.letters, second.failed) == (1, 0)


@pytest.mark.django_db
def test_one_letter_that_fails_does_not_stop_the_rest(section, monkeypatch, caplog):
    readers = [person_of(section, last_name="Тайнов") for _ in range(3)]
    for reader in readers:
        due(section, TODAY, reader)
    readers[1].email = "не адрес, хотя и с @"
    readers[1].save()

    with caplog.at_level(logging.WARNING):
        sent = digests.send_digests(today=TODAY)

    assert (sent.letters, sent.failed) == (2, 1)
    assert set(letters()) == {readers[0].email, readers[2].email}
    assert not Digest.objects.filter(person=readers[1]).exists()
    assert f"person {readers[1].pk}" in caplog.text
    assert "Тайнов" not in caplog.text
    assert "@" not in caplog.text


SCHEDULERS = 6


def race(work):
    """Every scheduler lets go at the same moment; what each of them did, in no order."""
    start, outcomes = threading.Barrier(SCHEDULERS), []

    def scheduler():
        start.wait()
        try:
            outcomes.append(patient(work))
        finally:
            connection.close()

    threads = [threading.Thread(target=scheduler) for _ in range(SCHEDULERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def patient(work):
    """SQLite in memory answers "locked" at once where a file would make the writer wait."""
    while True:
        try:
            return work()
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise


def a_letter():
    return Letter(TODAY, today=(DueLine(TODAY, "1", "Дело"),))


@pytest.mark.django_db(transaction=True)
def test_of_schedulers_that_run_at_once_one_writes_to_a_person():
    person = PersonFactory()

    outcomes = race(lambda: notices.send_digest(person=person, letter=a_letter()))

    assert sorted(outcomes) == [False] * (SCHEDULERS - 1) + [True]
    assert Email.objects.count() == 1
    assert Digest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whole_runs_at_once_write_to_each_person_once():
    section = approved_section()
    readers = [person_of(section) for _ in range(4)]
    for reader in readers:
        due(section, TODAY, reader)

    race(lambda: digests.send_digests(today=TODAY))
    digests.send_digests(today=TODAY)  # the next run: who found the database busy is tried again

    assert sorted(letter.to[0] for letter in Email.objects.all()) == sorted(
        reader.email for reader in readers
    )


@pytest.mark.django_db(transaction=True)
def test_without_the_unique_row_the_same_race_writes_more_letters():
    """The control: what the letters would be if only "has it been sent?" was asked."""
    person = PersonFactory()
    looked = threading.Barrier(SCHEDULERS)

    def unguarded():
        sent = Digest.objects.filter(person=person, day=TODAY).exists()
        looked.wait()
        if not sent:
            patient(lambda: notices.queue_letter(to=person.email, subject="Сводка", text="Дело"))

    race(unguarded)

    assert Email.objects.count() == SCHEDULERS


# The clock and the command -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "sent"), [(7, 0), (8, 1), (23, 1)])
def test_nothing_leaves_before_the_hour_of_the_morning(section, settings, monkeypatch, hour, sent):
    settings.DIGEST_HOUR = 8
    due(section, TODAY, person_of(section))
    moment = datetime.datetime.combine(TODAY, datetime.time(hour), timezone.get_current_timezone())
    monkeypatch.setattr(schedule.timezone, "localtime", lambda: moment)

    schedule.send_digests()

    assert Email.objects.count() == sent


def test_the_clock_knows_the_digests():
    assert schedule.send_digests.name == "plans.schedule.send_digests"


@pytest.mark.django_db(transaction=True)
def test_the_command_sends_the_letters_of_a_day_and_says_so(settings):
    section = approved_section()
    due(section, TODAY, person_of(section))
    said = []

    for _ in range(2):
        out = io.StringIO()
        call_command("run_due", date=TODAY, stdout=out)
        said.append(out.getvalue())

    assert "Сводки за 23.11.2026: 1." in said[0]
    assert "Писем отправлено: 1, ждут отправки: 0." in said[0]
    assert "Сводки за 23.11.2026: 0." in said[1]
    assert [letter.status for letter in Email.objects.all()] == [STATUS.sent]


@pytest.mark.django_db(transaction=True)
def test_the_command_keeps_to_the_hour_it_is_told_and_to_the_calendar():
    section = approved_section()
    early, late = (person_of(section) for _ in range(2))
    for reader, hour in ((early, 6), (late, 15)):
        due(section, TODAY, reader)
        ReminderChoice.objects.create(person=reader, hour=hour, kinds=["today"])

    said = [run_due(date=TODAY, hour=10), run_due(date=TODAY - DAY), run_due(date=TODAY)]

    assert "Сводки за 23.11.2026: 1." in said[0]
    assert "Выходной по календарю, комитетов: 1." in said[1]
    assert "Сводки за 22.11.2026: 0." in said[1]
    assert "Сводки за 23.11.2026: 1." in said[2]


def test_an_hour_that_no_clock_has_is_refused():
    with pytest.raises(CommandError, match="от 0 до 23"):
        call_command("run_due", "--hour", "24")


def run_due(**options):
    out = io.StringIO()
    call_command("run_due", stdout=out, **options)
    return out.getvalue()
