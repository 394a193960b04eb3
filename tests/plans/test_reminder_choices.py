"""How people and committees want to be reminded, and what the calendar has to say."""

import datetime

import pytest
from post_office.models import Email

from accounts.models import Role
from plans.deadlines.horizons import Reminding, horizons_of, kind_of
from plans.deadlines.readings import Reading
from plans.models import CalendarDay, Digest, PlanSettings, ReminderChoice
from plans.services import digests
from schools.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.reminding import DAY, TODAY, approved_section, due, letters, person_of, text_to

FRIDAY, SATURDAY, SUNDAY = (TODAY - DAY * n for n in (3, 2, 1))
EVERYTHING = list(ReminderChoice.About.values)


@pytest.fixture
def section():
    return approved_section()


def choose(person, **choice):
    given = {"hour": 8, "kinds": EVERYTHING} | choice
    return ReminderChoice.objects.create(person=person, **given)


def sent_at(hour, day=TODAY):
    return digests.send_digests(today=day, hour=hour).letters


# The hour ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_gets_the_letter_at_the_hour_of_their_own_choice(section, settings):
    settings.DIGEST_HOUR = 8
    usual, early, late = (person_of(section) for _ in range(3))
    choose(early, hour=6)
    choose(late, hour=17)
    for reader in (usual, early, late):
        due(section, TODAY, reader)

    by_hour = {hour: sent_at(hour) for hour in (5, 6, 8, 16, 17)}

    assert by_hour == {5: 0, 6: 1, 8: 1, 16: 0, 17: 1}


@pytest.mark.django_db
def test_an_hour_missed_by_a_stopped_server_is_caught_up_on_the_same_day(section):
    reader = person_of(section)
    choose(reader, hour=6)
    due(section, TODAY, reader)

    assert sent_at(21) == 1
    assert sent_at(22) == 0


@pytest.mark.django_db
def test_the_letter_is_written_when_it_leaves_not_in_the_morning(section):
    reader = person_of(section)
    choose(reader, hour=14)
    done, moved = (due(section, TODAY, reader, title=title) for title in ("Сделано", "Перенесено"))
    before = sent_at(8)

    done.state = "not-applicable"
    done.save()
    moved.due_on = TODAY + 2 * DAY
    moved.save()
    sent_at(14)

    assert before == 0
    assert "Сделано" not in text_to(reader)
    assert "25.11.2026: " in text_to(reader)


# What about --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_letters_that_are_not_wanted_do_not_come(section):
    reader = person_of(section)
    choose(reader, is_off=True)
    due(section, TODAY, reader)

    assert sent_at(23) == 0
    assert not Digest.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        pytest.param("today", "Сегодняшнее дело", id="today"),
        pytest.param("ahead", "Дело недели", id="ahead"),
        pytest.param("overdue", "Забытое дело", id="overdue"),
        pytest.param("control", "Чужое просроченное", id="control"),
    ],
)
def test_a_letter_tells_only_of_what_was_chosen(section, kind, told):
    reader = person_of(section)
    choose(reader, kinds=[kind])
    due(section, TODAY, reader, title="Сегодняшнее дело")
    due(section, TODAY + 3 * DAY, reader, title="Дело недели")
    due(section, TODAY - 3 * DAY, reader, title="Забытое дело")
    due(section, TODAY - 9 * DAY, (reader, "control"), title="Чужое просроченное")

    sent_at(8)

    titles = ("Сегодняшнее дело", "Дело недели", "Забытое дело", "Чужое просроченное")
    assert [title for title in titles if title in text_to(reader)] == [told]


@pytest.mark.django_db
def test_what_waits_in_other_rooms_of_the_portal_stands_in_the_same_letter(settings):
    settings.PORTAL_URL = "https://portal.example"
    school = SchoolFactory()
    deputy = make_deputy(school)
    case = Case.objects.create(
        school=school, year=2026, title="Завышенный средний балл",
        opened_by=UserFactory(committee=school.committee),
    )  # fmt: skip

    sent = sent_at(8)

    text = text_to(deputy.person)
    assert sent == 1
    assert f"https://portal.example{case.get_absolute_url()}" in text
    assert text.index("Ждёт вас в портале:") < text.index(case.get_absolute_url())


@pytest.mark.django_db
def test_nobody_reads_of_what_waits_for_somebody_else_or_in_a_closed_account(section):
    school = SchoolFactory(committee=section.plan.committee)
    closed = make_deputy(school, is_active=False)
    neighbour = make_deputy(SchoolFactory(committee=section.plan.committee))
    Case.objects.create(school=school, year=2026, title="Случай", opened_by=closed)
    for person in (closed.person, neighbour.person):
        due(section, TODAY, person)

    sent_at(8)

    assert len(letters()) == 2
    assert not any("Случай" in letter.message for letter in letters().values())


@pytest.mark.django_db
def test_a_due_date_of_a_school_is_told_once_and_not_again_as_waiting(section):
    school = SchoolFactory(committee=section.plan.committee)
    deputy = make_deputy(school)
    due(section, TODAY, deputy.person, school=school, title="Дело школы")

    sent_at(8)

    assert text_to(deputy.person).count("Дело школы") == 1


# How far ahead -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "reading", "kind"),
    [
        pytest.param("each:2026-10", Reading("each", every="month"), "each", id="recurring"),
        pytest.param("event:7", Reading("event"), "event", id="event"),
        pytest.param("work:41", Reading("schedule"), "schedule", id="schedule"),
        pytest.param("period", Reading("throughout"), "throughout", id="throughout"),
        pytest.param("date:2026-11-30", Reading("on", on=TODAY + 7 * DAY), "on", id="on a day"),
        pytest.param(
            "date:2026-11-30",
            Reading("within", start=TODAY, end=TODAY + 7 * DAY),
            "within",
            id="within",
        ),
        pytest.param("date:2026-11-30", Reading("by", by=TODAY), "by", id="its reading is gone"),
    ],
)
def test_the_kind_of_a_due_date_is_the_kind_of_the_reading_it_came_from(source, reading, kind):
    assert kind_of(source, [Reading("unknown"), reading]) == kind


def test_a_committee_changes_some_horizons_and_keeps_the_others():
    horizons = horizons_of({"by": 10, "each": 500, "within": "много", "weather": 3})

    assert (horizons["by"], horizons["each"], horizons["within"]) == (10, 5, 14)
    assert "weather" not in horizons


@pytest.mark.parametrize(
    ("day", "next_letter_on", "told"),
    [
        pytest.param(TODAY, TODAY + DAY, TODAY + DAY, id="on Monday of Tuesday"),
        pytest.param(FRIDAY, TODAY, TODAY, id="on Friday of Monday, for Sunday brings no letter"),
    ],
)
def test_before_quiet_days_the_horizon_is_never_shorter_than_needed(day, next_letter_on, told):
    reminding = Reminding(day, next_letter_on, horizons={"by": 1})

    assert reminding.tells_of(told, "by")
    assert not reminding.tells_of(told + DAY, "by")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "days"),
    [
        pytest.param("each:2026-11", 5, id="recurring"),
        pytest.param("event:1", 3, id="after an event"),
        pytest.param("period", 14, id="all the time"),
        pytest.param("date:2026-12-01", 10, id="a date, as the committee has it"),
    ],
)
def test_the_letter_looks_as_far_ahead_as_the_kind_of_the_deadline(section, source, days):
    PlanSettings.objects.create(committee=section.plan.committee, horizons={"by": 10})
    reader = person_of(section)
    due(section, TODAY + days * DAY, reader, source=source, title="Уже пора сказать")
    due(section, TODAY + (days + 1) * DAY, reader, source=source, title="Ещё рано")

    sent_at(8)

    assert "Уже пора сказать" in text_to(reader)
    assert "Ещё рано" not in text_to(reader)


# Quiet days --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_weekends_and_holidays_are_quiet_and_the_next_working_day_tells_it_all(section):
    reader = person_of(section)
    due(section, SATURDAY, reader, title="Субботнее дело")

    sent = [sent_at(8, day) for day in (FRIDAY, SATURDAY, SUNDAY, TODAY)]
    holiday = sent_at(8, datetime.date(2027, 1, 4))

    assert sent == [1, 0, 0, 1]
    assert holiday == 0
    assert all("Субботнее дело" in letter.message for letter in Email.objects.all())


@pytest.mark.django_db
def test_the_committees_own_calendar_wins(section):
    reader = person_of(section)
    due(section, TODAY, reader)
    committee = section.plan.committee
    CalendarDay.objects.create(committee=committee, day=SUNDAY, is_working=True)
    CalendarDay.objects.create(committee=committee, day=TODAY, is_working=False)

    assert [sent_at(8, day) for day in (SUNDAY, TODAY)] == [1, 0]


# The head's week ---------------------------------------------------------------------------------


@pytest.fixture
def head(section):
    return UserFactory(role=Role.HEAD, committee=section.plan.committee)


@pytest.mark.django_db
def test_the_head_reads_of_the_week_and_of_the_worst_ten_once_a_week(section, head):
    for days in range(1, 13):
        due(section, TODAY - days * DAY, title=f"Дело на {days} д.", responsible="Отдел качества")

    sent = [digests.send_digests(today=TODAY + DAY * n) for n in range(4)]

    text = text_to(head.person)
    places = [text.index(f"Дело на {days} д.") for days in range(12, 2, -1)]
    assert [(one.letters, one.weekly) for one in sent] == [(1, 1), (0, 0), (0, 0), (0, 0)]
    assert places == sorted(places)
    assert "Дело на 2 д." not in text
    assert "просрочено 12" in text
    assert "Отвечают: Отдел качества" in text


@pytest.mark.django_db
def test_the_heads_week_and_day_are_one_letter(section, head):
    due(section, TODAY, head.person, title="Совещание")

    sent = digests.send_digests(today=TODAY)

    kinds = Digest.objects.values_list("kind", flat=True)
    assert (sent.letters, Email.objects.count()) == (1, 1)
    assert sorted(kinds) == ["morning", "weekly"]
    assert letters()[head.person.email].subject == "Итоги недели и план на 23.11.2026: сегодня 1"


@pytest.mark.django_db
def test_after_a_monday_off_the_week_is_told_on_its_first_working_day(section, head):
    CalendarDay.objects.create(committee=section.plan.committee, day=TODAY, is_working=False)

    sent = [digests.send_digests(today=TODAY + DAY * n).weekly for n in (0, 1, 2, 7)]

    assert sent == [0, 1, 0, 1]


@pytest.mark.django_db
def test_a_head_who_does_not_want_the_week_gets_only_their_own_dates(section, head):
    choose(head.person, kinds=["today"])
    due(section, TODAY - DAY, title="Просрочено у других")

    assert digests.send_digests(today=TODAY).letters == 0
