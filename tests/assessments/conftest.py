"""What tests of assessments share: an editor, a school of their committee, a class, a work."""

import datetime

import pytest
from hypothesis import settings

from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SubjectFactory, WorkFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy

# A shared two-core machine may pause any example for longer than the default fifth of a second.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

FIRST_OF_MAY = datetime.date(2026, 5, 1)


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee)


@pytest.fixture
def group(school):
    return ClassGroupFactory(school=school, letter="А")


@pytest.fixture
def procedure(editor):
    return ProcedureFactory(committee=editor.committee)


@pytest.fixture
def russian():
    """A second work beside the mathematics of the factory."""
    return WorkFactory(subject=SubjectFactory(code="RU", abbreviation="РУ", name="Русский язык"))


@pytest.fixture
def deputy(session):
    """Of the school whose session the test is about."""
    return make_deputy(session.school)


@pytest.fixture
def _may(monkeypatch):
    """Pages ask the clock for the day: it is May, the works of April have been written."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: FIRST_OF_MAY)
