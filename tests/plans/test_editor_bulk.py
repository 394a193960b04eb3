"""Many rows at once: chosen, changed, moved, removed, taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import RuleViolation
from accounts.models import AuditEvent
from plans.models import Activity, EditStep, RoleGroup
from plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, SectionFactory
from tests.plans.desk import HTMX, address, page
from tests.plans.desk import sent as one_row_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(section):
    return [
        ActivityFactory(section=section, position=place, number=f"1.{place}", title=f"Дело {place}")
        for place in range(1, 4)
    ]


def seen(*rows):
    return [editing.Chosen(row.pk, row.version) for row in rows]


def sent(*rows, **values):
    return {"row": [f"{row.pk}:{row.version}" for row in rows], **values}


def titles(section):
    live = section.activities.filter(deleted_at__isnull=True).order_by("position", "pk")
    return list(live.values_list("title", flat=True))


def test_one_deadline_goes_into_all_chosen_rows_and_is_read(client, plan, rows):
    first, second, _ = rows

    response = client.post(
        address("bulk-take", plan.pk),
        sent(first, second, action="deadline", text="до 15.01.2027"),
        **HTMX,
    )

    changed = Activity.objects.filter(deadline="до 15.01.2027")
    assert response.status_code == 200
    assert {(row.pk, row.version) for row in changed} == {(first.pk, 2), (second.pk, 2)}
    assert {row.readings[0]["by"] for row in changed} == {"2027-01-15"}


def test_one_decision_is_one_line_of_the_journal(editor, plan, rows):
    editing.change_many(
        plan_id=plan.pk, chosen=seen(*rows), field="responsible", text="Методисты", by=editor
    )

    event = AuditEvent.objects.get()
    assert (event.action, event.details["rows"]) == ("activities-changed", 3)
    assert not EditStep.objects.exclude(action="bulk").exists()


def test_new_responsibles_are_recognised_in_every_row(editor, plan, rows):
    group = RoleGroup.objects.create(committee=editor.committee, name="Методисты")

    editing.change_many(
        plan_id=plan.pk, chosen=seen(*rows), field="responsible", text="Методисты", by=editor
    )

    assert [row.responsibilities.get().group for row in rows] == [group] * 3


@pytest.mark.parametrize(
    ("action", "values", "shown"),
    [
        ("deadline", {"text": "до 15.01.2027"}, "понято: до 15.01.2027"),
        ("responsible", {"text": "Методисты, Никто Н. Н."}, "нет в справочнике: Никто Н. Н."),
        ("carry", {}, "Перенести в раздел"),
    ],
)
def test_what_is_understood_is_shown_before_it_is_taken(
    action, values, shown, client, plan, rows, editor
):
    RoleGroup.objects.create(committee=editor.committee, name="Методисты")

    response = client.post(
        address("bulk-preview", plan.pk), sent(*rows, action=action, **values), **HTMX
    )

    assert shown in page(response)
    assert "Дело 3" in page(response)
    assert {row.version for row in Activity.objects.all()} == {1}


def test_a_row_changed_meanwhile_is_named_and_nothing_is_done(client, plan, rows, editor):
    second = rows[1]
    colleague = UserFactory(committee=editor.committee)
    editing.change_activity(activity_id=second.pk, version=1, by=colleague, deadline="июнь")

    response = client.post(
        address("bulk-take", plan.pk), sent(*rows, action="deadline", text="май"), **HTMX
    )

    text = page(response)
    assert response.status_code == 409
    assert "строку №\u00a01.2" in text
    assert "июнь" in text
    assert not Activity.objects.filter(deadline="май").exists()


def test_after_a_second_look_the_same_choice_is_taken(client, plan, rows, editor):
    editing.change_activity(activity_id=rows[1].pk, version=1, by=editor, deadline="июнь")
    where, values = address("bulk-take", plan.pk), {"action": "deadline", "text": "май"}
    refused = client.post(where, sent(*rows, **values), **HTMX)
    again = [f"{row.pk}:{version}" for row, version in refused.context["rows"]]

    client.post(where, {"row": again, **values}, **HTMX)

    assert Activity.objects.filter(deadline="май").count() == 3


@pytest.mark.parametrize("removed", [True, False], ids=["removed", "of another plan"])
def test_rows_that_are_not_there_refuse_the_choice(removed, plan, rows, editor):
    row = rows[0] if removed else ActivityFactory()
    if removed:
        editing.remove_activity(activity_id=row.pk, by=editor)

    with pytest.raises(RuleViolation) as refused:
        editing.remove_many(plan_id=plan.pk, chosen=seen(row), by=editor)

    assert refused.value.code == ("stale" if removed else "no-rows")


def test_chosen_rows_are_removed_and_brought_back_together(client, plan, section, rows):
    removed = client.post(address("bulk-take", plan.pk), sent(*rows[:2], action="remove"), **HTMX)
    left = titles(section)

    client.post(address("step-undo", removed.context["step"].pk), **HTMX)

    assert left == ["Дело 3"]
    assert titles(section) == ["Дело 1", "Дело 2", "Дело 3"]


def test_chosen_rows_go_to_another_section_in_their_order_and_back(client, plan, section, rows):
    other = SectionFactory(plan=plan)
    ActivityFactory(section=other, title="Там")
    first, _, third = rows

    carried = client.post(
        address("bulk-take", plan.pk), sent(third, first, action="carry", section=other.pk), **HTMX
    )
    there = (titles(section), titles(other))
    client.post(address("step-undo", carried.context["step"].pk), **HTMX)

    assert there == (["Дело 2"], ["Там", "Дело 1", "Дело 3"])
    assert (titles(section), titles(other)) == (["Дело 1", "Дело 2", "Дело 3"], ["Там"])


def test_rows_are_not_carried_into_a_section_of_another_plan(client, plan, rows):
    foreign = SectionFactory()

    response = client.post(
        address("bulk-take", plan.pk), sent(*rows, action="carry", section=foreign.pk), **HTMX
    )

    assert response.status_code == 422
    assert not foreign.activities.exists()


def test_one_text_in_many_rows_is_taken_back_with_every_old_text(plan, rows, editor):
    Activity.objects.filter(pk=rows[0].pk).update(deadline="июнь")
    step = editing.change_many(
        plan_id=plan.pk, chosen=seen(*rows), field="deadline", text="май", by=editor
    )

    editing.undo_step(step_id=step.pk, by=editor)

    back = list(Activity.objects.order_by("pk").values_list("deadline", "version"))
    assert back == [("июнь", 3), (rows[1].deadline, 3), (rows[2].deadline, 3)]


def test_many_rows_take_as_many_queries_as_few(django_assert_max_num_queries, plan, editor):
    section = SectionFactory(plan=plan)
    rows = [ActivityFactory(section=section) for _ in range(60)]

    with django_assert_max_num_queries(25):
        editing.change_many(
            plan_id=plan.pk, chosen=seen(*rows), field="responsible", text="Все", by=editor
        )


def test_a_row_of_a_long_plan_is_saved_with_as_many_queries_as_of_a_short_one(
    client, plan, section
):
    row = ActivityFactory(section=section)
    counts = []
    for size in (0, 60):
        ActivityFactory.create_batch(size, section=section)
        for _ in range(2):  # the first request fills caches
            row.refresh_from_db()
            texts = one_row_sent(row, title=f"{row.title}!")
            with CaptureQueriesContext(connection) as queries:
                client.post(address("activity-edit", row.pk), texts, **HTMX)
        counts.append(len(queries))

    assert counts[0] == counts[1]
