"""Periods that a report on execution is mostly asked for."""

import datetime

import pytest
from django.utils import timezone

from plans.models import ExecutionReport, Plan
from plans.reports.report_periods import usual_periods
from tests.plans.desk import address, page


def day(text):
    return datetime.date.fromisoformat(text)


def usual(first, last, today):
    plan = Plan(period_from=day(first), period_to=day(last))
    return {
        one.label: (one.first.isoformat(), one.last.isoformat())
        for one in usual_periods(plan, today=day(today))
    }


def test_usual_periods_stand_around_today_and_end_with_the_plan():
    assert usual("2026-09-01", "2027-08-31", "2026-11-23") == {
        "ноябрь 2026": ("2026-11-01", "2026-11-30"),
        "октябрь 2026": ("2026-10-01", "2026-10-31"),
        "IV квартал 2026": ("2026-10-01", "2026-12-31"),
        "III квартал 2026": ("2026-09-01", "2026-09-30"),
        "II полугодие 2026": ("2026-09-01", "2026-12-31"),
        "2026/27 учебный год": ("2026-09-01", "2027-08-31"),
        "с начала плана": ("2026-09-01", "2026-11-23"),
    }


def test_the_month_before_january_is_december_of_the_year_before():
    found = usual("2025-01-01", "2027-12-31", "2027-01-10")

    assert found["декабрь 2026"] == ("2026-12-01", "2026-12-31")
    assert found["II полугодие 2026"] == ("2026-07-01", "2026-12-31")
    assert found["2026/27 учебный год"] == ("2026-09-01", "2027-08-31")
    assert found["2027 год"] == ("2027-01-01", "2027-12-31")
    assert found["весь план"] == ("2025-01-01", "2027-12-31")


@pytest.mark.parametrize(
    ("today", "month"), [("2026-03-03", "сентябрь 2026"), ("2030-03-03", "август 2027")]
)
def test_outside_the_plans_time_its_first_and_last_day_stand_for_today(today, month):
    found = usual("2026-09-01", "2027-08-31", today)

    assert next(iter(found)) == month
    assert all("2026-09-01" <= first <= last <= "2027-08-31" for first, last in found.values())


@pytest.mark.django_db
def test_one_press_composes_a_report_for_a_usual_period(client, plan):
    Plan.objects.update(status=Plan.Status.APPROVED)
    one = usual_periods(plan, today=timezone.localdate())[0]

    shown = page(client.get(address("report-list", plan.pk)))
    client.post(
        address("report-list", plan.pk),
        {"period_from": one.first.isoformat(), "period_to": one.last.isoformat()},
    )

    made = ExecutionReport.objects.get()
    assert one.label in shown
    assert f'name="period_from" value="{one.first.isoformat()}"' in shown
    assert (made.period_from, made.period_to) == (one.first, one.last)
