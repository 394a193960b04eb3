"""Ctrl+Z: one's own last step with a row, through the server."""

import datetime

import pytest

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import Role
from plans.deadlines import Reading
from plans.models import Activity, EditStep, Plan
from plans.models.steps import STEPS_KEPT
from plans.services import corrections, editing
from tests.factories.accounts import PersonFactory, UserFactory
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


def said_to_be(row, by, person, role="lead"):
    """Somebody says who the only part of the wording is."""
    part = row.responsibilities.get()
    answer = corrections.Answer(part.pk, role, f"person:{person.pk}" if person else "")
    corrections.correct_responsibles(activity_id=row.pk, answers=[answer], by=by)


def who_answers(row):
    return [
        (part.wording, part.person, part.role, part.is_corrected)
        for part in row.responsibilities.all()
    ]


def test_a_person_chosen_for_a_name_comes_back_with_the_wording(section, editor):
    person = PersonFactory(committee=editor.committee)
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    said_to_be(row, editor, person, role="control")
    change(row, editor, responsible="Учителя")

    editing.undo_row(activity_id=row.pk, by=editor)

    assert who_answers(row) == [("Методисты", person, "control", True)]


def test_the_choice_of_a_person_is_a_step_of_its_own(section, editor):
    first, second = PersonFactory.create_batch(2, committee=editor.committee)
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    said_to_be(row, editor, first)
    said_to_be(row, editor, second)

    seen = []
    for _ in range(2):
        editing.undo_row(activity_id=row.pk, by=editor)
        seen += who_answers(row)

    assert seen == [("Методисты", first, "lead", True), ("Методисты", None, "lead", False)]


def test_a_person_who_left_the_directory_does_not_come_back(section, editor):
    person = PersonFactory(committee=editor.committee)
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    said_to_be(row, editor, person)
    change(row, editor, responsible="Учителя")
    person.delete()

    editing.undo_row(activity_id=row.pk, by=editor)

    assert who_answers(row) == [("Методисты", None, "lead", True)]


def test_whom_a_colleague_chose_since_is_not_lost(section, editor):
    person = PersonFactory(committee=editor.committee)
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    change(row, editor, title="Моё")
    said_to_be(row, UserFactory(committee=editor.committee), person)

    code = code_of(editing.undo_row, activity_id=row.pk, by=editor)

    assert (code, who_answers(row)) == ("stale", [("Методисты", person, "lead", True)])


def test_a_reading_put_right_is_taken_back_before_the_text(row, editor):
    change(row, editor, deadline="после праздников")
    row.refresh_from_db()
    understood = row.readings
    corrections.correct_readings(
        activity_id=row.pk,
        version=row.version,
        readings=[Reading("by", by=datetime.date(2027, 3, 15))],
        by=editor,
    )

    seen = []
    for _ in range(2):
        editing.undo_row(activity_id=row.pk, by=editor)
        row.refresh_from_db()
        seen.append((row.deadline, row.readings_corrected))

    assert seen == [("после праздников", False), ("до 30.11.2026", False)]
    assert row.readings != understood


def test_what_is_put_right_in_an_approved_plan_is_no_step(row, editor):
    Plan.objects.update(status=Plan.Status.APPROVED)

    corrections.correct_readings(
        activity_id=row.pk,
        version=row.version,
        readings=[Reading("by", by=datetime.date(2027, 3, 15))],
        by=editor,
    )

    assert not EditStep.objects.exists()


def test_many_rows_get_back_the_people_chosen_for_them(section, editor):
    person = PersonFactory(committee=editor.committee)
    rows = [
        editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
        for _ in range(2)
    ]
    said_to_be(rows[0], editor, person)
    chosen = [editing.Chosen(rows[0].pk, 2), editing.Chosen(rows[1].pk, 1)]
    step = editing.change_many(
        plan_id=section.plan_id, chosen=chosen, field="responsible", text="Учителя", by=editor
    )

    editing.undo_step(step_id=step.pk, by=editor)

    assert [who_answers(row) for row in rows] == [
        [("Методисты", person, "lead", True)],
        [("Методисты", None, "lead", False)],
    ]


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
