"""The list of plans, a plan's page, its head and who answers: through the browser's door."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Plan, RoleGroup
from plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.desk import HTMX, address, page

pytestmark = pytest.mark.django_db


def test_a_committee_without_plans_is_told_where_to_begin(client, editor):
    response = client.get(address("plan-list"))

    assert "Планов пока нет" in page(response)
    assert address("plan-create") in page(response)


def test_the_list_is_filtered_by_state_year_and_words(client, editor):
    fields = {"committee": editor.committee}
    PlanFactory(title="Дорожная карта Объективности", **fields)
    PlanFactory(title="Другой план", status=Plan.Status.APPROVED, **fields)
    old = {"period_from": datetime.date(2020, 9, 1), "period_to": datetime.date(2021, 8, 31)}
    PlanFactory(title="Прошлый план", **old, **fields)

    found = {
        query: [
            plan.title for plan in client.get(f"{address('plan-list')}?{query}").context["page"]
        ]
        for query in ("q=объективности карта", "status=approved", "year=2021", "q=(")
    }

    assert found == {
        "q=объективности карта": ["Дорожная карта Объективности"],
        "status=approved": ["Другой план"],
        "year=2021": ["Прошлый план"],
        "q=(": [],
    }


def test_removed_rows_are_not_counted_in_the_list(client, section):
    ActivityFactory(section=section)
    removed = ActivityFactory(section=section)
    editing.remove_activity(
        activity_id=removed.pk, by=UserFactory(committee=section.plan.committee)
    )

    plans = client.get(address("plan-list")).context["page"]

    assert [plan.activity_count for plan in plans] == [1]


def test_a_plan_is_created_and_opens(client, editor):
    data = {"title": "План\r\nна год", "period_from": "2026-09-01", "period_to": "2027-08-31"}

    response = client.post(address("plan-create"), data, follow=True)

    plan = Plan.objects.get()
    assert plan.title == "План\nна год"
    assert response.redirect_chain == [(plan.get_absolute_url(), 302)]


def test_a_plan_with_its_period_backwards_is_not_created(client, editor):
    data = {"title": "План", "period_from": "2027-09-01", "period_to": "2026-08-31"}

    response = client.post(address("plan-create"), data)

    assert response.status_code == 422
    assert "period_to" in response.context["form"].errors
    assert not Plan.objects.exists()


def test_the_table_shows_what_was_understood_beside_the_wordings(client, editor, section):
    SchoolFactory.create_batch(3, committee=editor.committee)
    RoleGroup.objects.create(
        committee=editor.committee, name="Руководители ОО", members="school-heads"
    )
    for deadline in ("до 30.11.2026", "по мере возможности"):
        editing.add_activity(
            section_id=section.pk, by=editor, deadline=deadline, responsible="Руководители ОО"
        )

    text = page(client.get(section.plan.get_absolute_url()))

    assert "понято: до 30.11.2026" in text
    assert "понято: по событию → ожидает события" in text
    assert text.count("Руководители ОО: 3\u00a0школы") == 2


def queries_of(client, plan):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(plan.get_absolute_url()).status_code == 200
    return len(queries)


def test_a_long_plan_takes_as_many_queries_as_a_short_one(client, editor, plan):
    group = RoleGroup.objects.create(committee=editor.committee, name="Методисты")
    client.get(plan.get_absolute_url())
    counts = []
    for size in (5, 60):
        section = SectionFactory(plan=plan)
        for _ in range(size):
            row = ActivityFactory(section=section)
            row.responsibilities.create(wording="Методисты", group=group)
            row.responsibilities.create(wording="Автор", person=editor.person)
        counts.append(queries_of(client, plan))

    assert counts[0] == counts[1]


def test_a_deputy_reads_the_approved_plan_and_is_offered_no_edits(client, section):
    ActivityFactory(section=section, title="Совещание")
    Plan.objects.filter(pk=section.plan_id).update(status=Plan.Status.APPROVED)
    client.force_login(make_deputy(SchoolFactory(committee=section.plan.committee)))

    text = page(client.get(section.plan.get_absolute_url()))

    assert "Совещание" in text
    assert "plan-editor" not in text
    assert "<textarea" not in text


def test_a_deputy_does_not_find_a_draft(client, section):
    client.force_login(make_deputy(SchoolFactory(committee=section.plan.committee)))

    assert client.get(section.plan.get_absolute_url()).status_code == 404


def head_of(client, plan, **changed):
    """What the head's form would send, with some fields edited."""
    opened = client.get(address("plan-head", plan.pk))
    data = {field.html_name: field.value() or "" for field in opened.context["form"]}
    data["period_from"], data["period_to"] = "2026-09-01", "2027-08-31"
    stamps = opened.context["stamps"]
    data |= {field.html_name: field.value() for field in stamps.management_form}
    for form in stamps:
        data |= {field.html_name: field.value() or "approved" for field in form}
        data[form["text"].html_name] = form["text"].value() or ""
    return data | changed


def test_the_head_takes_texts_stamps_and_the_order_of_columns(client, plan):
    data = head_of(
        client, plan, legend="ОО — школы", place_result=3, place_deadline=5,
        caption_result="Результат", place_number="",
        **{"form-0-kind": "agreed", "form-0-text": "СОГЛАСОВАНО\r\nДиректор"},
    )  # fmt: skip

    response = client.post(address("plan-head", plan.pk), data)

    plan.refresh_from_db()
    assert response.status_code == 302
    assert plan.legend == "ОО — школы"
    assert [column["field"] for column in plan.columns] == [
        "title", "result", "responsible", "deadline",
    ]  # fmt: skip
    assert plan.columns[1]["caption"] == "Результат"
    assert [(stamp.kind, stamp.text) for stamp in plan.stamps.all()] == [
        ("agreed", "СОГЛАСОВАНО\nДиректор")
    ]


def test_a_stale_head_keeps_what_was_typed_beside_what_the_plan_says(client, editor, plan):
    data = head_of(client, plan, title="Моё название")
    editing.change_head(plan_id=plan.pk, version=1, by=editor, title="Название коллеги")

    stale = client.post(address("plan-head", plan.pk), data)
    version = stale.context["form"]["version"].value()
    again = client.post(address("plan-head", plan.pk), data | {"version": version})

    plan.refresh_from_db()
    assert stale.status_code == 409
    assert "Моё название" in page(stale)
    assert "Название коллеги" in page(stale)
    assert (again.status_code, plan.title) == (302, "Моё название")


def test_hidden_columns_keep_their_texts(client, editor, plan, section):
    row = ActivityFactory(section=section, result="Справка")
    columns = [{"field": "title", "caption": "Дело"}]
    editing.change_head(plan_id=plan.pk, version=1, by=editor, columns=columns)

    client.post(
        address("activity-edit", row.pk),
        {"version": 1, "title": "Новое", "was_title": row.title},
        **HTMX,
    )

    row.refresh_from_db()
    assert (row.title, row.result) == ("Новое", "Справка")


def test_numbers_are_typed_anew_on_request(client, plan, section):
    row = ActivityFactory(section=section, number="старый")

    client.post(address("plan-renumber", plan.pk), {"style": "dotted"})

    row.refresh_from_db()
    assert row.number == "1.1"


def test_who_answers_is_put_right_on_a_page_of_its_own(client, editor, section):
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    group = RoleGroup.objects.create(committee=editor.committee, name="Методист")
    part = row.responsibilities.get()
    where = address("activity-responsibles", row.pk)

    opened = client.get(where)
    saved = client.post(
        where, {f"role_{part.pk}": "control", f"who_{part.pk}": f"group:{group.pk}"}
    )

    part.refresh_from_db()
    assert "Похоже на: Методист" in page(opened)
    assert saved.status_code == 302
    assert (part.group, part.role) == (group, "control")


def test_people_of_another_committee_are_not_offered(client, editor, section):
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    foreign = RoleGroup.objects.create(committee=UserFactory().committee, name="Методисты")
    part = row.responsibilities.get()

    response = client.post(
        address("activity-responsibles", row.pk),
        {f"role_{part.pk}": "lead", f"who_{part.pk}": f"group:{foreign.pk}"},
    )

    assert response.status_code == 422
    part.refresh_from_db()
    assert part.group is None


def test_an_editor_is_told_why_a_plan_on_review_is_only_to_be_read(client, plan):
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.REVIEW)

    response = client.get(plan.get_absolute_url())

    assert not response.context["editable"]
    assert "План на согласовании" in page(response)
