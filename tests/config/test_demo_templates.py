"""Templates that the demo city begins with."""

import datetime

import pytest

from config.demo.templates import make_templates
from plans.models import Activity
from plans.reports.proposals import proposals_for
from plans.services.copies import copy_plan
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


def test_both_templates_are_numbered_and_every_deadline_is_understood(by):
    made = make_templates(committee=by.committee, school_year=2026, by=by)

    rows = Activity.objects.filter(section__plan__in=made)
    kinds = {reading["kind"] for row in rows for reading in row.readings}
    assert all(template.is_template for template in made)
    assert all(row.number.isdigit() for row in rows)
    assert "unknown" not in kinds


def test_a_plan_by_a_template_asks_for_its_own_years(by):
    template = make_templates(committee=by.committee, school_year=2026, by=by)[0]

    plan = copy_plan(
        plan_id=template.pk,
        title="План на 2028/2029 учебный год",
        period_from=datetime.date(2028, 9, 1),
        period_to=datetime.date(2029, 8, 31),
        by=by,
    )

    assert [one.after for one in proposals_for(plan)] == ["до 15.10.2028"]
