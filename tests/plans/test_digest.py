"""One letter a morning: who gets it, what is in it, and never twice."""

import datetime
import io
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from post_office.models import STATUS, Email

from plans import notices, schedule
from plans.deadlines.due import DueLine
from plans.models import Digest, Occurrence, Plan, Responsibility, RoleGroup
from plans.services import digests, occurrences
from schools.models import Post
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.plans import (
    ActivityFactory,
    OccurrenceFactory,
    PlanFactory,
    SectionFactory,
)
from tests.factories.schools import PostFactory, SchoolFactory

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def section():
    plan = PlanFactory(status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


def due(section, due_on, *answers, school=None, **texts):
    """An activity due on a day; each answer is a person or a group, or a pair with a role."""
    activity = ActivityFactory(section=section, **texts)
    for answer in answers:
        who, role = answer if isinstance(answer, tuple) else (answer, "lead")
        field = "group" if isinstance(who, RoleGroup) else "person"
        Responsibility.objects.create(activity=activity, role=role, wording="…", **{field: who})
    return OccurrenceFactory(activity=activity, planned_on=due_on, school=school)


def person_of(section, **fields):
    return PersonFactory(committee=section.plan.committee, **fields)


def letters():
    return {letter.to[0]: letter for letter in Email.objects.order_by("pk")}


# What is in it -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_letter_tells_of_today_the_coming_week_and_what_is_overdue(section, settings):
    settings.PORTAL_URL = "https://portal.example"
    reader = person_of(section)
    due(section, TODAY, reader, title="Сегодняшнее дело")
    due(section, TODAY + 7 * DAY, reader, title="Дело недели")
    due(section, TODAY + 8 * DAY, reader, title="Далёкое дело")
    due(section, TODAY - 5 * DAY, reader, title="Забытое дело")

    sent = digests.send_morning_digests(today=TODAY)

    text = letters()[reader.email].message
    parts = [text.index(words) for words in ("Забытое", "Сегодняшнее", "Дело недели")]
    assert sent == 1
    assert parts == sorted(parts)
    assert "Далёкое" not in text
    assert "30.11.2026: " in text
    assert "https://portal.example/plans/occurrences/" in text
    assert letters()[reader.email].subject == "План на 23.11.2026: сегодня 1, просрочено 1"


@pytest.mark.django_db
def test_what_people_typed_reaches_the_letter_as_they_typed_it(section):
    reader = person_of(section)
    due(section, TODAY, reader, title="Сверка <5А> & {{ 7|add:7 }} {% now 'Y' %}")

    digests.send_morning_digests(today=TODAY)

    text = letters()[reader.email].message
    assert "Сверка <5А> & {{ 7|add:7 }} {% now 'Y' %}" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"state": "done", "done_at": timezone.now()}, id="done"),
        pytest.param({"state": "not-applicable"}, id="not needed"),
    ],
)
def test_what_is_settled_is_not_reminded_of(section, change):
    occurrence = due(section, TODAY, person_of(section))
    if "done_at" in change:
        change = change | {"done_by": UserFactory(committee=section.plan.committee)}
    Occurrence.objects.filter(pk=occurrence.pk).update(**change)

    assert digests.send_morning_digests(today=TODAY) == 0


@pytest.mark.django_db
def test_drafts_and_removed_rows_remind_nobody(section):
    due(section, TODAY, person_of(section))
    removed = due(section, TODAY, person_of(section))
    removed.activity.deleted_at = timezone.now()
    removed.activity.save()
    Plan.objects.update(status=Plan.Status.REVIEW)
    on_review = digests.send_morning_digests(today=TODAY)

    Plan.objects.update(status=Plan.Status.APPROVED)
    approved = digests.send_morning_digests(today=TODAY)

    assert (on_review, approved) == (0, 1)


# Who gets it -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_leads_and_co_executors_read_of_what_comes_controllers_of_what_is_late(section):
    lead, helper, controller = (person_of(section) for _ in range(3))
    answers = (lead, (helper, "co-executor"), (controller, "control"))
    due(section, TODAY, *answers, title="Впереди")
    due(section, TODAY - DAY, *answers, title="Просрочено давно")

    digests.send_morning_digests(today=TODAY)

    found = {address: "Впереди" in letter.message for address, letter in letters().items()}
    assert found == {lead.email: True, helper.email: True, controller.email: False}
    assert "Просрочено давно" in letters()[controller.email].message


@pytest.mark.django_db
def test_a_group_of_school_heads_reads_each_of_its_own_school(section):
    committee = section.plan.committee
    schools = [SchoolFactory(committee=committee, short_name=f"СОШ {n}") for n in (1, 2)]
    heads = [person_of(section) for _ in schools]
    for school, head in zip(schools, heads, strict=True):
        PostFactory(school=school, person=head, role=Post.Role.HEAD)
        PostFactory(school=school, person=person_of(section), role=Post.Role.DEPUTY)
    left = person_of(section)
    PostFactory(school=schools[0], person=left, role=Post.Role.TEACHER)
    group = RoleGroup.objects.create(committee=committee, name="Руководители ОО",
                                     members="school-heads")  # fmt: skip
    activity = ActivityFactory(section=section, readings=[{"kind": "by", "by": TODAY.isoformat()}])
    Responsibility.objects.create(activity=activity, wording="Руководители ОО", group=group)
    occurrences.refresh_occurrences(section.plan_id)

    digests.send_morning_digests(today=TODAY)

    texts = {address: letter.message for address, letter in letters().items()}
    assert set(texts) == {head.email for head in heads}
    assert "(СОШ 1)" in texts[heads[0].email]
    assert "СОШ 2" not in texts[heads[0].email]


@pytest.mark.django_db
def test_a_row_for_many_schools_is_one_line_to_whom_it_concerns_as_a_whole(section):
    reader = person_of(section)
    activity = due(section, TODAY, reader, title="Дело всех школ").activity
    Occurrence.objects.all().delete()
    for _ in range(7):
        school = SchoolFactory(committee=section.plan.committee)
        OccurrenceFactory(activity=activity, planned_on=TODAY, school=school)

    digests.send_morning_digests(today=TODAY)

    text = letters()[reader.email].message
    assert text.count("Дело всех школ") == 1
    assert "(7\u00a0школ)" in text


@pytest.mark.django_db
def test_members_of_a_listed_group_get_it_those_without_an_address_do_not(section):
    member, silent = person_of(section), person_of(section, email="")
    group = RoleGroup.objects.create(committee=section.plan.committee, name="Рабочая группа")
    group.people.set([member, silent])
    due(section, TODAY, group)

    sent = digests.send_morning_digests(today=TODAY)

    assert (sent, set(letters())) == (1, {member.email})
    assert not Digest.objects.filter(person=silent).exists()


@pytest.mark.django_db
def test_many_due_dates_take_as_many_queries_as_few(section, django_assert_max_num_queries):
    group = RoleGroup.objects.create(committee=section.plan.committee, name="Рабочая группа")
    reader = person_of(section)
    group.people.add(reader)
    for n in range(30):
        due(section, TODAY + DAY * (n % 5), group)

    with django_assert_max_num_queries(20):
        digests.send_morning_digests(today=TODAY)

    assert Digest.objects.get().entries == 30


# Once --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_day_brings_no_second_letter_the_next_one_does(section):
    due(section, TODAY - DAY, person_of(section))

    sent = [digests.send_morning_digests(today=day) for day in (TODAY, TODAY, TODAY + DAY, TODAY)]

    assert sent == [1, 0, 1, 0]
    assert Email.objects.count() == 2


@pytest.mark.django_db
def test_a_letter_that_cannot_be_written_leaves_no_mark_and_goes_later(section, settings):
    due(section, TODAY, person_of(section))
    settings.PORTAL_URL = None  # the link cannot be made

    with pytest.raises(TypeError):
        digests.send_morning_digests(today=TODAY)
    settings.PORTAL_URL = "https://portal.example"

    assert not Digest.objects.exists()
    assert digests.send_morning_digests(today=TODAY) == 1


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


def a_line():
    return [DueLine(TODAY, "1", "Дело")]


@pytest.mark.django_db(transaction=True)
def test_of_schedulers_that_run_at_once_one_writes_to_a_person():
    person = PersonFactory()

    outcomes = race(lambda: notices.send_digest(person=person, day=TODAY, lines=a_line()))

    assert sorted(outcomes) == [False] * (SCHEDULERS - 1) + [True]
    assert Email.objects.count() == 1
    assert Digest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whole_runs_at_once_write_to_each_person_once():
    section = SectionFactory(plan=PlanFactory(status=Plan.Status.APPROVED))
    readers = [person_of(section) for _ in range(4)]
    for reader in readers:
        due(section, TODAY, reader)

    race(lambda: digests.send_morning_digests(today=TODAY))

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
    section = SectionFactory(plan=PlanFactory(status=Plan.Status.APPROVED))
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
