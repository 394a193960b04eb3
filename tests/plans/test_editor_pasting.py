"""Copied rows: looked at, chosen, taken into the plan, taken back."""

import pytest

from accounts.errors import RuleViolation
from accounts.models import AuditEvent
from plans.models import Activity, Plan
from plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, SectionFactory
from tests.plans.copied import EXCEL_TEXT, WORD_HTML, WORD_ROWS, WORD_SECTION
from tests.plans.desk import HTMX, address, page

pytestmark = pytest.mark.django_db


def look(client, plan, **sent):
    return client.post(address("paste-preview", plan.pk), sent, **HTMX)


def take(client, plan, looked, **changed):
    """What the preview's form sends."""
    context = looked.context
    sent = {
        "table": context["kept"],
        "column": [column.field or "" for column in context["pasted"].columns],
        "row": sorted(context["ticked"]),
        "place": context["place"],
    }
    return client.post(address("paste-take", plan.pk), sent | changed, **HTMX)


def order(plan):
    rows = Activity.objects.live().filter(section__plan=plan)
    ordered = rows.order_by("section__position", "position")
    return [(row.section.title, row.title) for row in ordered.select_related("section")]


def test_a_preview_shows_where_everything_goes_and_changes_nothing(client, plan, section):
    response = look(client, plan, html=WORD_HTML)

    text = page(response)
    assert response.status_code == 200
    assert "понято: до 15.10.2026" in text
    assert WORD_SECTION in text
    assert not Activity.objects.exists()


def test_a_table_of_word_becomes_a_section_with_its_rows(client, plan, section):
    ActivityFactory(section=section, title="Прежняя")

    response = take(client, plan, look(client, plan, html=WORD_HTML))

    rows = Activity.objects.filter(section__title=WORD_SECTION).order_by("position")
    fields = ("number", "title", "deadline", "responsible")
    assert response["HX-Retarget"] == "#plan-grid"
    assert list(rows.values(*fields)) == WORD_ROWS
    assert rows[0].readings[0]["by"] == "2026-10-15"
    assert rows[0].responsibilities.count() == 2


def test_rows_go_below_the_chosen_one(client, plan, section):
    first = ActivityFactory(section=section, title="первая", position=1)
    ActivityFactory(section=section, title="вторая", position=2)
    other = SectionFactory(plan=plan, title="Другой", position=9)
    looked = look(client, plan, text=EXCEL_TEXT, place=f"row:{first.pk}")

    take(client, plan, looked)
    take(client, plan, look(client, plan, text="последняя\tмай", field="title"),
         place=f"section:{other.pk}")  # fmt: skip

    assert order(plan) == [
        (section.title, "первая"),
        (section.title, "Собрать вопросы"),
        (section.title, "Провести встречу\nс директорами"),
        (section.title, "вторая"),
        ("Другой", "последняя"),
    ]


def test_an_empty_plan_takes_copied_rows(client, plan):
    take(client, plan, look(client, plan, text=EXCEL_TEXT))

    assert [title for _, title in order(plan)] == [
        "Собрать вопросы",
        "Провести встречу\nс директорами",
    ]


def test_only_ticked_rows_come(client, plan, section):
    looked = look(client, plan, text=EXCEL_TEXT)

    take(client, plan, looked, row=[2])

    assert [title for _, title in order(plan)] == ["Провести встречу\nс директорами"]


def test_columns_go_where_a_person_says(client, plan, section):
    looked = look(client, plan, text="встреча\tсправка")
    again = look(client, plan, table=looked.context["kept"], column=["title", "result"])

    take(client, plan, again)

    row = Activity.objects.get()
    assert (row.title, row.result) == ("встреча", "справка")


def test_without_a_ticked_row_nothing_happens_and_the_preview_stays(client, plan, section):
    response = take(client, plan, look(client, plan, text=EXCEL_TEXT), row=[])

    assert response.status_code == 422
    assert "Не выбрано ни одной строки" in page(response)
    assert "Собрать вопросы" in page(response)
    assert not Activity.objects.exists()


def test_a_row_removed_meanwhile_is_no_place_to_paste_at(client, plan, section, editor):
    row = ActivityFactory(section=section)
    looked = look(client, plan, text=EXCEL_TEXT, place=f"row:{row.pk}")
    editing.remove_activity(activity_id=row.pk, by=editor)

    response = take(client, plan, looked, place=f"row:{row.pk}")

    assert response.status_code == 422
    assert not Activity.objects.live().exists()


@pytest.mark.parametrize("table", ["x", "eyJhIjoxfQ:1abc:sig"], ids=["junk", "another's key"])
def test_a_table_that_the_portal_has_not_written_is_refused(table, client, plan, section):
    response = client.post(address("paste-take", plan.pk), {"table": table, "row": ["1"]}, **HTMX)

    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_a_table_looked_at_in_one_plan_is_not_taken_into_another(client, plan, section):
    kept = look(client, plan, text=EXCEL_TEXT).context["kept"]
    other = SectionFactory(plan__committee=plan.committee).plan

    response = client.post(address("paste-take", other.pk), {"table": kept, "row": ["1"]}, **HTMX)

    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_copied_text_without_a_table_is_refused_in_plain_words(client, plan):
    response = look(client, plan, text="  ")

    assert response.status_code == 422
    assert "Таблицы в скопированном нет" in page(response)


def test_pasting_is_one_decision_and_one_undo(client, plan, section):
    ActivityFactory(section=section, title="Прежняя")
    response = take(client, plan, look(client, plan, html=WORD_HTML))
    step = response.context["step"]

    undone = client.post(address("step-undo", step.pk), **HTMX)

    assert address("step-undo", step.pk) in page(response)
    assert order(plan) == [(section.title, "Прежняя")]
    assert WORD_SECTION not in [part.section.title for part in undone.context["grid"].sections]
    actions = AuditEvent.objects.about(plan).values_list("action", flat=True)
    assert sorted(actions) == ["edit-undone", "rows-pasted"]


def test_pasted_rows_that_a_colleague_has_edited_stay(client, plan, section, editor):
    step = take(client, plan, look(client, plan, text=EXCEL_TEXT)).context["step"]
    edited = Activity.objects.order_by("pk").first()
    colleague = UserFactory(committee=editor.committee)
    editing.change_activity(activity_id=edited.pk, version=1, by=colleague, title="Моё")

    with pytest.raises(RuleViolation) as refused:
        editing.undo_step(step_id=step.pk, by=editor)

    assert refused.value.code == "stale"
    assert edited.number in str(refused.value)
    assert Activity.objects.live().count() == 2


def test_a_plan_on_review_takes_no_rows(client, plan, section):
    looked = look(client, plan, text=EXCEL_TEXT)
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.REVIEW)

    response = take(client, plan, looked)

    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_without_scripts_rows_are_pasted_on_pages_of_their_own(client, plan, section):
    opened = client.get(address("paste-preview", plan.pk))
    looked = client.post(address("paste-preview", plan.pk), {"text": EXCEL_TEXT})
    taken = client.post(
        address("paste-take", plan.pk),
        {"table": looked.context["kept"], "row": ["1", "2"], "place": ""},
    )

    assert "<html" in page(opened)
    assert "<html" in page(looked)
    assert taken.status_code == 302
    assert Activity.objects.count() == 2


def test_a_number_too_long_for_its_column_is_not_lost(plan, section, editor):
    text = "по согласованию с управлением"

    editing.paste_rows(
        plan_id=plan.pk,
        parts=[editing.NewPart("", [{"number": text, "title": "Встреча"}])],
        by=editor,
    )

    row = Activity.objects.get()
    assert (row.number, row.title) == ("", f"{text}\nВстреча")
