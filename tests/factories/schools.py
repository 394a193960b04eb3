"""Schools, their people and classes."""

import factory

from accounts.models import Role
from schools.models import ClassGroup, Post, School
from tests.factories.accounts import CommitteeFactory, PersonFactory, UserFactory


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    committee = factory.SubFactory(CommitteeFactory)
    login = factory.Sequence(lambda n: f"edu99{n:04}")
    name = factory.Sequence(lambda n: f"Средняя школа № {n}")
    short_name = factory.Sequence(lambda n: f"СОШ № {n}")


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    school = factory.SubFactory(SchoolFactory)
    person = factory.SubFactory(
        PersonFactory, committee=factory.SelfAttribute("..school.committee")
    )
    role = Post.Role.TEACHER


class ClassGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassGroup

    school = factory.SubFactory(SchoolFactory)
    school_year = 2025
    grade = 5
    letter = factory.Sequence(lambda n: "АБВГДЕЖЗИК"[n % 10] + str(n // 10 or ""))
    pupils = 25


def make_deputy(school: School, **fields):
    """An account of a deputy who serves at this school."""
    user = UserFactory(role=Role.DEPUTY, committee=school.committee, **fields)
    PostFactory(school=school, person=user.person, role=Post.Role.DEPUTY)
    return user
