"""Drafting a plan: decisions about its rows, sections and head."""

import datetime

import pytest

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import AuditEvent, Role
from plans.models import Activity, Plan, Section
from plans.services import corrections, editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db

YEAR = {"period_from": datetime.date(2026, 9, 1), "period_to": datetime.date(2027, 8, 31)}


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def plan(editor):
    return PlanFactory(committee=editor.committee)


@pytest.fixture
def section(plan):
    return SectionFactory(plan=plan, position=1, title="Раздел 1")


def titles(plan):
    live = Activity.objects.live().filter(section__plan=plan)
    return list(
        live.order_by("section__position", "position", "pk").values_list("title", flat=True)
    )


def rows_of(section, *names, **fields):
    return [
        ActivityFactory(section=section, position=place, title=name, **fields)
        for place, name in enumerate(names, start=1)
    ]


def code_of(call, **arguments):
    with pytest.raises(RuleViolation) as refused:
        call(**arguments)
    return refused.value.code


def test_a_new_plan_is_a_draft_of_its_authors_committee(editor):
    plan = editing.create_plan(title="План", by=editor, legend="ОО — школы", **YEAR)

    assert (plan.committee, plan.status) == (editor.committee, Plan.Status.DRAFT)
    assert plan.legend == "ОО — школы"
    assert AuditEvent.objects.about(plan).get().action == "plan-created"


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OBSERVER])
def test_only_editors_of_the_committee_draft_plans(role):
    person = UserFactory(role=role)

    with pytest.raises(NotAllowed):
        editing.create_plan(title="План", by=person, **YEAR)

    assert not Plan.objects.exists()


def test_a_period_that_ends_before_it_starts_is_refused(editor):
    dates = {"period_from": YEAR["period_to"], "period_to": YEAR["period_from"]}

    assert code_of(editing.create_plan, title="План", by=editor, **dates) == "period-backwards"


def test_a_row_goes_below_the_one_it_was_added_after(editor, plan, section):
    first, _ = rows_of(section, "первая", "вторая")

    editing.add_activity(section_id=section.pk, by=editor, after_id=first.pk, title="между")
    editing.add_activity(section_id=section.pk, by=editor, at_top=True, title="сверху")
    editing.add_activity(section_id=section.pk, by=editor, title="в конце")

    assert titles(plan) == ["сверху", "первая", "между", "вторая", "в конце"]


def test_a_saved_deadline_keeps_its_wording_and_its_reading(editor, section):
    row = editing.add_activity(
        section_id=section.pk, by=editor, deadline="До 15 августа 2027 года\nи далее постоянно"
    )

    assert row.deadline == "До 15 августа 2027 года\nи далее постоянно"
    assert row.readings == [{"kind": "by", "by": "2027-08-15"}, {"kind": "throughout"}]


def test_a_new_deadline_drops_the_correction_of_the_old_one(editor, section):
    row = ActivityFactory(
        section=section, readings=[{"kind": "on", "on": "2026-12-01"}], readings_corrected=True
    )

    other_cell = editing.change_activity(activity_id=row.pk, version=1, by=editor, result="Справка")
    new_deadline = editing.change_activity(
        activity_id=row.pk, version=2, by=editor, deadline="25.12.2026"
    )

    assert other_cell.readings_corrected
    assert not new_deadline.readings_corrected
    assert new_deadline.readings == [{"kind": "on", "on": "2026-12-25"}]


def test_a_change_raises_the_version_and_names_its_author(editor, section):
    row = ActivityFactory(section=section, result="Приказ")

    changed = editing.change_activity(activity_id=row.pk, version=1, by=editor, result="Справка")

    assert (changed.version, changed.result, changed.changed_by) == (2, "Справка", editor)
    event = AuditEvent.objects.about(row).get()
    assert (event.action, event.details["fields"]) == ("activity-changed", ["result"])


def test_saving_the_same_texts_changes_nothing(editor, section):
    row = ActivityFactory(section=section, result="Приказ")

    same = editing.change_activity(activity_id=row.pk, version=1, by=editor, result="Приказ")

    assert same.version == 1
    assert not AuditEvent.objects.about(row).exists()


def test_a_stale_change_is_refused_and_the_newer_text_stays(editor, section):
    row = ActivityFactory(section=section)
    editing.change_activity(activity_id=row.pk, version=1, by=editor, title="Новое")

    code = code_of(
        editing.change_activity, activity_id=row.pk, version=1, by=editor, title="Опоздавшее"
    )

    row.refresh_from_db()
    assert (code, row.title) == ("stale", "Новое")


@pytest.mark.parametrize("status", [Plan.Status.REVIEW, Plan.Status.APPROVED])
@pytest.mark.parametrize(
    "edit",
    [
        lambda row, by: editing.add_activity(section_id=row.section_id, by=by),
        lambda row, by: editing.change_activity(activity_id=row.pk, version=1, by=by, title="x"),
        lambda row, by: editing.move_activity(activity_id=row.pk, direction="up", by=by),
        lambda row, by: editing.place_activity(
            activity_id=row.pk, section_id=row.section_id, by=by
        ),
        lambda row, by: editing.remove_activity(activity_id=row.pk, by=by),
        lambda row, by: editing.restore_activity(activity_id=row.pk, by=by),
        lambda row, by: editing.add_section(plan_id=row.section.plan_id, by=by),
        lambda row, by: editing.change_section(
            section_id=row.section_id, version=1, by=by, title="x"
        ),
        lambda row, by: editing.move_section(section_id=row.section_id, direction="up", by=by),
        lambda row, by: editing.remove_section(section_id=row.section_id, by=by),
        lambda row, by: editing.restore_section(section_id=row.section_id, by=by),
        lambda row, by: editing.renumber(plan_id=row.section.plan_id, style="dotted", by=by),
        lambda row, by: editing.change_head(
            plan_id=row.section.plan_id, version=1, by=by, title="x"
        ),
        lambda row, by: corrections.correct_responsibles(activity_id=row.pk, answers=[], by=by),
    ],
    ids=[
        "add-row", "change-row", "move-row", "place-row", "remove-row", "restore-row",
        "add-section", "change-section", "move-section", "remove-section", "restore-section",
        "renumber", "head", "responsible",
    ],
)  # fmt: skip
def test_only_a_draft_is_edited(edit, status, editor, plan, section):
    row = ActivityFactory(section=section)
    Plan.objects.filter(pk=plan.pk).update(status=status)

    assert code_of(edit, row=row, by=editor) == "plan-not-draft"


def test_nobody_edits_the_plan_of_another_committee(section):
    row, stranger = ActivityFactory(section=section), UserFactory()

    with pytest.raises(Plan.DoesNotExist):
        editing.change_activity(activity_id=row.pk, version=1, by=stranger, title="Чужое")

    row.refresh_from_db()
    assert row.title != "Чужое"


def test_a_row_moves_past_its_neighbour_and_into_the_next_section(editor, plan, section):
    first, second = rows_of(section, "а", "б")
    (third,) = rows_of(SectionFactory(plan=plan, position=2), "в")

    editing.move_activity(activity_id=first.pk, direction="down", by=editor)
    assert titles(plan) == ["б", "а", "в"]

    moved = editing.move_activity(activity_id=first.pk, direction="down", by=editor)
    assert (titles(plan), moved.section) == (["б", "а", "в"], third.section)

    editing.move_activity(activity_id=third.pk, direction="down", by=editor)
    editing.move_activity(activity_id=second.pk, direction="up", by=editor)
    assert titles(plan) == ["б", "а", "в"]


def test_a_row_moves_past_a_live_neighbour_not_a_removed_one(editor, plan, section):
    first, second, _ = rows_of(section, "а", "б", "в")
    editing.remove_activity(activity_id=second.pk, by=editor)

    editing.move_activity(activity_id=first.pk, direction="down", by=editor)

    assert titles(plan) == ["в", "а"]


def test_a_removed_row_comes_back_to_its_place(editor, plan, section):
    _, second, _ = rows_of(section, "а", "б", "в")

    editing.remove_activity(activity_id=second.pk, by=editor)
    removed = titles(plan)
    editing.restore_activity(activity_id=second.pk, by=editor)

    assert (removed, titles(plan)) == (["а", "в"], ["а", "б", "в"])
    actions = AuditEvent.objects.about(second).values_list("action", flat=True)
    assert sorted(actions) == ["activity-removed", "activity-restored"]


def test_a_removed_row_is_not_changed_until_it_is_back(editor, section):
    row = ActivityFactory(section=section)
    editing.remove_activity(activity_id=row.pk, by=editor)

    code = code_of(editing.change_activity, activity_id=row.pk, version=1, by=editor, title="x")

    assert code == "removed"


def test_a_removed_section_takes_its_rows_along_and_brings_them_back(editor, plan, section):
    (row,) = rows_of(section, "а")

    editing.remove_section(section_id=section.pk, by=editor)
    removed = titles(plan)
    editing.restore_activity(activity_id=row.pk, by=editor)

    assert (removed, titles(plan)) == ([], ["а"])


def test_sections_are_added_moved_and_renamed(editor, plan, section):
    second = editing.add_section(plan_id=plan.pk, by=editor, title="Раздел 2")
    between = editing.add_section(
        plan_id=plan.pk, by=editor, title="Раздел 1а", after_id=section.pk
    )

    editing.move_section(section_id=second.pk, direction="up", by=editor)
    editing.change_section(section_id=between.pk, version=1, by=editor, title="Раздел 3")

    live = Section.objects.live().filter(plan=plan).order_by("position")
    assert [one.title for one in live] == ["Раздел 1", "Раздел 2", "Раздел 3"]


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("through", ["1", "2", "3"]),
        ("per-section", ["1", "2", "1"]),
        ("by-hand", ["7", "7", "1"]),
        ("dotted", ["1.1", "1.2", "2.1"]),
    ],
)
def test_rows_are_numbered_anew_in_the_style_chosen(style, numbers, editor, plan, section):
    rows = rows_of(section, "а", "б", number="7")
    rows += rows_of(SectionFactory(plan=plan, position=2), "в", number="1")

    editing.renumber(plan_id=plan.pk, style=style, by=editor)

    assert [Activity.objects.get(pk=row.pk).number for row in rows] == numbers


def test_the_head_is_changed_as_a_whole_and_only_once(editor, plan):
    stamps = [editing.StampText("agreed", "СОГЛАСОВАНО\nДиректор")]

    changed = editing.change_head(
        plan_id=plan.pk, version=1, by=editor, stamps=stamps, title="Карта", legend="ОО — школы"
    )
    code = code_of(editing.change_head, plan_id=plan.pk, version=1, by=editor, title="Поздно")

    plan.refresh_from_db()
    assert (changed.version, plan.title, plan.legend) == (2, "Карта", "ОО — школы")
    assert plan.stamps.get().text == "СОГЛАСОВАНО\nДиректор"
    assert code == "stale"


def test_a_change_of_a_row_is_a_change_of_its_plan(editor, plan, section):
    row, before = ActivityFactory(section=section), plan.changed_at

    editing.remove_activity(activity_id=row.pk, by=editor)

    plan.refresh_from_db()
    assert plan.changed_at > before
