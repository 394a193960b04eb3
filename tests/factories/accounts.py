"""Committees, people and accounts."""

import factory

from accounts.models import Committee, Person, Role, User

PASSWORD = "correct horse battery"


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Комитет по образованию города {n}")
    short_name = factory.Sequence(lambda n: f"Комитет {n}")
    instrumental = "комитета по образованию"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    committee = factory.SubFactory(CommitteeFactory)
    last_name = factory.Sequence(lambda n: f"Фамильев{n}")
    first_name = "Пётр"
    patronymic = "Андреевич"
    email = factory.Sequence(lambda n: f"person{n}@example.test")


class UserFactory(factory.django.DjangoModelFactory):
    """A committee editor, unless told otherwise."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    role = Role.EDITOR
    committee = factory.SubFactory(CommitteeFactory)
    person = factory.SubFactory(PersonFactory, committee=factory.SelfAttribute("..committee"))
    password = factory.django.Password(PASSWORD)
