"""An approved plan with a due date of a school, and its deputy."""

import pytest

from plans.models import Plan
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.evidence.bringing import TODAY


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee)


@pytest.fixture
def deputy(school):
    return make_deputy(school)


@pytest.fixture
def due(editor, school):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    activity = ActivityFactory(section=SectionFactory(plan=plan), evidence_kinds=["protocol"])
    return OccurrenceFactory(activity=activity, planned_on=TODAY, school=school)
