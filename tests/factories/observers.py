"""Observers and their assignments."""

import datetime

import factory

from observers.models import Accreditation, Assignment, Observer
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import SessionFactory


class ObserverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observer

    person = factory.SubFactory(PersonFactory)


class AccreditationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Accreditation

    observer = factory.SubFactory(ObserverFactory)
    certificate_number = factory.Sequence(lambda n: f"Н-{n}")
    valid_from = datetime.date(2026, 1, 1)
    valid_until = datetime.date(2026, 12, 31)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    session = factory.SubFactory(SessionFactory)
    observer = factory.SubFactory(
        ObserverFactory,
        person=factory.SubFactory(
            PersonFactory, committee=factory.SelfAttribute("...session.school.committee")
        ),
    )
    assigned_by = factory.SubFactory(
        UserFactory, committee=factory.SelfAttribute("..session.school.committee")
    )
