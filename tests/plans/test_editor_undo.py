"""Ctrl+Z: one's own last step with a row, through the server."""

import pytest

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import Role
from plans.models import Activity, EditStep, Plan
from plans.models.steps import STEPS_KEPT
from plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, SectionFactory
from tests.plans.desk import HTMX, address, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(section):
    return ActivityFactory(section=section, number="1.2", title="Было", deadline="до 30.11.2026")


def change(row, by, **texts):
    row.refresh_from_db()
    return editing.change_activity(activity_id=row.pk, version=row.version, by=by, **texts)


def code_of(call, **arguments):
    with pytest.raises(RuleViolation) as refused:
        call(**arguments)
    return refused.value.code


def test_a_saved_row_goes_back_to_what_it_was(client, row):
    client.post(address("activity-edit", row.pk), sent(row, title="Стало"), **HTMX)

    response = client.post(address("activity-undo", row.pk), **HTMX)

    row.refresh_from_db()
    assert response["HX-Retarget"] == "#plan-grid"
    assert (row.title, row.version) == ("Было", 3)


def test_steps_are_taken_back_one_after_the_other(row, editor):
    change(row, editor, title="Второе")
    change(row, editor, title="Третье", result="Справка")

    titles = []
    for _ in range(2):
        editing.undo_row(activity_id=row.pk, by=editor)
        row.refresh_from_db()
        titles.append(row.title)

    assert titles == ["Второе", "Было"]
    assert code_of(editing.undo_row, activity_id=row.pk, by=editor) == "nothing-to-undo"


def test_a_persons_correction_of_a_deadline_comes_back_with_it(row, editor):
    Activity.objects.filter(pk=row.pk).update(
        readings=[{"kind": "on", "on": "2026-12-01"}], readings_corrected=True
    )
    change(row, editor, deadline="май")

    editing.undo_row(activity_id=row.pk, by=editor)

    row.refresh_from_db()
    assert row.readings == [{"kind": "on", "on": "2026-12-01"}]
    assert row.readings_corrected


def test_who_answers_is_recognised_anew(row, editor):
    change(row, editor, responsible="Методисты")

    editing.undo_row(activity_id=row.pk, by=editor)

    assert [part.wording for part in row.responsibilities.all()] == ["Руководители ОО"]


def test_what_a_colleague_wrote_since_is_not_lost(row, editor):
    change(row, editor, title="Моё")
    change(row, UserFactory(committee=editor.committee), title="Коллега")

    code = code_of(editing.undo_row, activity_id=row.pk, by=editor)

    row.refresh_from_db()
    assert (code, row.title) == ("stale", "Коллега")


def test_nobody_takes_back_the_step_of_a_colleague(client, row, editor):
    colleague = UserFactory(committee=editor.committee)
    change(row, colleague, title="Коллега")
    step = EditStep.objects.get()

    by_row = client.post(address("activity-undo", row.pk), **HTMX)
    by_step = client.post(address("step-undo", step.pk), **HTMX)

    row.refresh_from_db()
    assert (by_row.status_code, by_step.status_code) == (422, 404)
    assert row.title == "Коллега"


def test_a_step_is_taken_back_once(row, editor):
    change(row, editor, title="Стало")
    step = editing.undo_row(activity_id=row.pk, by=editor)

    assert code_of(editing.undo_step, step_id=step.pk, by=editor) == "undone"


def test_a_moved_row_goes_back_to_its_place(section, row, editor):
    other = SectionFactory(plan=section.plan)
    ActivityFactory(section=section, title="Сосед", position=row.position + 1)
    editing.place_activity(activity_id=row.pk, section_id=other.pk, by=editor)

    editing.undo_row(activity_id=row.pk, by=editor)

    assert [one.title for one in section.activities.order_by("position")] == ["Было", "Сосед"]


def test_an_added_row_is_taken_out_again(section, editor):
    added = editing.add_activity(section_id=section.pk, by=editor, title="Лишняя")

    editing.undo_row(activity_id=added.pk, by=editor)

    assert not Activity.objects.live().exists()


def test_a_plan_sent_for_approval_takes_nothing_back(row, editor):
    change(row, editor, title="Стало")
    Plan.objects.update(status=Plan.Status.REVIEW)

    assert code_of(editing.undo_row, activity_id=row.pk, by=editor) == "plan-not-draft"


def test_only_editors_take_back(row, editor):
    head = UserFactory(committee=editor.committee, role=Role.HEAD)

    with pytest.raises(NotAllowed):
        editing.undo_row(activity_id=row.pk, by=head)


def test_only_the_newest_steps_are_kept(row, editor):
    for number in range(STEPS_KEPT + 3):
        change(row, editor, title=f"Текст {number}")

    assert EditStep.objects.count() == STEPS_KEPT


# Dragging -----------------------------------------------------------------------------------------


def test_a_row_is_dropped_below_another_in_another_section(client, section, row):
    other = SectionFactory(plan=section.plan)
    first = ActivityFactory(section=other, title="Первая", position=1)
    ActivityFactory(section=other, title="Вторая", position=2)

    client.post(
        address("activity-move", row.pk),
        {"section": other.pk, "after": first.pk, "version": 1},
        **HTMX,
    )

    there = other.activities.order_by("position").values_list("title", flat=True)
    assert list(there) == ["Первая", "Было", "Вторая"]


def test_a_row_dropped_under_the_title_is_the_first(client, section, row):
    ActivityFactory(section=section, title="Сверху", position=0)

    client.post(
        address("activity-move", row.pk),
        {"section": section.pk, "after": "", "version": 1},
        **HTMX,
    )

    assert section.activities.order_by("position").first() == row


@pytest.mark.parametrize(
    ("version", "gone", "code"),
    [(2, False, "stale"), (1, True, "place-gone")],
    ids=["changed since", "its neighbour is gone"],
)
def test_a_row_is_not_dropped_into_a_table_that_is_not_as_seen(
    version, gone, code, client, section, row, editor
):
    other = SectionFactory(plan=section.plan)
    neighbour = ActivityFactory(section=other)
    if gone:
        editing.remove_activity(activity_id=neighbour.pk, by=editor)

    response = client.post(
        address("activity-move", row.pk),
        {"section": other.pk, "after": neighbour.pk, "version": version},
        **HTMX,
    )

    row.refresh_from_db()
    assert (response.status_code, response.context["problem"].code) == (422, code)
    assert row.section == section
