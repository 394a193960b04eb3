"""Two versions side by side: every row is found again, every word that went or came is shown."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Role
from plans.documents.changes import print_changes
from plans.documents.comparison import compare_outlines, compare_words
from plans.documents.outline import OutlineActivity, OutlineSection, PlanOutline
from plans.models import PlanVersion
from plans.services import approval
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.plans.printed import bare, opened, read_pages, tags


def row(number, title, **texts):
    return OutlineActivity(number=str(number), title=title, **texts)


def plan(*sections):
    return PlanOutline(
        title="План", columns=["№", "Мероприятие", "Срок", "Кто", "Итог"], sections=list(sections)
    )


def one_section(*rows, title="Раздел 1"):
    return plan(OutlineSection(title, list(rows)))


def fates(comparison):
    return [(row.number, row.state) for section in comparison.sections for row in section.rows]


COUNCIL = "Совещание с заместителями директоров по итогам года"
REVIEW = "Перепроверка работ шестых классов комиссией"
SEMINAR = "Семинар для учителей математики"


# Words -------------------------------------------------------------------------------------------


def test_a_changed_word_stands_between_those_that_stayed():
    pieces = compare_words("до 15 мая 2026 года", "до 20 мая 2026 года")

    assert [tuple(piece) for piece in pieces] == [
        ("same", "до "),
        ("removed", "15"),
        ("added", "20"),
        ("same", " мая 2026 года"),
    ]


def test_words_added_at_the_end_leave_the_rest_as_it_was():
    pieces = compare_words("Разбор:\n– журналы;\n– помощь", "Разбор:\n– журналы;\n– помощь школам")

    assert [tuple(piece) for piece in pieces] == [
        ("same", "Разбор:\n– журналы;\n– помощь"),
        ("added", " школам"),
    ]


def test_a_phrase_that_was_replaced_is_one_change():
    pieces = compare_words("по итогам года в школах", "по результатам первого полугодия в школах")

    assert [tuple(piece) for piece in pieces] == [
        ("same", "по "),
        ("removed", "итогам года"),
        ("added", "результатам первого полугодия"),
        ("same", " в школах"),
    ]


TEXT = st.text(alphabet="аб \n№7", max_size=40)


@settings(max_examples=200, deadline=None)
@given(old=TEXT, new=TEXT)
def test_the_pieces_give_both_texts_back(old, new):
    pieces = compare_words(old, new)

    assert "".join(piece.text for piece in pieces if piece.fate != "added") == old
    assert "".join(piece.text for piece in pieces if piece.fate != "removed") == new


# Rows --------------------------------------------------------------------------------------------


def test_a_row_that_only_got_another_number_or_place_is_the_same_row():
    old = one_section(row(1, COUNCIL), row(2, REVIEW), row(3, SEMINAR))
    new = one_section(row(1, SEMINAR), row(2, COUNCIL), row(3, REVIEW))

    comparison = compare_outlines(old, new)

    assert fates(comparison) == [("1", "same"), ("2", "same"), ("3", "same")]
    assert not comparison.has_changes


def test_added_removed_and_changed_rows_are_told_apart_and_the_removed_one_keeps_its_place():
    old = one_section(row(1, COUNCIL, deadline="май"), row(2, REVIEW), row(3, SEMINAR))
    new = one_section(row(1, COUNCIL, deadline="июнь"), row(2, SEMINAR), row(3, "Выпуск справки"))

    comparison = compare_outlines(old, new)

    assert fates(comparison) == [
        ("1", "changed"),
        ("2", "removed"),
        ("2", "same"),
        ("3", "added"),
    ]
    assert [comparison.count(s) for s in ("changed", "added", "removed")] == [1, 1, 1]


def test_a_reworded_row_is_one_change_not_a_removal_and_an_addition():
    old = one_section(row(1, COUNCIL))
    new = one_section(row(1, COUNCIL.replace("итогам года", "итогам полугодия")))

    comparison = compare_outlines(old, new)

    assert fates(comparison) == [("1", "changed")]


def test_a_row_that_moved_to_another_section_is_not_removed():
    old = plan(OutlineSection("Первый", [row(1, COUNCIL)]), OutlineSection("Второй", []))
    new = plan(OutlineSection("Первый", []), OutlineSection("Второй", [row(1, COUNCIL)]))

    comparison = compare_outlines(old, new)

    assert fates(comparison) == [("1", "same")]


def test_a_renamed_section_is_known_by_its_rows_and_a_removed_one_is_shown():
    old = plan(
        OutlineSection("Подготовка", [row(1, COUNCIL)]), OutlineSection("Итоги", [row(2, REVIEW)])
    )
    new = plan(OutlineSection("Подготовка и обучение", [row(1, COUNCIL)]))

    comparison = compare_outlines(old, new)

    assert [section.state for section in comparison.sections] == ["changed", "removed"]
    assert fates(comparison) == [("1", "same"), ("2", "removed")]


def test_rows_with_empty_names_are_paired_with_nothing_by_chance():
    old = one_section(row(1, ""), row(2, "", deadline="май"))
    new = one_section(row(1, "", deadline="май"))

    comparison = compare_outlines(old, new)

    assert sorted(fates(comparison)) == [("1", "removed"), ("1", "same")]


# Every row of the old plan is either found again or shown as removed, whatever was done to it.
ROWS = st.lists(st.sampled_from([COUNCIL, REVIEW, SEMINAR, "", "а"]), max_size=6)


@settings(max_examples=100, deadline=None)
@given(was=ROWS, now=ROWS)
def test_no_row_is_lost(was, now):
    old = one_section(*(row(n, title) for n, title in enumerate(was)))
    new = plan(
        OutlineSection("Раздел 1", [row(n, title) for n, title in enumerate(now[:2])]),
        OutlineSection("Раздел 2", [row(n, title) for n, title in enumerate(now[2:])]),
    )

    states = [state for _, state in fates(compare_outlines(old, new))]

    found_again = len(states) - states.count("added") - states.count("removed")
    assert found_again + states.count("removed") == len(was)
    assert found_again + states.count("added") == len(now)


# On paper ----------------------------------------------------------------------------------------

CAPTIONS = {"number": "№", "title": "Мероприятие", "deadline": "Срок", "responsible": "Кто",
            "result": "Итог"}  # fmt: skip


def printed(old, new):
    return print_changes(
        compare_outlines(old, new), title="План", old="Редакция 1", new="Редакция 2",
        captions=CAPTIONS, created_at=datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC),
    )  # fmt: skip


def test_the_table_of_changes_names_each_change_and_nothing_else():
    old = one_section(row(1, COUNCIL, deadline="май"), row(2, REVIEW), row(3, SEMINAR))
    new = one_section(row(1, COUNCIL, deadline="июнь"), row(2, SEMINAR), row(3, "Выпуск справки"))

    pdf = printed(old, new)

    text = bare("".join(read_pages(pdf)))
    assert all(word in text for word in ("Изложитьвновойредакции", "Исключить", "Дополнить"))
    assert "Срок:май" in text
    assert "Срок:июнь" in text
    assert bare(REVIEW) in text
    assert bare(SEMINAR) not in text
    assert printed(old, new) == pdf


def test_a_renamed_section_shows_both_of_its_names():
    old = one_section(row(1, COUNCIL), title="Раздел 1")
    new = one_section(row(1, COUNCIL), title="Раздел 1. Подготовка")

    described = describe_changes(old, new)

    assert described == [
        {"fate": "same", "text": "Раздел "},
        {"fate": "removed", "text": "1"},
        {"fate": "added", "text": "1. Подготовка"},
    ]


def describe_changes(old, new):
    title = compare_outlines(old, new).sections[0].title
    return [{"fate": piece.fate, "text": piece.text} for piece in title]


def test_the_table_of_changes_is_tagged_and_fit_for_the_archive():
    pdf = printed(one_section(row(1, COUNCIL)), one_section(row(1, REVIEW)))

    xmp = opened(pdf).trailer["/Root"]["/Metadata"].get_data().decode()
    kinds = [tag["/S"] for tag in tags(opened(pdf))]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert kinds.count("/Table") == kinds.count("/H1") == 1


# Pages -------------------------------------------------------------------------------------------


@pytest.fixture
def amended(client):
    """A plan with one version and an open working copy in which its row is reworded."""
    editor = UserFactory()
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    whole = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=whole), title=COUNCIL)
    whole = approval.submit_plan(plan_id=whole.pk, version=1, by=editor)
    approval.approve_plan(
        plan_id=whole.pk, version=whole.version, order_number="12",
        order_date=datetime.date(2026, 9, 14), by=head,
    )  # fmt: skip
    copy = approval.start_amendment(plan_id=whole.pk, by=editor)
    copy.sections.get().activities.update(title=COUNCIL.replace("года", "полугодия"))
    client.force_login(editor)
    return copy


@pytest.mark.django_db
def test_a_working_copy_is_compared_with_what_was_approved(client, amended):
    address = reverse("plans:plan-compare", args=[amended.pk])

    page = client.get(address).content.decode()
    paper = client.get(reverse("plans:plan-compare-print", args=[amended.pk]))

    assert "<del>года</del><ins>полугодия</ins>" in page
    assert "Изменено строк: 1, добавлено: 0, исключено: 0" in page
    assert paper["Content-Type"] == "application/pdf"
    assert "полугодия" in "".join(read_pages(b"".join(paper)))


@pytest.mark.django_db
def test_a_plan_of_one_version_has_nothing_to_compare(client, amended):
    page = client.get(reverse("plans:plan-compare", args=[amended.amends_id]))
    paper = client.get(reverse("plans:plan-compare-print", args=[amended.amends_id]))

    assert "Сравнивать пока не с чем" in page.content.decode()
    assert paper.url == amended.amends.get_absolute_url()


@pytest.mark.django_db
def test_any_two_versions_are_compared_and_nonsense_falls_back_to_the_last_two(client, amended):
    whole = amended.amends
    first = whole.versions.get()
    for number in (2, 3):
        outline = {**first.outline, "title": f"План {number}"}
        PlanVersion.objects.create(
            plan=whole, number=number, outline=outline, pdf=b"%PDF", sha256="0" * 64,
            order_number=str(number), order_date=first.order_date, approved_by=first.approved_by,
        )  # fmt: skip
    address = reverse("plans:plan-compare", args=[whole.pk])

    chosen = client.get(address, {"old": "1", "new": "2"}).context["compared"]
    nonsense = client.get(address, {"old": "77", "new": "'"}).context["compared"]

    assert (chosen.old.key, chosen.new.key) == ("1", "2")
    assert (nonsense.old.key, nonsense.new.key) == ("2", "3")
