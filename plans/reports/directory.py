"""Whom a wording may mean."""

from accounts.models import Person
from plans.models import Organisation, RoleGroup
from plans.responsibles import Directory, Known, person_spellings


def load_directory(committee_id: int) -> Directory:
    """Everybody a wording of this committee may mean. Three queries."""
    people = Person.objects.of(committee_id)
    groups = RoleGroup.objects.filter(committee_id=committee_id)
    organisations = Organisation.objects.filter(committee_id=committee_id)
    return Directory(
        [
            *(
                Known(
                    "person",
                    person.pk,
                    person.short_name,
                    person_spellings(person.last_name, person.first_name, person.patronymic),
                )
                for person in people
            ),
            *(Known("group", group.pk, group.name) for group in groups),
            *(Known("organisation", body.pk, body.name) for body in organisations),
        ]
    )
