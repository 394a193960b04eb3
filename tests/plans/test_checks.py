"""The check before approval: what a careful reader would remark, at the cell it speaks of."""

import datetime
import hashlib
import os
from pathlib import Path

import pytest

from plans.checks import Checked, CheckedRow, Severity, findings_of
from plans.deadlines import read_deadline
from plans.documents.docx_reader import read_plan
from plans.documents.order_stamp import order_in
from plans.documents.outline import (
    FIELDS,
    OutlineActivity,
    OutlineOrder,
    OutlineSection,
    OutlineStamp,
    PlanOutline,
)
from plans.responsibles import Directory, Known, person_spellings

FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2027, 8, 31)
CAPTIONS = {
    "number": "№",
    "title": "Мероприятие",
    "deadline": "Срок",
    "responsible": "Кто отвечает",
    "result": "Результат",
}
WHOLE = {
    "number": "1",
    "title": "Совещание",
    "deadline": "до 30.11.2026",
    "responsible": "Родникова А. П.",
    "result": "Протокол",
}
STAMP = OutlineStamp("approved", ["УТВЕРЖДАЮ", "Председатель комитета"])


def row(key=1, section=0, **texts):
    said = {**WHOLE, **texts}
    readings = tuple(read_deadline(said["deadline"], FIRST, LAST))
    return CheckedRow(key=key, section=section, readings=readings, **said)


def plan(*rows, **fields):
    known = {"stamps": (STAMP,), "captions": CAPTIONS, **fields}
    return Checked(rows=rows, period_from=FIRST, period_to=LAST, **known)


def codes(checked):
    return [(one.code, one.row, one.field) for one in findings_of(checked)]


def test_a_plan_without_faults_gets_no_remarks():
    assert codes(plan(row(1), row(2, number="2"))) == []


@pytest.mark.parametrize("name", ["title", "deadline", "responsible", "result"])
def test_an_empty_cell_is_an_error_at_that_cell(name):
    found = findings_of(plan(row(7, **{name: " \n"})))

    assert (f"empty-{name}", 7, name) in [(one.code, one.row, one.field) for one in found]
    assert found[0].severity is Severity.ERROR


def test_a_column_the_plan_does_not_have_is_not_missed():
    captions = {name: text for name, text in CAPTIONS.items() if name != "result"}

    assert codes(plan(row(result=""), captions=captions)) == []


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["1", "2", "2"], [("number-double", 3)]),
        (["1.1.", "1.2.", "1.4."], [("number-gap", 3)]),
        (["1", "", "3"], [("number-gap", 3), ("no-number", 2)]),
        (["", "", ""], []),
        (["7", "8", "9"], []),
    ],
)
def test_numbers_that_are_doubled_missing_or_leap(numbers, expected):
    rows = [row(key, number=number) for key, number in enumerate(numbers, start=1)]

    assert {(code, key) for code, key, _ in codes(plan(*rows))} == set(expected)


def test_numbers_may_begin_anew_in_each_section():
    sections = [row(1, 0), row(2, 0, number="2"), row(3, 1), row(4, 1, number="2")]

    assert codes(plan(*sections)) == []


@pytest.mark.parametrize(
    ("deadline", "approved_on", "code"),
    [
        ("до 31.12.2025", None, "outside-period"),
        ("15.10.2027", None, "outside-period"),
        ("до 15.09.2026", datetime.date(2026, 10, 1), "before-approval"),
        ("когда получится", None, "deadline-unknown"),
    ],
)
def test_a_deadline_that_cannot_be_kept_is_a_warning(deadline, approved_on, code):
    found = findings_of(plan(row(3, deadline=deadline), approved_on=approved_on))

    assert [(one.code, one.row, one.field) for one in found] == [(code, 3, "deadline")]
    assert found[0].severity is Severity.WARNING


def test_a_deadline_that_waits_for_nothing_says_what_to_link():
    waiting = CheckedRow(
        key=5,
        section=0,
        **{**WHOLE, "deadline": "после получения результатов"},
        readings=tuple(read_deadline("после получения результатов", FIRST, LAST)),
        waits_for_nothing=True,
    )

    found = findings_of(plan(waiting))

    assert [(one.code, one.severity) for one in found] == [("waits-for-nothing", Severity.HINT)]
    assert "событие" in found[0].text


@pytest.mark.parametrize(
    ("responsible", "code"),
    [
        ("Согласно плану учредительного контроля", "responsible-is-deadline"),
        ("Рудникова А. П.", "responsible-unknown"),
        ("Клуб отцов", "responsible-unknown"),
        ("Кураторы", "empty-group"),
    ],
)
def test_those_who_answer_must_be_known_and_there(responsible, code):
    directory = Directory(
        [
            Known("person", 1, "Родникова А. П.", person_spellings("Родникова", "Анна", "П")),
            Known("group", 2, "Кураторы"),
        ]
    )

    found = findings_of(
        plan(
            row(4, responsible=responsible),
            directory=directory,
            empty_groups=frozenset({"Кураторы"}),
        )
    )

    assert (code, 4, "responsible") in [(one.code, one.row, one.field) for one in found]


def test_a_misspelt_name_is_offered_the_nearest_one():
    directory = Directory([Known("person", 1, "Родникова А. П.")])

    found = findings_of(plan(row(responsible="Рудникова А. П."), directory=directory))

    assert "Похоже на: Родникова А. П." in found[0].text


def test_one_name_spelt_two_ways_is_remarked_at_the_rarer_spelling():
    rows = [row(1), row(2, number="2"), row(3, number="3", responsible="Родникава А.П.")]

    assert codes(plan(*rows)) == [("name-two-ways", 3, "responsible")]


def test_an_abbreviation_missing_in_the_legend_is_remarked_where_it_stands_first():
    rows = [row(1, title="Семинар ММО"), row(2, number="2", title="Снова ММО и ВСОКО")]

    assert codes(plan(*rows, legend="ВСОКО – внутренняя система оценки")) == [
        ("not-in-legend", 1, None)
    ]
    assert codes(plan(*rows)) == [("no-legend", None, None)]


def test_an_abbreviation_spelt_otherwise_in_the_legend_is_shown_as_it_stands_there():
    found = findings_of(plan(row(title="Отчёт в СПБЦОК"), legend="СПбЦОК – центр оценки качества"))

    assert "«СПбЦОК»" in found[0].text


def test_an_order_named_with_two_dates_is_an_error_of_the_whole_plan():
    stamp = OutlineStamp("approved", ["Приложение", "к приказу комитета", "от 20.09.2026 № 14"])

    found = findings_of(plan(row(), stamps=(stamp,), order=OutlineOrder("2026-09-30", "14")))

    assert [(one.code, one.severity) for one in found] == [("order-date-differs", Severity.ERROR)]
    assert "20.09.2026 и 30.09.2026" in found[0].text


def test_errors_come_before_warnings_and_warnings_before_hints():
    rows = [row(1, title="ММО", deadline="до 31.12.2025"), row(2, number="2", result="")]

    assert [one.severity for one in findings_of(plan(*rows))] == list(Severity)


# The published plans: faults that really are in them, by row and never in their words ------------

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).resolve().parents[3] / "shared"))
# The first characters of the file's SHA-256 → its period, its order's day, and what is found:
# (code, section from 1, number as printed).
PUBLISHED = {
    "9ab28893a266": (
        (2022, 1, 1, 2022, 12, 31),
        {
            ("empty-result", 3, "1"),
            ("responsible-is-deadline", 3, "5"),
            ("outside-period", 2, "1"),
            ("outside-period", 2, "8"),
            ("before-approval", 1, "1"),
            ("before-approval", 2, "2"),
        },
    ),
    "bd5207ee7f9a": (
        (2019, 9, 1, 2020, 8, 31),
        {
            ("outside-period", 1, "1."),
            ("outside-period", 1, "3."),
            ("outside-period", 1, "4."),
            ("not-in-legend", 1, "12."),
        },
    ),
    "d391d6965bbc": (
        (2023, 9, 1, 2024, 8, 31),
        {
            ("outside-period", 1, "1.1."),
            ("outside-period", 3, "3.10."),
            ("outside-period", 4, "4.2."),
            ("name-two-ways", 2, "2.4."),
        },
    ),
}

INVENTED = PlanOutline(
    stamps=[STAMP],
    columns=list(CAPTIONS.values()),
    sections=[
        OutlineSection("Задача 1", [OutlineActivity(**WHOLE)]),
        OutlineSection("Задача 2", [OutlineActivity(**{**WHOLE, "deadline": "Май 2020"})]),
    ],
)


def plans_to_check():
    yield pytest.param(INVENTED, FIRST, LAST, {("outside-period", 2, "1")}, id="invented")
    for file in sorted((SHARED / "plans").glob("*.docx")):
        known = PUBLISHED.get(hashlib.sha256(file.read_bytes()).hexdigest()[:12])
        if known:
            (*days,), faults = known
            first, last = datetime.date(*days[:3]), datetime.date(*days[3:])
            yield pytest.param(read_plan(file), first, last, faults, id=f"shared-{file.stem}")


@pytest.mark.parametrize(("outline", "first", "last", "faults"), list(plans_to_check()))
def test_the_check_finds_the_faults_that_really_are_in_plans(outline, first, last, faults):
    checked = checked_outline(outline, first, last)
    names = {row.key: (row.section + 1, row.number) for row in checked.rows}

    found = {(one.code, *names[one.row]) for one in findings_of(checked) if one.row}

    assert faults <= found


def checked_outline(outline, first, last):
    """A file as the check reads it, with nobody known around it."""
    order = outline.order or order_in(outline.stamps)
    parts = [(place, one) for place, part in enumerate(outline.sections) for one in part.activities]
    rows = [
        CheckedRow(
            key=key,
            section=place,
            readings=tuple(read_deadline(one.deadline, first, last)),
            **{name: getattr(one, name) for name in FIELDS},
        )
        for key, (place, one) in enumerate(parts, start=1)
    ]
    return Checked(
        rows=tuple(rows),
        period_from=first,
        period_to=last,
        approved_on=datetime.date.fromisoformat(order.date) if order and order.date else None,
        legend="\n".join(outline.footer) if len(outline.footer) > 1 else "",
        stamps=tuple(outline.stamps),
        order=outline.order,
        captions=dict(zip(outline.fields, outline.columns, strict=True)),
    )
