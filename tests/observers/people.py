"""Observers, sessions and accounts of one city, ready to be sent and to be refused."""

import datetime

from django.urls import reverse

from accounts.models import Role
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.observers import AccreditationFactory, AssignmentFactory, ObserverFactory
from tests.factories.schools import ClassGroupFactory

DAY = datetime.date(2026, 4, 22)  # of a session, unless told otherwise
ONE = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 4, 1, 2, tzinfo=datetime.UTC)

HTMX = {"HX-Request": "true"}


def page(name, **kwargs):
    return reverse(f"observers:{name}", kwargs=kwargs)


def text_of(response):
    return response.content.decode()


def fit_observer(committee, **fields):
    """Accredited for the whole year, no ties, nowhere assigned."""
    observer = ObserverFactory(person=PersonFactory(committee=committee), **fields)
    AccreditationFactory(observer=observer)
    return observer


def session_in(committee, **fields):
    return SessionFactory(class_group=ClassGroupFactory(school__committee=committee), **fields)


def editor_of(committee):
    return UserFactory(committee=committee, role=Role.EDITOR)


def account_of(observer):
    return UserFactory(
        committee=observer.person.committee, person=observer.person, role=Role.OBSERVER
    )


def sent(observer, session, **fields):
    return AssignmentFactory(
        observer=observer,
        session=session,
        assigned_by=editor_of(session.school.committee),
        **fields,
    )
