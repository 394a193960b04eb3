"""A plan that numbers its rows by itself, in the way its people chose."""

import pytest

from plans.models import Activity, Plan, Section
from plans.services import editing, imports
from tests.factories.plans import ActivityFactory, SectionFactory
from tests.plans.desk import HTMX, address, page
from tests.plans.docx_plans import FIRST, SECOND, heading_row
from tests.plans.docx_plans import plan as word_plan
from tests.plans.test_imports import TODAY

pytestmark = pytest.mark.django_db


def numbers(plan):
    rows = Activity.objects.live().filter(section__plan=plan)
    return list(rows.order_by("section__position", "position").values_list("number", flat=True))


@pytest.fixture
def dotted(editor, plan, section):
    """Two sections, 1.1, 1.2 and 2.1."""
    ActivityFactory.create_batch(2, section=section)
    ActivityFactory(section=SectionFactory(plan=plan, position=2))
    editing.renumber(plan_id=plan.pk, style=Plan.Numbering.DOTTED, by=editor)
    plan.refresh_from_db()
    return plan


def test_a_plan_remembers_how_it_is_numbered(dotted):
    assert dotted.numbering == "dotted"
    assert numbers(dotted) == ["1.1", "1.2", "2.1"]


def test_a_row_put_in_between_moves_the_numbers_below(dotted, editor, section):
    row = editing.add_activity(section_id=section.pk, by=editor, at_top=True, number="7")

    assert row.number == "1.1"
    assert numbers(dotted) == ["1.1", "1.2", "1.3", "2.1"]


def test_a_removed_row_leaves_no_gap_and_comes_back_to_its_number(dotted, editor, section):
    first = section.activities.order_by("position").first()

    editing.remove_activity(activity_id=first.pk, by=editor)
    after_removal = numbers(dotted)
    editing.restore_activity(activity_id=first.pk, by=editor)

    assert after_removal == ["1.1", "2.1"]
    assert numbers(dotted) == ["1.1", "1.2", "2.1"]


def test_moved_rows_and_sections_are_numbered_where_they_stand(dotted, editor, section):
    last = Activity.objects.get(number="1.2")

    editing.move_activity(activity_id=last.pk, direction="down", by=editor)
    after_row = numbers(dotted)
    editing.move_section(section_id=section.pk, direction="down", by=editor)

    assert after_row == ["1.1", "2.1", "2.2"]
    assert numbers(dotted) == ["1.1", "1.2", "2.1"]


def test_pasted_rows_and_a_section_without_a_name_are_numbered(dotted, editor):
    part = editing.NewPart("Раздел 3", [{"title": "Новое"}, {"title": "Ещё", "number": "9"}])

    editing.paste_rows(plan_id=dotted.pk, parts=[part], by=editor)
    after_paste = numbers(dotted)
    unnamed = Section.objects.get(title="Раздел 3")
    editing.change_section(section_id=unnamed.pk, version=1, by=editor, title="")

    assert after_paste == ["1.1", "1.2", "2.1", "3.1", "3.2"]
    assert numbers(dotted) == ["1.1", "1.2", "2.1", "1", "2"]


def test_what_is_taken_back_is_numbered_again(dotted, editor):
    part = editing.NewPart("", [{"title": "Новое"}])
    first = dotted.sections.order_by("position").first()
    step = editing.paste_rows(plan_id=dotted.pk, parts=[part], by=editor, section_id=first.pk)

    editing.undo_step(step_id=step.pk, by=editor)

    assert numbers(dotted) == ["1.1", "1.2", "2.1"]


def test_a_row_in_hand_may_be_saved_after_one_was_put_above_it(dotted, editor, section):
    open_row = Activity.objects.get(number="1.2")

    editing.add_activity(section_id=section.pk, by=editor, at_top=True)
    saved = editing.change_activity(
        activity_id=open_row.pk, version=open_row.version, by=editor, number="1.2", title="Новое"
    )

    assert (saved.number, saved.title) == ("1.3", "Новое")


def test_numbers_set_by_hand_stay(editor, plan, section):
    ActivityFactory(section=section, number="1а")
    editing.renumber(plan_id=plan.pk, style=Plan.Numbering.BY_HAND, by=editor)

    editing.add_activity(section_id=section.pk, by=editor, at_top=True, number="0")

    assert numbers(plan) == ["0", "1а"]


def test_a_row_added_in_the_middle_answers_with_the_whole_table(client, dotted, section):
    first = section.activities.order_by("position").first()

    answer = client.post(
        f"{address('activity-create', dotted.pk)}?after={first.pk}", {"title": "Новое"}, **HTMX
    )

    assert answer["HX-Retarget"] == "#plan-grid"
    assert "1.3" in page(answer)


def test_a_way_that_does_not_exist_changes_nothing(client, dotted):
    client.post(address("plan-renumber", dotted.pk), {"style": "roman"})

    dotted.refresh_from_db()
    assert dotted.numbering == "dotted"


def test_many_rows_are_numbered_in_as_many_queries_as_few(
    editor, plan, section, django_assert_max_num_queries
):
    ActivityFactory.create_batch(60, section=section)
    Plan.objects.filter(pk=plan.pk).update(numbering="through")

    with django_assert_max_num_queries(30):
        editing.add_section(plan_id=plan.pk, by=editor)


def test_the_head_says_how_the_plan_is_numbered(client, plan, section):
    ActivityFactory(section=section, number="7")
    head = {
        "title": plan.title, "period_from": "2026-09-01", "period_to": "2027-08-31",
        "version": plan.version, "numbering": "through", "place_title": 1, "place_number": 2,
        "form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0,
    }  # fmt: skip

    client.post(address("plan-head", plan.pk), head)

    plan.refresh_from_db()
    assert plan.numbering == "through"
    assert numbers(plan) == ["1"]


def test_rows_of_a_file_are_numbered_in_the_way_chosen(editor):
    content = word_plan(heading_row("Раздел 1"), ("", *FIRST[1:]), ("", *SECOND[1:]))
    kept = imports.keep_file(content=content, name="план.docx", by=editor, today=TODAY)

    made = imports.create_draft(
        import_id=kept.pk, title="План", period_from=TODAY, period_to=TODAY,
        left_out=(), numbering="dotted", by=editor,
    )  # fmt: skip

    assert numbers(made) == ["1.1", "1.2"]
