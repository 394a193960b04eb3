"""«На контроле»: the person a plan names for control sees what is late and what to accept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from plans.models import Evidence, Responsibility, RoleGroup
from plans.reports.execution import waiting_for
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.reminding import DAY, TODAY, approved_section, due

pytestmark = pytest.mark.django_db
CONTROL = Responsibility.Role.CONTROL


@pytest.fixture
def controller():
    return UserFactory(role=Role.HEAD)


@pytest.fixture
def colleague(controller):
    return UserFactory(committee=controller.committee, role=Role.HEAD)


@pytest.fixture
def section(controller):
    return approved_section(committee=controller.committee)


def on_control(user, today=TODAY):
    items = waiting_for(user, today)
    return [(item.title, item.note, item.tone) for item in items if item.label == "На контроле"]


def bring(occurrence, by):
    return Evidence.objects.create(
        occurrence=occurrence, kind="link", url="https://example.org/act", added_by=by
    )


def test_what_is_late_stands_on_control_for_the_one_the_plan_names(section, controller, colleague):
    late = due(section, TODAY - DAY, (controller.person, CONTROL), number="4", title="Сверка")
    due(section, TODAY, (controller.person, CONTROL), title="Ещё не поздно")
    due(section, TODAY - DAY, controller.person, title="Делает сам")

    items = on_control(controller)

    assert items == [("4 Сверка", "просрочено с 22.11.2026", "bad")]
    assert on_control(colleague) == []
    line = waiting_for(controller, TODAY)[-1]
    assert line.address == reverse("plans:occurrence-detail", args=[late.pk])


def test_schools_late_with_one_row_are_one_line(section, controller):
    schools = [SchoolFactory(committee=controller.committee) for _ in range(2)]
    first = due(
        section, TODAY - 3 * DAY, (controller.person, CONTROL),
        school=schools[0], number="1", title="Справки",
    )  # fmt: skip
    first.activity.occurrences.create(
        source="date:2026-11-22", planned_on=TODAY - DAY, due_on=TODAY - DAY, school=schools[1]
    )

    items = on_control(controller)

    assert items == [("1 Справки", "просрочено с 20.11.2026, 2\u00a0школы", "bad")]


def test_documents_to_accept_stand_on_control_and_not_twice(section, controller, colleague):
    school = SchoolFactory(committee=controller.committee)
    given = due(
        section, TODAY + DAY, (controller.person, CONTROL),
        school=school, number="2", title="Акты",
    )  # fmt: skip
    bring(given, make_deputy(school))

    titles = [(one.title, one.label) for one in waiting_for(controller, TODAY)]

    assert titles == [("Принять подтверждения: 2 Акты", "На контроле")]
    (other,) = waiting_for(colleague, TODAY)
    assert (other.title, other.label) == ("Принять подтверждения: 2 Акты", "1\u00a0документ")


def test_a_group_that_controls_is_each_of_its_people(section, controller, colleague):
    group = RoleGroup.objects.create(committee=controller.committee, name="Рабочая группа")
    group.people.add(controller.person)
    due(section, TODAY - DAY, (group, CONTROL), number="3", title="Отчёт")

    assert on_control(controller) == [("3 Отчёт", "просрочено с 22.11.2026", "bad")]
    assert on_control(colleague) == []


def test_a_plan_of_another_committee_is_not_on_control(section, controller):
    strange = approved_section()
    due(strange, TODAY - DAY, (controller.person, CONTROL), title="Чужое")

    assert on_control(controller) == []


def test_many_late_rows_take_as_many_queries_as_few(section, controller):
    counts = []
    for _ in range(2):
        for number in range(4):
            due(section, TODAY - (number + 1) * DAY, (controller.person, CONTROL))
        with CaptureQueriesContext(connection) as queries:
            shown = on_control(controller)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(shown) == 8
