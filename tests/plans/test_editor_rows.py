"""Rows and sections edited in place: through the browser's door."""

import json

import pytest

from plans.models import Activity, Plan, Section
from plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, SectionFactory
from tests.plans.desk import HTMX, address, page, sent

pytestmark = pytest.mark.django_db


def test_an_open_row_is_a_form_in_place_and_a_page_without_scripts(client, section):
    row = ActivityFactory(section=section, title="Первый абзац\nвторой абзац")

    in_place = page(client.get(address("activity-edit", row.pk), **HTMX))
    whole = page(client.get(address("activity-edit", row.pk)))

    assert in_place.strip().startswith(f'<tr id="activity-{row.pk}"')
    assert "Первый абзац\nвторой абзац</textarea>" in in_place
    assert "<html" in whole


def test_a_saved_row_comes_back_alone(client, section):
    row, other = ActivityFactory(section=section), ActivityFactory(section=section, title="Другая")

    response = client.post(
        address("activity-edit", row.pk), sent(row, title="Новое\r\nдело"), **HTMX
    )

    row.refresh_from_db()
    said = json.loads(response["HX-Trigger-After-Swap"])["plan-said"]
    assert (response.status_code, row.title) == (200, "Новое\nдело")
    assert page(response).strip().startswith(f'<tr id="activity-{row.pk}"')
    assert other.title not in page(response)
    assert said["focus"] == f"activity-{row.pk}"


def test_without_scripts_a_saved_row_leads_back_to_its_place(client, section):
    row = ActivityFactory(section=section)

    response = client.post(address("activity-edit", row.pk), sent(row, result="Справка"))

    assert response.url == f"{section.plan.get_absolute_url()}#activity-{row.pk}"


def test_a_stale_edit_shows_both_texts_and_loses_neither(client, editor, section):
    row = ActivityFactory(section=section, title="Было", result="Итог")
    colleague = UserFactory(committee=editor.committee)
    editing.change_activity(
        activity_id=row.pk, version=1, by=colleague, title="Коллега", result="Итог коллеги"
    )

    response = client.post(address("activity-edit", row.pk), sent(row, title="Моё"), **HTMX)

    text, form = page(response), response.context["form"]
    assert response.status_code == 409
    assert response.context["problem"].code == "stale"
    assert response.context["differences"] == [("title", "Мероприятие", "Моё", "Коллега")]
    assert response.context["updates"] == ["Ожидаемый результат"]
    assert str(colleague) in text
    assert form["title"].value() == "Моё"
    assert form["result"].value() == "Итог коллеги"
    row.refresh_from_db()
    assert (row.title, row.result) == ("Коллега", "Итог коллеги")


@pytest.mark.parametrize(("choice", "title"), [("mine", "Моё"), ("theirs", "Коллега")])
def test_after_the_choice_a_stale_edit_is_saved(choice, title, client, editor, section):
    row = ActivityFactory(section=section, title="Было")
    editing.change_activity(activity_id=row.pk, version=1, by=editor, title="Коллега")
    refused = client.post(address("activity-edit", row.pk), sent(row, title="Моё"), **HTMX)
    again = {field.name: field.value() or "" for field in refused.context["form"]}

    response = client.post(
        address("activity-edit", row.pk), again | {"choice_title": choice}, **HTMX
    )

    row.refresh_from_db()
    assert (response.status_code, row.title) == (200, title)


def test_an_edit_without_the_texts_as_opened_still_meets_a_conflict(client, editor, section):
    row = ActivityFactory(section=section, title="Было")
    editing.change_activity(activity_id=row.pk, version=1, by=editor, title="Коллега")

    response = client.post(address("activity-edit", row.pk), {"version": 1, "title": "Моё"}, **HTMX)

    assert response.status_code == 409
    assert ("title", "Мероприятие", "Моё", "Коллега") in response.context["differences"]


def test_an_edit_of_a_plan_sent_for_approval_is_refused_with_the_text_kept(client, section):
    row = ActivityFactory(section=section, title="Было")
    Plan.objects.filter(pk=section.plan_id).update(status=Plan.Status.REVIEW)

    response = client.post(address("activity-edit", row.pk), sent(row, title="Моё"), **HTMX)

    row.refresh_from_db()
    assert (response.status_code, row.title) == (422, "Было")
    assert response.context["problem"].code == "plan-not-draft"
    assert "Моё</textarea>" in page(response)


def test_a_row_removed_meanwhile_is_brought_back_with_the_new_text(client, editor, section):
    row = ActivityFactory(section=section)
    editing.remove_activity(activity_id=row.pk, by=editor)

    refused = client.post(address("activity-edit", row.pk), sent(row, title="Моё"), **HTMX)
    saved = client.post(
        address("activity-edit", row.pk), sent(row, title="Моё", restore="1"), **HTMX
    )

    row.refresh_from_db()
    assert (refused.status_code, refused.context["problem"].code) == (409, "removed")
    assert (saved.status_code, row.title, row.deleted_at) == (200, "Моё", None)


def test_a_text_too_long_stays_in_the_form(client, section):
    row = ActivityFactory(section=section)

    response = client.post(address("activity-edit", row.pk), sent(row, number="9" * 21), **HTMX)

    assert response.status_code == 422
    assert "9" * 21 in page(response)


def test_the_first_row_of_an_empty_plan_brings_its_own_section(client, plan):
    response = client.post(address("activity-create", plan.pk), {"title": "Первое"}, **HTMX)

    row = Activity.objects.get()
    assert (row.title, row.section.plan, row.section.title) == ("Первое", plan, "")
    assert response["HX-Retarget"] == "#plan-grid"
    assert f'<tbody data-section="{row.section.pk}">' in page(response)


def test_new_rows_go_where_they_were_asked_for_and_take_the_next_number(client, plan, section):
    first = ActivityFactory(section=section, number="1.1", title="а", position=1)
    ActivityFactory(section=section, number="1.5", title="б", position=2)
    create = address("activity-create", plan.pk)

    below = client.get(f"{create}?after={first.pk}", **HTMX).context["form"]["number"].value()
    client.post(f"{create}?after={first.pk}", {"title": "ниже"}, **HTMX)
    client.post(f"{create}?section={section.pk}", {"title": "сверху"}, **HTMX)
    client.post(f"{create}?section={section.pk}&end=1", {"title": "в конце"}, **HTMX)

    order = section.activities.order_by("position").values_list("title", flat=True)
    assert below == "1.2"
    assert list(order) == ["сверху", "а", "ниже", "б", "в конце"]


@pytest.mark.parametrize("query", ["after=77777", "section=77777"])
def test_a_row_is_not_added_below_what_is_not_there(query, client, plan, section):
    response = client.post(f"{address('activity-create', plan.pk)}?{query}", {"title": "x"})

    assert response.status_code == 404
    assert not Activity.objects.exists()


def test_a_removed_row_is_offered_back(client, section):
    row = ActivityFactory(section=section, title="Нечаянно")

    removed = client.post(address("activity-remove", row.pk), **HTMX)
    restored = client.post(address("activity-restore", row.pk), **HTMX)

    row.refresh_from_db()
    assert address("activity-restore", row.pk) in page(removed)
    assert f'id="activity-{row.pk}"' not in page(removed)
    assert f'id="activity-{row.pk}"' in page(restored)
    assert row.deleted_at is None


def test_moved_rows_come_back_in_the_whole_table(client, section):
    first = ActivityFactory(section=section, title="Первая", position=1)
    ActivityFactory(section=section, title="Вторая", position=2)

    response = client.post(address("activity-move", first.pk), {"direction": "down"}, **HTMX)

    assert response["HX-Retarget"] == "#plan-grid"
    assert page(response).index("Вторая") < page(response).index("Первая")


def test_a_row_is_carried_into_another_section(client, plan, section):
    row, other = ActivityFactory(section=section), SectionFactory(plan=plan)
    foreign = SectionFactory()

    carried = client.post(address("activity-move", row.pk), {"section": other.pk})
    refused = client.post(address("activity-move", row.pk), {"section": foreign.pk})

    row.refresh_from_db()
    assert (carried.status_code, refused.status_code) == (302, 404)
    assert row.section == other


def test_sections_are_added_renamed_moved_removed_and_restored(client, plan, section):
    client.post(address("section-create", plan.pk), {"title": "II. Работа"}, **HTMX)
    added = Section.objects.get(title="II. Работа")

    edited = client.post(
        address("section-edit", added.pk),
        {"version": 1, "title": "II. Дело", "was_title": "II. Работа"},
        **HTMX,
    )
    client.post(address("section-move", added.pk), {"direction": "up"}, **HTMX)
    client.post(address("section-remove", section.pk), **HTMX)
    removed = client.get(plan.get_absolute_url()).context["grid"]
    client.post(address("section-restore", section.pk), **HTMX)
    restored = client.get(plan.get_absolute_url()).context["grid"]

    assert "II. Дело" in page(edited)
    assert [part.section for part in removed.sections] == [added]
    assert [part.section for part in restored.sections] == [added, section]


def test_a_stale_title_of_a_section_shows_both(client, editor, section):
    editing.change_section(section_id=section.pk, version=1, by=editor, title="Коллега")

    response = client.post(
        address("section-edit", section.pk),
        {"version": 1, "title": "Моё", "was_title": section.title},
        **HTMX,
    )

    assert response.status_code == 409
    assert [tuple(one)[2:] for one in response.context["differences"]] == [("Моё", "Коллега")]


def test_a_deadline_is_read_while_it_is_typed_and_nothing_is_saved(client, section):
    row = ActivityFactory(section=section, deadline="")

    dated = client.post(
        address("deadline-preview", section.plan_id), {"deadline": "к 1 мая 2027 года"}, **HTMX
    )
    empty = client.post(address("deadline-preview", section.plan_id), {"deadline": " "}, **HTMX)

    row.refresh_from_db()
    assert "понято: до 01.05.2027" in page(dated)
    assert not page(empty).strip()
    assert row.deadline == ""


def test_typed_markup_is_shown_as_text(client, editor, section):
    editing.add_activity(section_id=section.pk, by=editor, title="<script>alert(1)</script>")

    text = page(client.get(section.plan.get_absolute_url()))

    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
