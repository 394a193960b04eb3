"""A plan by months and on the days of a month."""

import datetime
import re

import pytest

from plans.models import Occurrence, Plan
from plans.reports.timetable import month_page, timeline
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.desk import address, page

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
NOVEMBER = datetime.date(2026, 11, 1)
STATE = Occurrence.State


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def section(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


def due(section, due_on, **fields):
    return OccurrenceFactory(activity=ActivityFactory(section=section), planned_on=due_on, **fields)


def test_each_date_is_a_mark_at_its_place_with_a_link_in_words(client, section, editor):
    first = due(section, datetime.date(2026, 9, 1))
    half = due(section, datetime.date(2027, 3, 2), state=STATE.NOT_DONE)

    drawn = timeline(section.plan, editor, TODAY)
    shown = page(client.get(address("plan-timeline", section.plan_id)))

    rows = drawn.sections[0].rows
    assert [row.marks[0].x for row in rows] == ["0.00%", "49.86%"]
    assert [row.marks[0].tone for row in rows] == ["bad", "bad"]
    assert [row.entries[0].words for row in rows] == ["просрочено", "не исполнено"]
    assert [month.label for month in drawn.months][:5] == ["сен", "окт", "ноя", "дек", "янв"]
    assert [month.year for month in drawn.months][:5] == ["2026", "", "", "", "2027"]
    for one in (first, half):
        assert f'<a href="{address("occurrence-detail", one.pk)}">' in shown


def test_what_lasts_is_a_bar_and_what_is_behind_the_plan_still_fits(section, editor):
    lasting = [{"kind": "within", "start": "2026-11-01", "end": "2026-11-30"}]
    row = ActivityFactory(section=section, readings=lasting)
    OccurrenceFactory(
        activity=row, planned_on=datetime.date(2026, 11, 30), due_on=datetime.date(2027, 10, 5)
    )

    drawn = timeline(section.plan, editor, TODAY)

    (bar,) = drawn.sections[0].rows[0].bars
    assert float(bar.width.rstrip("%")) == pytest.approx(100 * 30 / 426, abs=0.01)
    assert drawn.months[-1].label == "окт" or drawn.months[-1].x > "9"


def test_a_draft_shows_the_dates_of_its_readings(client, editor):
    plan = PlanFactory(committee=editor.committee)
    by = [{"kind": "by", "by": "2026-11-30"}]
    activity = ActivityFactory(section=SectionFactory(plan=plan), readings=by)

    shown = page(client.get(address("plan-timeline", plan.pk)))

    assert "даты посчитаны по срокам черновика" in shown
    assert f'#activity-{activity.pk}">30.11.2026</a>' in shown


def test_a_month_is_a_table_of_whole_weeks_with_arrows_to_its_neighbours(client, section, editor):
    one = due(section, datetime.date(2026, 11, 30))
    due(section, datetime.date(2026, 12, 1))

    month = month_page(section.plan, editor, NOVEMBER, TODAY)
    shown = page(client.get(address("plan-calendar", section.plan_id), {"month": "2026-11"}))

    assert (month.before, month.after, month.count) == ("2026-10", "2026-12", 1)
    assert {len(week) for week in month.weeks} == {7}
    assert not next(cell for week in month.weeks for cell in week if cell.day.day == 4).is_working
    assert "Ноябрь 2026: 1\u00a0срок" in shown
    assert shown.count('scope="col"') == 7
    assert f'href="{address("occurrence-detail", one.pk)}"' in shown
    assert 'href="?month=2026-10"' in shown


@pytest.mark.parametrize("month", ["", "2026-13", "0001-01", "9999-12", "<script>", "2026-11-05"])
def test_a_month_that_is_none_opens_a_usual_one(client, section, month):
    answer = client.get(address("plan-calendar", section.plan_id), {"month": month})

    assert answer.status_code == 200
    assert re.search(r"<h1>[А-Я][а-я]+ 20\d\d", page(answer))


def test_schools_of_one_date_are_one_mark_and_a_deputy_sees_the_own_date(client, section, editor):
    row = ActivityFactory(section=section, title="Собрания")
    ActivityFactory(section=section, title="Дело комитета")
    schools = [SchoolFactory(committee=editor.committee) for _ in range(3)]
    done = {"state": STATE.DONE, "done_at": "2026-11-01T00:00Z", "done_by": editor}
    for school, fields in zip(schools, (done, {}, {}), strict=True):
        OccurrenceFactory(activity=row, planned_on=TODAY, school=school, **fields)

    seen = page(client.get(address("plan-timeline", section.plan_id)))
    client.force_login(make_deputy(schools[0]))
    own = page(client.get(address("plan-timeline", section.plan_id)))

    assert "исполнено 1 из 3" in seen
    assert "Дело комитета" in seen
    assert "исполнено 1 из 3" not in own
    assert "Дело комитета" not in own


def test_of_many_dates_six_are_named_and_the_others_are_folded(client, section):
    weekly = ActivityFactory(section=section)
    for week in range(9):
        OccurrenceFactory(activity=weekly, planned_on=TODAY + datetime.timedelta(weeks=week))

    shown = page(client.get(address("plan-timeline", section.plan_id)))

    at_once, folded = shown.split("<details", 1)
    assert "и ещё 3\u00a0дня" in folded
    assert "28.12.2026" in at_once
    assert "04.01.2027" in folded


def test_dates_put_off_to_one_day_are_one_day_with_their_number(client, section):
    row = ActivityFactory(section=section)
    for planned_on in (TODAY, TODAY + datetime.timedelta(days=1)):
        OccurrenceFactory(activity=row, planned_on=planned_on, due_on=datetime.date(2026, 12, 4))

    shown = page(client.get(address("plan-timeline", section.plan_id)))

    assert "04.12.2026: 2\u00a0срока" in shown
    assert "по плану 23.11.2026</a>" in shown
    assert "по плану 24.11.2026</a>" in shown


def test_queries_do_not_grow_with_rows(client, section, django_assert_max_num_queries):
    def pages():
        client.get(address("plan-timeline", section.plan_id))
        client.get(address("plan-calendar", section.plan_id), {"month": "2026-11"})

    due(section, TODAY)
    with django_assert_max_num_queries(30) as few:
        pages()
    for _ in range(20):
        due(section, TODAY)
    with django_assert_max_num_queries(len(few)):
        pages()
