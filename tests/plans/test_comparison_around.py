"""Two versions side by side: what stands around the table is compared, too."""

import datetime

import pytest
from django.urls import reverse

from plans.documents.changes import print_changes
from plans.documents.comparison import compare_outlines
from plans.documents.outline import OutlineActivity, OutlineSection, OutlineStamp, PlanOutline
from plans.models import Plan, PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory
from tests.plans.printed import bare, read_pages

COLUMNS = ["№", "Мероприятие", "Срок", "Кто", "Итог"]
CHIEF = OutlineStamp(
    "approved",
    ["УТВЕРЖДАЮ", "Начальник отдела", "____________ А. А. Вязов", "«14» сентября 2026 г."],
)
COUNCIL = OutlineStamp(
    "agreed",
    ["СОГЛАСОВАНО", "Председатель совета", "____________ Б. Б. Дубов", "«__» ____ 20__ г."],
)
ANNEX = OutlineStamp("approved", ["Приложение 1", "к приказу комитета", "от 14.09.2026 № 12"])


def plan(**changes):
    said = {
        "title": "План работы на 2026 год",
        "columns": COLUMNS,
        "stamps": [COUNCIL, CHIEF],
        "sections": [OutlineSection("", [OutlineActivity("1", "Совещание")])],
    }
    return PlanOutline(**said | changes)


def changed(old, new):
    """Name, fate, text then, text now of everything that differs around the table."""
    return [
        (
            part.name,
            part.state,
            *("".join(one.text for one in side) for side in (part.was, part.now)),
        )
        for part in compare_outlines(old, new).around
    ]


def test_plans_that_say_the_same_around_the_table_have_no_changes_there():
    comparison = compare_outlines(plan(), plan())

    assert (comparison.around, comparison.has_changes) == ([], False)


def test_a_new_title_is_a_change_of_its_own():
    parts = changed(plan(), plan(title="План работы на 2027 год"))

    assert parts == [
        ("Название плана", "changed", "План работы на 2026 год", "План работы на 2027 год")
    ]


def test_a_reworded_stamp_is_told_field_by_field():
    other = OutlineStamp(
        "approved",
        ["УТВЕРЖДАЮ", "Заместитель главы", "____________ В. В. Клёнов", "«15» сентября 2026 г."],
    )

    parts = changed(plan(), plan(stamps=[COUNCIL, other]))

    assert parts == [
        ("Гриф «УТВЕРЖДАЮ», должность", "changed", "Начальник отдела", "Заместитель главы"),
        ("Гриф «УТВЕРЖДАЮ», подпись", "changed", "____________ А. А. Вязов",
         "____________ В. В. Клёнов"),
        ("Гриф «УТВЕРЖДАЮ», дата", "changed", "«14» сентября 2026 г.", "«15» сентября 2026 г."),
    ]  # fmt: skip


def test_stamps_that_came_and_went_are_shown_whole():
    parts = changed(plan(stamps=[COUNCIL]), plan(stamps=[CHIEF]))

    assert parts == [
        ("Гриф «УТВЕРЖДАЮ»", "added", "", "\n".join(CHIEF.lines)),
        ("Гриф «СОГЛАСОВАНО»", "removed", "\n".join(COUNCIL.lines), ""),
    ]


def test_of_two_stamps_of_one_word_the_one_that_went_is_found():
    second = OutlineStamp("agreed", ["СОГЛАСОВАНО", "Ректор института", "____ Г. Г. Ольхов"])

    parts = changed(plan(stamps=[COUNCIL, second]), plan(stamps=[second]))

    assert [part[:3] for part in parts] == [
        ("Гриф «СОГЛАСОВАНО»", "removed", "\n".join(COUNCIL.lines))
    ]


def test_the_caption_of_an_annex_and_the_order_of_an_amendment_are_named():
    line = "(в редакции приказа от 01.02.2027 № 34)"
    new = OutlineStamp("approved", ["Приложение 2", *ANNEX.lines[1:], line])

    parts = changed(plan(stamps=[ANNEX]), plan(stamps=[new]))

    order = "к приказу комитета\nот 14.09.2026 № 12"
    assert parts == [
        ("Приложение к приказу, первая строка", "changed", "Приложение 1", "Приложение 2"),
        ("Приложение к приказу, приказ", "changed", order, f"{order}\n{line}"),
    ]


def test_a_preamble_shows_the_paragraphs_that_differ_and_leaves_out_the_rest():
    old = plan(preamble=["Цель: честные результаты.", "Задача первая: обучение.", "Итог в мае."])
    new = plan(preamble=["Цель: честные результаты.", "Задача первая: помощь.", "Итог в июне."])

    parts = changed(old, new)

    assert [part[1:] for part in parts] == [
        ("changed", "Задача первая: обучение.", "Задача первая: помощь."),
        ("changed", "Итог в мае.", "Итог в июне."),
    ]


def test_a_paragraph_that_came_is_not_taken_for_a_reworded_one():
    parts = changed(plan(preamble=["Цель работы."]), plan(preamble=["Порядок контроля 2027"]))

    assert parts == [
        ("Вступление", "added", "", "Порядок контроля 2027"),
        ("Вступление", "removed", "Цель работы.", ""),
    ]


def test_captions_are_compared_by_what_their_columns_hold_whatever_their_order():
    fields = ["number", "title", "responsible", "deadline"]
    captions = ["№", "Мероприятие", "Исполнители", "Срок"]

    parts = changed(plan(), plan(fields=fields, columns=captions))

    assert parts == [
        ("Графа «Ответственный исполнитель»", "changed", "Кто", "Исполнители"),
        ("Графа «Ожидаемый результат»", "removed", "Итог", ""),
        ("Порядок граф", "changed", "№, Мероприятие, Срок, Кто, Итог",
         "№, Мероприятие, Исполнители, Срок"),
    ]  # fmt: skip


def test_the_legend_and_the_executor_below_the_table_are_told_apart():
    old = plan(footer=["ОО – образовательные организации.", "Вязов А. А. 8-(000)00-00000"])
    new = plan(footer=["ОО – школы города.", "Клёнов В. В. 8-(000)11-11111"])

    comparison = compare_outlines(old, new)

    assert [part.name for part in comparison.after] == ["Сокращения", "Исполнитель"]
    assert comparison.before == []


def test_the_printed_table_of_changes_names_them_above_and_below_the_rows():
    old = plan(preamble=["Цель: честные результаты."], footer=["ОО – организации."])
    new = plan(title="План на 2027 год", stamps=[CHIEF], footer=["ОО – организации."])

    pdf = print_changes(
        compare_outlines(old, new), title="План", old="Редакция 1", new="Редакция 2",
        captions={}, created_at=datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC),
    )  # fmt: skip

    text = bare("".join(read_pages(pdf)))
    assert "Надтаблицей" in text
    assert "Подтаблицей" not in text
    assert all(bare(word) in text for word in ("Название плана:", "Гриф «СОГЛАСОВАНО»:"))
    assert "Цель:честныерезультаты." in text
    assert "ОО–организации." not in text


@pytest.mark.django_db
def test_the_page_shows_then_and_now_side_by_side(client):
    editor = UserFactory()
    whole = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    for number, outline in enumerate((plan(), plan(title="План работы на 2027 год")), start=1):
        PlanVersion.objects.create(
            plan=whole, number=number, outline=outline.as_json(), pdf=b"%PDF", sha256="0" * 64,
            order_number=str(number), order_date=datetime.date(2026, 9, 14), approved_by=editor,
        )  # fmt: skip
    client.force_login(editor)

    page = client.get(reverse("plans:plan-compare", args=[whole.pk])).content.decode()

    assert "вне таблицы изменений: 1" in page
    assert "План работы на <del>2026</del> год" in page
    assert "План работы на <ins>2027</ins> год" in page
