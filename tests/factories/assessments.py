"""Works, procedures and sessions."""

import datetime

import factory

from assessments.models import CalendarRow, Item, Procedure, Session, Subject, Work
from tests.factories.accounts import CommitteeFactory
from tests.factories.schools import ClassGroupFactory


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subject
        django_get_or_create = ("code",)

    code = "MA"
    abbreviation = "МА"
    name = "Математика"


class WorkFactory(factory.django.DjangoModelFactory):
    """Mathematics of grade 5: 20 points in 10 items, with a scale."""

    class Meta:
        model = Work
        django_get_or_create = ("year", "grade", "subject", "level", "form")
        skip_postgeneration_save = True

    year = 2026
    grade = 5
    subject = factory.SubFactory(SubjectFactory)
    level = Work.Level.BASE
    form = 1
    max_points = 20
    upper_2, upper_3, upper_4 = 6, 10, 14

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        if create and not self.items.exists():
            Item.objects.bulk_create(
                Item(work=self, position=n, code=str(n), max_points=2) for n in range(1, 11)
            )


class ProcedureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Procedure
        django_get_or_create = ("committee", "kind", "year")

    committee = factory.SubFactory(CommitteeFactory)
    kind = Procedure.Kind.VPR
    year = 2026
    starts_on = datetime.date(2026, 4, 20)
    ends_on = datetime.date(2026, 5, 20)


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    class_group = factory.SubFactory(ClassGroupFactory)
    school = factory.SelfAttribute("class_group.school")
    work = factory.SubFactory(WorkFactory)
    procedure = factory.SubFactory(
        ProcedureFactory, committee=factory.SelfAttribute("..school.committee")
    )
    held_on = datetime.date(2026, 4, 22)


class CalendarRowFactory(factory.django.DjangoModelFactory):
    """The default work on 22 April, in a window of a school week."""

    class Meta:
        model = CalendarRow

    procedure = factory.SubFactory(ProcedureFactory)
    work = factory.SubFactory(WorkFactory)
    first_on = datetime.date(2026, 4, 20)
    last_on = datetime.date(2026, 4, 25)
    held_on = datetime.date(2026, 4, 22)
