"""A session of 2020 whose papers have been kept long enough, and who decides about them."""

import pytest

from accounts.models import Role
from tests.accounts.retention.papers import DAY, HELD_ON
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.schools import ClassGroupFactory


@pytest.fixture
def session():
    procedure = ProcedureFactory(
        year=2020, starts_on=HELD_ON - 30 * DAY, ends_on=HELD_ON + 30 * DAY
    )
    return SessionFactory(
        procedure=procedure,
        class_group=ClassGroupFactory(school__committee=procedure.committee, school_year=2019),
        held_on=HELD_ON,
    )


@pytest.fixture
def committee(session):
    return session.school.committee


@pytest.fixture
def editor(committee):
    return UserFactory(committee=committee)


@pytest.fixture
def head(committee):
    return UserFactory(committee=committee, role=Role.HEAD)


@pytest.fixture
def commission(committee):
    return [
        PersonFactory(committee=committee, last_name=name, position=post)
        for name, post in (("Ландышева", "начальник отдела"), ("Осокин", "специалист"))
    ]
