"""The journal names what was decided about, and leads there."""

import pytest
from django.urls import reverse

from accounts.audit import AUDIT_WORDS, name_targets, record_event
from accounts.models import AuditEvent, Role
from schools.services import cases
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import ProcedureFactory
from tests.factories.observers import AssignmentFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def journal(client):
    return client.get(reverse("accounts:audit-list")).content.decode()


def test_a_case_is_named_and_linked(client, administrator):
    case = cases.open_case(
        school_id=SchoolFactory(committee=administrator.committee, short_name="Лицей № 3").pk,
        year=2026, title="признаки весны", source="sign", summary="Завышен", by=administrator,
    )  # fmt: skip

    page = journal(client)

    assert f'<a href="{case.get_absolute_url()}">Лицей №\u00a03: признаки весны</a>' in page
    assert f"случай №\u00a0{case.pk}" in page


@pytest.mark.parametrize("make", [PersonFactory, ProcedureFactory])
def test_records_of_other_kinds_are_linked_too(client, administrator, make):
    record = make(committee=administrator.committee)
    record_event(action="person-changed", target=record, by=administrator)

    assert f'href="{record.get_absolute_url()}"' in journal(client)


def test_what_is_gone_keeps_its_number(client, administrator):
    person = PersonFactory(committee=administrator.committee)
    record_event(action="person-added", target=person, by=administrator)
    number = person.pk
    person.delete()

    assert f"человек №\u00a0{number}" in journal(client)


def test_a_foreign_record_is_never_named(administrator):
    event = record_event(action="person-added", target=PersonFactory(), by=administrator)

    assert name_targets([event], administrator) == [(event, "", "")]


def test_names_take_a_query_for_each_kind_however_many_lines(
    administrator, django_assert_num_queries
):
    def write(times):
        for _ in range(times):
            group = ClassGroupFactory(school__committee=administrator.committee)
            assignment = AssignmentFactory(
                session__class_group=group,
                observer__person__committee=administrator.committee,
                assigned_by=administrator,
            )
            record_event(action="observer-assigned", target=assignment, by=administrator)
            record_event(action="person-added", target=administrator.person, by=administrator)
        return list(AuditEvent.objects.all())

    for events in (write(2), write(6)):
        with django_assert_num_queries(2):
            named = name_targets(events, administrator)
        assert all(line.name for line in named)


def test_every_decision_of_procedures_works_and_observers_has_words():
    about = {"procedure-created", "procedure-changed", "work-created", "work-changed"}

    assert about | {"observer-activated", "observer-deactivated"} <= set(AUDIT_WORDS)
