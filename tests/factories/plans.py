"""Plans, sections and activities."""

import datetime

import factory

from plans.models import Activity, Occurrence, Plan, Section
from tests.factories.accounts import CommitteeFactory


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    committee = factory.SubFactory(CommitteeFactory)
    title = "План мероприятий по повышению объективности"
    period_from = datetime.date(2026, 9, 1)
    period_to = datetime.date(2027, 8, 31)


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Задача 1. Спокойная подготовка"


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    section = factory.SubFactory(SectionFactory)
    position = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda activity: str(activity.position))
    title = "Совещание с заместителями директоров"
    deadline = "до 30.11.2026"
    responsible = "Руководители ОО"
    result = "Протокол совещания"


class OccurrenceFactory(factory.django.DjangoModelFactory):
    """A due date that a written-out date of the row gives."""

    class Meta:
        model = Occurrence

    activity = factory.SubFactory(ActivityFactory)
    planned_on = datetime.date(2026, 11, 30)
    due_on = factory.SelfAttribute("planned_on")
    source = factory.LazyAttribute(lambda due: f"date:{due.planned_on.isoformat()}")
