"""Due dates, those who answer for them, and the letters they get."""

import datetime

from post_office.models import Email

from plans.models import Plan, Responsibility, RoleGroup
from tests.factories.accounts import PersonFactory
from tests.factories.plans import (
    ActivityFactory,
    OccurrenceFactory,
    PlanFactory,
    SectionFactory,
)

TODAY = datetime.date(2026, 11, 23)  # a Monday
DAY = datetime.timedelta(days=1)


def approved_section(**plan):
    return SectionFactory(plan=PlanFactory(status=Plan.Status.APPROVED, **plan))


def due(section, due_on, *answers, school=None, source=None, **texts):
    """An activity due on a day; each answer is a person or a group, or a pair with a role."""
    written = [{"kind": "on", "on": due_on.isoformat()}]  # so that it is still due when made again
    activity = ActivityFactory(section=section, readings=written, **texts)
    for answer in answers:
        who, role = answer if isinstance(answer, tuple) else (answer, "lead")
        field = "group" if isinstance(who, RoleGroup) else "person"
        Responsibility.objects.create(activity=activity, role=role, wording="…", **{field: who})
    given = {"source": source} if source else {}
    return OccurrenceFactory(activity=activity, planned_on=due_on, school=school, **given)


def person_of(section, **fields):
    return PersonFactory(committee=section.plan.committee, **fields)


def letters():
    return {letter.to[0]: letter for letter in Email.objects.order_by("pk")}


def text_to(person):
    return letters()[person.email].message
