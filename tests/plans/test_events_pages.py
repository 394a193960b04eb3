"""The pages of events, schedules and what deadlines wait for."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import EventDate, Occurrence, Plan, Schedule
from plans.reports.suggesting import known_to, suggest
from plans.reports.waits import waits_of
from plans.services import events, schedules
from tests.factories.assessments import ProcedureFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.plans.dated_rows import after, lines, waits_for
from tests.plans.desk import HTMX, address, page

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 11, 23, 6, tzinfo=datetime.UTC)
STATE = Occurrence.State
SCHEDULED = {"kind": "schedule"}


@pytest.fixture
def approved(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


@pytest.fixture
def event(editor):
    return events.create_event(name="Результаты получены", by=editor)


def awaiting(section, event, offset=3):
    return waits_for(ActivityFactory(section=section, readings=[after(offset)]), event=event)


def record(event, by, on=TODAY, **fields):
    return events.record_date(event_id=event.pk, on=on, by=by, **fields)


def answers(activity, person):
    activity.responsibilities.create(wording="Ответственный", person=person, role="lead")
    return person


def test_an_editor_links_a_row_as_proposed_by_its_words(client, approved, editor):
    procedure = ProcedureFactory(
        committee=editor.committee, year=2027, starts_on=datetime.date(2027, 4, 15),
        ends_on=datetime.date(2027, 5, 20),
    )  # fmt: skip
    got = events.create_event(name="Получение результатов", by=editor)
    activity = ActivityFactory(
        section=approved, readings=[SCHEDULED, after(15)],
        deadline="По графику ВПР и в течение 15 дней после получения результатов",
    )  # fmt: skip
    form = address("activity-waits", activity.pk)

    offered = page(client.get(form))
    response = client.post(
        form,
        {
            "version": "1", "seen_0": "", "what_0": f"procedure:{procedure.pk}", "name_0": "",
            "seen_1": "", "what_1": f"event:{got.pk}", "name_1": "",
        },
    )  # fmt: skip

    assert f'<option value="procedure:{procedure.pk}" selected>' in offered
    assert f'<option value="event:{got.pk}" selected>' in offered
    assert response.url == f"{address('plan-waits', approved.plan_id)}#activity-{activity.pk}"
    assert Schedule.objects.get().procedure == procedure
    assert activity.reading_links.count() == 2


@pytest.mark.parametrize(
    ("reading", "deadline", "title", "proposed"),
    [
        pytest.param(SCHEDULED, "по графику ВПР", "Наблюдение", "procedure", id="named"),
        pytest.param(SCHEDULED, "по графику", "Проведение ВПР", "procedure", id="in the title"),
        pytest.param(SCHEDULED, "по планам ММО", "Совещания", "", id="another schedule"),
        pytest.param(after(1), "до проведения", "Инструктаж", "procedure", id="the only one held"),
        pytest.param(after(0), "по мере появления писем", "Сайт о ВПР", "", id="not the tests"),
        pytest.param(after(5), "после издания приказа", "Обучение", "event", id="a known event"),
    ],
)
def test_what_a_deadline_waits_for_is_proposed_by_its_words_only_where_they_say_it(
    approved, editor, reading, deadline, title, proposed
):
    ProcedureFactory(committee=editor.committee, year=2027, starts_on=TODAY, ends_on=TODAY)
    events.create_event(name="Издание приказа", by=editor)
    ActivityFactory(section=approved, readings=[reading], deadline=deadline, title=title)
    plan = approved.plan
    (wait,) = waits_of(plan)

    found = suggest(wait, plan, known_to(plan.committee, plan))

    assert found.partition(":")[0] == proposed


def test_the_form_of_a_row_leads_to_what_its_deadline_waits_for(client, approved, event):
    plan = PlanFactory(committee=approved.plan.committee)
    section = SectionFactory(plan=plan)
    waiting = ActivityFactory(section=section, readings=[after(3)])
    dated = ActivityFactory(section=section, readings=[{"kind": "by", "by": "2026-12-01"}])

    forms = [page(client.get(address("activity-edit", one.pk))) for one in (waiting, dated)]

    assert address("activity-waits", waiting.pk) in forms[0]
    assert address("activity-waits", dated.pk) not in forms[1]


def test_the_page_of_waits_tells_what_each_deadline_waits_for(client, approved, event):
    awaiting(approved, event)
    ActivityFactory(section=approved, readings=[SCHEDULED])

    whole = page(client.get(address("plan-waits", approved.plan_id)))
    fragment = page(client.get(address("plan-waits", approved.plan_id), **HTMX))

    assert "ожидает события «Результаты получены»" in whole
    assert "ожидает графика, но какого — не указано" in fragment
    assert "<html" not in fragment


def test_an_editor_records_an_event_and_takes_it_back(client, approved, event):
    awaiting(approved, event)
    detail = address("event-detail", event.pk)

    client.post(address("event-record", event.pk), {"on": "2026-11-23", "note": ""})
    twice = client.post(address("event-record", event.pk), {"on": "2026-11-23", "note": ""})
    shown = page(client.get(detail))
    date = EventDate.objects.get()
    withdrawn = client.post(
        address("event-date-withdraw", date.pk), {"reason": "Ошиблись"}, follow=True
    )

    assert twice.status_code == 422
    assert "уже отмечено" in page(twice)
    assert "23.11.2026" in shown
    assert "Отозвано" in page(withdrawn)
    assert not Occurrence.objects.exists()


def test_dates_of_a_schedule_are_pasted_and_every_bad_line_is_named(client, editor):
    make = address("schedule-create")
    pasted = "15.04.2027\tматематика, 5 классы\n2027-04-20\n\n31.02.2027 биология\nв мае"

    refused = client.post(make, {"name": "График ММО", "procedure": "", "dates": pasted})
    taken = client.post(
        make, {"name": "График ММО", "procedure": "", "dates": "\n".join(pasted.split("\n")[:2])}
    )

    assert refused.status_code == 422
    assert "Строка 4" in page(refused)
    assert "Строка 5" in page(refused)
    schedule = Schedule.objects.get()
    assert taken.url == schedule.get_absolute_url()
    assert list(schedule.dates.values_list("on", "note")) == [
        (datetime.date(2027, 4, 15), "математика, 5 классы"),
        (datetime.date(2027, 4, 20), ""),
    ]


def test_a_stale_form_of_a_schedule_loses_nothing(client, editor):
    schedule = schedules.create_schedule(
        name="График", procedure_id=None, dates=lines((TODAY, "")), by=editor
    )
    kept = {"version": "7", "name": "График", "procedure": "", "dates": "24.11.2026 моё"}

    response = client.post(address("schedule-edit", schedule.pk), kept)

    assert response.status_code == 422
    assert "24.11.2026 моё" in page(response)
    assert list(schedule.dates.values_list("on", flat=True)) == [TODAY]


def test_the_registers_take_as_many_queries_for_many_as_for_few(client, editor, approved, event):
    schedules.create_schedule(name="График", procedure_id=None, dates=[], by=editor)
    few = queries_of_lists(client)
    for number in range(6):
        one = events.create_event(name=f"Событие {number}", by=editor)
        awaiting(approved, one)
        record(one, editor)
        schedules.create_schedule(
            name=f"График {number}", procedure_id=None, dates=lines((TODAY, "")), by=editor
        )

    assert queries_of_lists(client) == few


def queries_of_lists(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(address("event-list"))
        client.get(address("schedule-list"))
    return len(queries)
