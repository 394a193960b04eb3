"""The page of the check: each remark leads to its cell."""

import datetime

import pytest
from django.utils import timezone

from plans.models import Activity, Plan
from plans.reports.checked import check_report
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory
from tests.plans.desk import address, page

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def test_a_remark_leads_the_editor_to_the_cell_where_it_is_mended(client, plan, section):
    row = ActivityFactory(section=section, number="1", result="")

    html = page(client.get(address("plan-check", plan.pk)))

    assert f"{address('activity-edit', row.pk)}#activity-{row.pk}-result" in html
    assert "Не назван ожидаемый результат." in html


def test_where_the_text_rests_a_remark_leads_to_the_row(client, plan, section):
    row = ActivityFactory(section=section, number="1", result="")
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.REVIEW)

    html = page(client.get(address("plan-check", plan.pk)))

    assert f"{plan.get_absolute_url()}#activity-{row.pk}" in html
    assert address("activity-edit", row.pk) not in html


def test_the_cell_a_remark_leads_to_is_on_the_row_page(client, plan, section):
    row = ActivityFactory(section=section, number="1", result="")

    html = page(client.get(address("activity-edit", row.pk)))

    assert f'id="activity-{row.pk}-result"' in html


def test_the_check_asks_as_many_questions_for_many_rows(
    plan, section, django_assert_num_queries, django_assert_max_num_queries
):
    ActivityFactory(section=section, result="")
    with django_assert_max_num_queries(20) as few:
        check_report(plan, today=TODAY, may_edit=True)
    ActivityFactory.create_batch(30, section=section, result="")

    with django_assert_num_queries(len(few)):
        report = check_report(plan, today=TODAY, may_edit=True)

    assert report.errors >= 31


def test_a_plan_without_faults_says_what_to_do_next(client, plan, section):
    today = timezone.localdate()
    plan.period_from, plan.period_to = today, today + datetime.timedelta(days=200)
    plan.stamps.create(kind="approved", text="УТВЕРЖДАЮ")
    plan.save()
    colleague = UserFactory(committee=plan.committee).person
    due = today + datetime.timedelta(days=60)
    ActivityFactory(
        section=section,
        number="1",
        responsible=colleague.short_name,
        deadline=f"до {due:%d.%m.%Y}",
        readings=[{"kind": "by", "by": due.isoformat()}],
    )
    assert Activity.objects.count() == 1

    html = page(client.get(address("plan-check", plan.pk)))

    assert "Замечаний нет" in html
