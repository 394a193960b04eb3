"""The estate around a school, and how its records are made and whose they are."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Role
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.observers import ObserverFactory
from tests.factories.schools import SchoolFactory, make_deputy

# Whose eyes a record is for, apart from nobody outside the committee:
SHARED = "shared"  # everybody's, like the catalogue of works
COMMITTEE = "committee"  # the schools and observers of the committee may see it, too
ESTATE = "estate"  # one school or one observer, and the committee's staff
AUTHOR = "author"  # whoever made it, not even their colleagues


class Maker(NamedTuple):
    make: Callable
    whose: str


MAKERS: dict[str, Maker] = {}


def makes(argument, whose):
    def remember(make):
        MAKERS[argument] = Maker(make, whose)
        return make

    return remember


class Estate:
    """A school with its people and all records around it; a foreign one has its word planted.

    A `ripe` estate is at the end of the way (approved, collected, closed), another at its start.
    """

    def __init__(self, committee, *, word="", ripe=True, like=None, is_neighbour=False):
        self.committee, self.word, self.ripe = committee, word, ripe
        self.is_neighbour = is_neighbour
        self.school = like.school if like else SchoolFactory(
            committee=committee, name=self.named("Школа"), short_name=self.named("СОШ"),
            address=self.named("улица"),
        )  # fmt: skip
        self.deputy = like.deputy if like else make_deputy(self.school, **self.person("deputy"))
        self.editor = like.editor if like else UserFactory(
            committee=committee, role=Role.EDITOR, **self.person("editor")
        )  # fmt: skip
        self.observer_user = like.observer_user if like else UserFactory(
            committee=committee, role=Role.OBSERVER, **self.person("observer")
        )  # fmt: skip
        self.observer = like.observer if like else ObserverFactory(
            person=self.observer_user.person, note=self.named("примечание")
        )  # fmt: skip
        self.records = {}

    def person(self, who):
        person = PersonFactory(
            committee=self.committee,
            last_name=self.named(who),
            position=self.named("должность"),
        )
        return {"person": person, "username": self.named(f"{who}-{self.committee.pk}")}

    def named(self, text):
        return f"{text} {self.word}".strip()

    def get(self, argument):
        if argument not in self.records:
            maker = MAKERS[argument]
            word = self.word
            if maker.whose == COMMITTEE and self.is_neighbour:
                self.word = ""  # what the whole committee may read is no secret of the neighbours
            self.records[argument] = maker.make(self)
            self.word = word
        return self.records[argument]

    def key(self, argument):
        record = self.get(argument)
        return record if isinstance(record, str) else record.pk

    def furnish(self):
        for argument in MAKERS:
            self.get(argument)
        return self


def stored(name):
    return default_storage.save(f"tests/{name}", ContentFile(b"%PDF-1.4 synthetic"))


NOW = timezone.now()
DAY = datetime.date(2026, 9, 15)
