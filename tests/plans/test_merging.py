"""A file goes into a draft that is there already: row by row, all at once, or not at all."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.documents.office import plan_as_docx
from plans.models import Activity, EditStep, Plan, PlanImport, Stamp
from plans.reports.merging import merge_of
from plans.reports.outline import plan_outline
from plans.services import editing, imports
from plans.services.merging import merge_file
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory
from tests.plans.desk import HTMX, address, page
from tests.plans.docx_plans import CAPTIONS, FIRST, SECOND, THIRD, TITLE, heading_row, paragraph
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


# Around the table --------------------------------------------------------------------------------

PREAMBLE = "Цель: честные результаты."
LEGEND = "ОО – образовательная организация"
HEAD = {
    "title": "План",
    "preamble": "Цель: прежняя.",
    "legend": "МО – муниципальный орган",
    "executor": "",
    "order_number": "",
}


@pytest.fixture
def headed(plan, rows):
    """A draft whose head and section title differ from those of the file."""
    Plan.objects.filter(pk=plan.pk).update(**HEAD)
    Stamp.objects.create(plan=plan, position=1, kind="approved", text="УТВЕРЖДАЮ\nначальник")
    plan.sections.update(title="Задача 1. Подготовка")
    plan.refresh_from_db()
    return plan


@pytest.fixture
def headed_file(editor):
    above = [
        paragraph("УТВЕРЖДАЮ", align="right"),
        paragraph("Председатель комитета", align="right"),
        paragraph("____________ А. Б. Образцова", align="right"),
        paragraph(TITLE, align="center"),
        paragraph(PREAMBLE),
    ]
    rows = (heading_row(SECTION), FIRST, ("2", *THIRD[1:]), ("3", *SECOND[1:]))
    content = word_plan(*rows, above=above, below=[paragraph(LEGEND)])
    return imports.keep_file(content=content, name="план.docx", by=editor, today=TODAY)


def parts_of(plan, kept):
    return {part.caption: part for part in merged(plan, kept).head}


def merged(plan, kept):
    return merge_of(plan, imports.PlanOutline.from_json(kept.outline))


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def test_what_stands_around_the_table_is_offered_part_by_part(headed, headed_file):
    parts = parts_of(headed, headed_file)

    shown = {caption: (text_of(one.was), text_of(one.now)) for caption, one in parts.items()}
    columns = shown.pop("Столбцы")
    assert shown == {
        "Грифы": (
            "УТВЕРЖДАЮ\nначальник",
            "УТВЕРЖДАЮ\nПредседатель комитета\n____________ А. Б. Образцова",
        ),
        "Название": ("План", TITLE),
        "Вступление": ("Цель: прежняя.", PREAMBLE),
        "Сокращения": ("МО – муниципальный орган", LEGEND),
        "Раздел 1": ("Задача 1. Подготовка", SECTION),
    }
    assert columns[1] == ", ".join(CAPTIONS)


def test_only_the_parts_that_were_ticked_are_taken(headed, headed_file, editor):
    parts = parts_of(headed, headed_file)

    taking(headed, headed_file, parts["Название"].key, parts["Раздел 1"].key, by=editor)

    headed.refresh_from_db()
    assert (headed.title, headed.preamble, headed.legend) == (
        TITLE, HEAD["preamble"], HEAD["legend"],
    )  # fmt: skip
    assert [one.text for one in headed.stamps.all()] == ["УТВЕРЖДАЮ\nначальник"]
    assert [one.title for one in headed.sections.all()] == [SECTION]
    assert THIRD[1] not in titles(headed)


def test_the_head_goes_back_with_the_step(headed, headed_file, editor):
    before = merged(headed, headed_file)

    step = taking(headed, headed_file, *before.keys, by=editor)
    headed.refresh_from_db()
    taken = merged(headed, headed_file).head
    editing.undo_step(step_id=step.pk, by=editor)

    headed.refresh_from_db()
    after = merged(headed, headed_file)
    assert taken == []
    assert {name: getattr(headed, name) for name in HEAD} == HEAD
    assert [(one.caption, one.pieces) for one in after.head] == [
        (one.caption, one.pieces) for one in before.head
    ]


def test_the_step_is_not_taken_back_over_a_head_that_somebody_has_changed_since(
    headed, headed_file, editor
):
    part = parts_of(headed, headed_file)["Название"]
    step = taking(headed, headed_file, part.key, by=editor)
    headed.refresh_from_db()
    editing.change_head(plan_id=headed.pk, version=headed.version, by=editor, title="Иначе")

    code = refusal(editing.undo_step, step_id=step.pk, by=editor)

    headed.refresh_from_db()
    assert (code, headed.title) == ("stale", "Иначе")


def test_a_head_changed_since_it_was_shown_is_not_written_over(headed, headed_file, editor):
    part = parts_of(headed, headed_file)["Вступление"]
    editing.change_head(plan_id=headed.pk, version=headed.version, by=editor, preamble="Новое")

    code = refusal(taking, headed, headed_file, part.key, by=editor)

    headed.refresh_from_db()
    assert (code, headed.preamble) == ("stale", "Новое")


def test_the_order_of_the_file_is_taken_with_number_and_day(plan, kept, editor):
    kept.outline["order"] = {"number": "17", "date": "2025-09-01"}
    kept.save()
    part = parts_of(plan, kept)["Приказ"]

    step = taking(plan, kept, part.key, by=editor)
    plan.refresh_from_db()
    taken = (plan.order_number, plan.order_date)
    editing.undo_step(step_id=step.pk, by=editor)

    plan.refresh_from_db()
    assert text_of(part.now) == "от 01.09.2025 №\u00a017"
    assert taken == ("17", datetime.date(2025, 9, 1))
    assert (plan.order_number, plan.order_date) == ("", None)


def test_the_page_shows_both_sides_takes_what_was_chosen_and_offers_the_way_back(
    client, headed, headed_file
):
    place = address("import-merge", headed.pk, headed_file.pk)
    shown = page(client.get(place))
    parts = parts_of(headed, headed_file)
    sent = {one.key: "" for one in parts.values()} | {parts["Название"].key: parts["Название"].key}

    taken = client.post(place, sent)
    after = page(client.get(taken.url))
    step = EditStep.objects.get()
    back = client.post(address("step-undo", step.pk), **HTMX)

    headed.refresh_from_db()
    assert shown.count("оставить как есть") == shown.count("взять из файла</label>") == len(parts)
    assert address("step-undo", step.pk) in after
    assert back["HX-Redirect"] == headed.get_absolute_url()
    assert (headed.title, headed.preamble) == ("План", HEAD["preamble"])


def test_a_file_that_the_portal_wrote_of_this_plan_brings_nothing_new(headed, editor):
    Plan.objects.filter(pk=headed.pk).update(annex="Приложение 1")
    headed.refresh_from_db()
    content = plan_as_docx(plan_outline(headed))
    kept = imports.keep_file(content=content, name="план.docx", by=editor, today=TODAY)

    merge = merged(headed, kept)

    assert [one.caption for one in merge.head] == []
    assert {row.state for row in merge.rows} == {"same"}


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
