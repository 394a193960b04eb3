"""A file goes into a draft that is there already: row by row, all at once, or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.models import Activity, Plan, PlanImport
from plans.reports.merging import merge_of
from plans.services import editing, imports
from plans.services.merging import merge_file
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory
from tests.plans.desk import address, page
from tests.plans.docx_plans import FIRST, SECOND, THIRD, heading_row
from tests.plans.docx_plans import plan as word_plan
from tests.plans.test_imports import TODAY
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
NAMES = ("number", "title", "deadline", "responsible", "result")
SECTION = "Задача 1. Спокойная подготовка"


def row_of(section, texts, position):
    return ActivityFactory(
        section=section, position=position, **dict(zip(NAMES, texts, strict=True))
    )


def titles(plan):
    rows = Activity.objects.live().filter(section__plan=plan)
    return list(rows.order_by("section__position", "position").values_list("title", flat=True))


def by_state(merge):
    return {row.state: row.key for row in merge.rows}


@pytest.fixture
def rows(section):
    """In the plan: the first row as in the file, another that the file has changed, an own one."""
    return [
        row_of(section, FIRST, 1),
        row_of(section, (*SECOND[:2], "Октябрь 2025", *SECOND[3:]), 2),
        row_of(section, ("9", "Разослать письма родителям", "май", "Отдел", "Письма"), 3),
    ]


@pytest.fixture
def kept(editor):
    """In the file: the first row, a new one, the second with another deadline."""
    content = word_plan(heading_row(SECTION), FIRST, ("2", *THIRD[1:]), ("3", *SECOND[1:]))
    return imports.keep_file(content=content, name="план.docx", by=editor, today=TODAY)


@pytest.fixture
def merge(plan, rows, kept):
    return merge_of(plan, imports.PlanOutline.from_json(kept.outline))


def taking(plan, kept, *keys, by):
    return merge_file(plan_id=plan.pk, import_id=kept.pk, taken=keys, by=by)


def test_each_row_is_new_changed_the_same_or_missing(merge):
    assert [(row.state, (row.new or row.row).title) for row in merge.rows] == [
        ("same", FIRST[1]),
        ("added", THIRD[1]),
        ("changed", SECOND[1]),
        ("missing", "Разослать письма родителям"),
    ]


def test_only_what_was_chosen_is_done(merge, plan, rows, kept, editor):
    taking(plan, kept, by_state(merge)["added"], by=editor)

    rows[1].refresh_from_db()
    assert titles(plan) == [FIRST[1], THIRD[1], SECOND[1], "Разослать письма родителям"]
    assert rows[1].deadline == "Октябрь 2025"


def test_a_changed_row_takes_the_text_and_is_read_anew(merge, plan, rows, kept, editor):
    taking(plan, kept, by_state(merge)["changed"], by=editor)

    row = Activity.objects.get(pk=rows[1].pk)
    assert (row.deadline, row.number, row.version) == (SECOND[2], "3", 2)
    assert row.readings[0]["start"] == "2025-11-01"


def test_a_row_that_the_file_lacks_is_removed_only_when_asked(merge, plan, rows, kept, editor):
    taking(plan, kept, by_state(merge)["missing"], by=editor)

    assert titles(plan) == [FIRST[1], SECOND[1]]


def test_the_whole_step_is_taken_back_at_once(merge, plan, rows, kept, editor):
    before = titles(plan)
    keys = [row.key for row in merge.rows if row.state != "same"]

    step = taking(plan, kept, *keys, by=editor)
    after = titles(plan)
    editing.undo_step(step_id=step.pk, by=editor)

    rows[1].refresh_from_db()
    assert after == [FIRST[1], THIRD[1], SECOND[1]]
    assert titles(plan) == before
    assert rows[1].deadline == "Октябрь 2025"


def test_nothing_is_done_where_a_row_has_changed_since_it_was_shown(
    merge, plan, rows, kept, editor
):
    keys = by_state(merge)
    editing.change_activity(activity_id=rows[1].pk, version=1, by=editor, deadline="Декабрь")

    code = refusal(taking, plan, kept, keys["added"], keys["changed"], by=editor)

    assert code == "stale"
    assert THIRD[1] not in titles(plan)


def test_another_kind_of_blank_is_no_difference(plan, rows, kept):
    Activity.objects.filter(pk=rows[0].pk).update(title=FIRST[1].replace(" ", "\u00a0"))

    merge = merge_of(plan, imports.PlanOutline.from_json(kept.outline))

    assert merge.rows[0].state == "same"


def test_nothing_ticked_is_told(merge, plan, kept, editor):
    assert refusal(taking, plan, kept, by=editor) == "nothing-left"


def test_a_plan_on_review_takes_no_file(merge, plan, kept, editor):
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.REVIEW)

    assert refusal(taking, plan, kept, by_state(merge)["added"], by=editor) == "plan-not-draft"


def test_rows_of_a_section_that_the_plan_lacks_bring_it_along(plan, rows, editor):
    content = word_plan(heading_row(SECTION), FIRST, heading_row("Раздел 7. Итоги"), THIRD)
    kept = imports.keep_file(content=content, name="план.docx", by=editor, today=TODAY)
    merge = merge_of(plan, imports.PlanOutline.from_json(kept.outline))

    taking(plan, kept, by_state(merge)["added"], by=editor)

    row = Activity.objects.get(title=THIRD[1])
    assert row.section.title == "Раздел 7. Итоги"


def test_a_plan_that_numbers_by_itself_keeps_its_numbers(plan, rows, kept, editor):
    editing.renumber(plan_id=plan.pk, style=Plan.Numbering.DOTTED, by=editor)
    plan.refresh_from_db()
    merge = merge_of(plan, imports.PlanOutline.from_json(kept.outline))

    taking(plan, kept, by_state(merge)["added"], by=editor)

    numbers = Activity.objects.filter(section__plan=plan).order_by("position")
    assert merge.rows[0].state == "same"
    assert [row.number for row in numbers] == ["1.1", "1.2", "1.3", "1.4"]


def test_a_file_is_brought_to_a_draft_by_its_page(client, plan, rows):
    content = word_plan(heading_row(SECTION), FIRST, THIRD)
    upload = {"file": SimpleUploadedFile("план.docx", content)}

    response = client.post(f"{address('import-create')}?plan={plan.pk}", upload)
    shown = page(client.get(response.url))
    added = by_state(
        merge_of(plan, imports.PlanOutline.from_json(PlanImport.objects.get().outline))
    )
    client.post(response.url, {"row": [added["added"]]})

    assert response.url == address("import-merge", plan.pk, PlanImport.objects.get().pk)
    assert "нет в файле" in shown
    assert THIRD[1] in titles(plan)


def test_a_draft_of_another_committee_is_not_found(client, plan, kept):
    client.force_login(UserFactory())

    codes = [
        client.get(address("import-merge", plan.pk, kept.pk)).status_code,
        client.get(f"{address('import-create')}?plan={plan.pk}").status_code,
    ]

    assert codes == [404, 404]
