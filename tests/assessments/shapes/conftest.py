"""A committee with two schools and one work, and the way of a file into it."""

import pytest

from assessments.models import Item, Work
from assessments.services.imports.files import import_file
from tests.assessments.shapes.builders import HILL, MATHS_4, RIVER, file_of
from tests.factories.accounts import CommitteeFactory
from tests.factories.assessments import SubjectFactory
from tests.factories.schools import SchoolFactory


@pytest.fixture
def committee():
    return CommitteeFactory()


@pytest.fixture
def schools(committee):
    """The hill and the river, by their logins of today."""
    return [
        SchoolFactory(committee=committee, login=f"edu{figures}", name=name, short_name="")
        for figures, name in (HILL, RIVER)
    ]


@pytest.fixture
def maths():
    """Mathematics of grade 4 as it was in 2021."""
    work = Work.objects.create(
        year=2021, grade=4, subject=SubjectFactory(), max_points=20,
        upper_2=5, upper_3=9, upper_4=14,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(work=work, position=position, code=code, max_points=points)
        for position, (code, points) in enumerate(MATHS_4, start=1)
    )
    return work


@pytest.fixture
def bring(schools, maths):
    """Import the sheets of a file as the administrator does."""

    def bring(sheets, *, year=2021, change=None, **options):
        data = file_of(sheets, change)
        return import_file(data=data, filename="результаты.xlsx", year=year, by=None, **options)

    return bring
