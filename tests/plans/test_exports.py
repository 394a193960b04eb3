"""A plan leaves the portal as Word, Excel and a calendar, for those who may read it."""

import datetime
import io

import pytest
from docx import Document
from icalendar import Calendar

from accounts.models import Role
from plans.documents.plan_files import read_plan_file
from plans.models import Occurrence, Plan
from plans.reports.outline import plan_outline
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory
from tests.plans.desk import address

pytestmark = pytest.mark.django_db
MOVED = datetime.date(2026, 12, 10)


def body(response):
    return b"".join(response.streaming_content)


def events(client, plan):
    response = client.get(address("plan-export-ics", plan.pk))
    return Calendar.from_ical(body(response)).walk("VEVENT")


@pytest.fixture
def row(section):
    return ActivityFactory(section=section, title="Совещание\nс заместителями")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_file_of_a_draft_says_what_the_draft_says(client, plan, row, kind):
    response = client.get(address(f"plan-export-{kind}", plan.pk))

    assert "attachment" in response["Content-Disposition"]
    again = read_plan_file(body(response), name=f"план.{kind}")
    assert again.as_json()["sections"] == plan_outline(plan).as_json()["sections"]


def test_the_word_file_of_a_draft_says_that_it_is_one(client, plan, row):
    content = body(client.get(address("plan-export-docx", plan.pk)))

    header = Document(io.BytesIO(content)).sections[0].first_page_header
    assert [paragraph.text for paragraph in header.paragraphs] == ["ПРОЕКТ"]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_columns_of_the_file_follow_the_plan(client, plan, row, kind):
    plan.columns = [
        {"field": "title", "caption": "Мероприятия"},
        {"field": "result", "caption": "Итоги"},
        {"field": "deadline", "caption": "Дата проведения"},
    ]
    plan.save()

    content = body(client.get(address(f"plan-export-{kind}", plan.pk)))

    again = read_plan_file(content, name=f"план.{kind}")
    assert again.columns == ["Мероприятия", "Итоги", "Дата проведения"]
    assert again.fields == ["title", "result", "deadline"]


def test_due_dates_are_all_day_events_with_the_wording(client, plan, row):
    OccurrenceFactory(activity=row)

    event = events(client, plan)[0]

    assert event["dtstart"].dt == datetime.date(2026, 11, 30)
    assert event["summary"] == f"{row.number} Совещание"
    assert "с заместителями" in event["description"]
    assert "Срок: до 30.11.2026" in event["description"]


def test_an_event_keeps_its_name_when_the_date_is_moved(client, plan, row):
    due = OccurrenceFactory(activity=row)
    before = events(client, plan)[0]

    due.due_on = MOVED
    due.save()

    after = events(client, plan)[0]
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == MOVED


def test_schools_with_one_date_are_one_event_and_a_moved_one_its_own(client, editor, plan, row):
    schools = SchoolFactory.create_batch(3, committee=editor.committee)
    due = [OccurrenceFactory(activity=row, school=school) for school in schools]
    due[2].due_on = MOVED
    due[2].save()

    found = events(client, plan)

    assert [event["dtstart"].dt for event in found] == [datetime.date(2026, 11, 30), MOVED]
    assert len({event["uid"] for event in found}) == 2
    assert str(schools[2]) in found[1]["description"]
    assert str(schools[2]) not in found[0]["description"]


def test_what_does_not_apply_is_not_in_the_calendar(client, plan, row):
    OccurrenceFactory(activity=row, state=Occurrence.State.NOT_APPLICABLE)

    assert events(client, plan) == []


def test_a_deputy_finds_only_the_dates_of_their_school(client, editor, row):
    deputy = UserFactory(role=Role.DEPUTY, committee=editor.committee)
    plan = row.section.plan
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.APPROVED)
    OccurrenceFactory(activity=row, school=SchoolFactory(committee=editor.committee))
    client.force_login(deputy)

    assert events(client, plan) == []


def test_a_long_plan_is_exported_in_as_many_queries_as_a_short_one(
    client, editor, django_assert_max_num_queries
):
    plan = PlanFactory(committee=editor.committee)
    for _ in range(4):
        ActivityFactory.create_batch(10, section=SectionFactory(plan=plan))

    with django_assert_max_num_queries(12):
        client.get(address("plan-export-docx", plan.pk))
