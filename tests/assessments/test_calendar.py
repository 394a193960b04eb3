"""The calendar of a procedure: written on its page, guarded by its rules."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.documents.calendar import CalendarDraft
from assessments.models import CalendarRow, Subject, SubjectDraw, Work
from assessments.reports.calendar import calendar_of
from assessments.services import calendar
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    CalendarRowFactory,
    ProcedureFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 22)


@pytest.fixture
def works():
    maths, history, biology = (
        WorkFactory(subject=SubjectFactory(code=code, abbreviation=code, name=name))
        for code, name in (("MA", "Математика"), ("IS", "История"), ("BI", "Биология"))
    )
    return {"maths": maths, "history": history, "biology": biology}


def line(work, **changes):
    plain = {
        "work_id": work.pk,
        "grade": work.grade,
        "subject_id": work.subject_id,
        "label": str(work),
        "first_on": datetime.date(2026, 4, 20),
        "last_on": datetime.date(2026, 4, 25),
        "held_on": DAY,
    }
    return CalendarDraft(**{**plain, **changes})


def save(procedure, by, *rows, version=None):
    return calendar.save_calendar(
        procedure_id=procedure.pk,
        version=version or procedure.version,
        draw_unit="class",
        rows=rows,
        by=by,
    )


def test_a_calendar_takes_the_place_of_the_former_one(editor, procedure, works):
    save(procedure, editor, line(works["maths"]))
    procedure.refresh_from_db()
    history = line(works["history"], lesson=2, starts_at=datetime.time(9, 0))

    changed = save(procedure, editor, history)

    assert changed
    assert calendar_of(procedure) == [history]
    assert AuditEvent.objects.about(procedure).first().action == "calendar-saved"


def test_the_same_calendar_is_no_decision(editor, procedure, works):
    save(procedure, editor, line(works["maths"]))
    procedure.refresh_from_db()

    changed = save(procedure, editor, line(works["maths"]))

    assert not changed
    assert AuditEvent.objects.about(procedure).count() == 1


def test_what_keeps_a_calendar_from_being_saved(editor, procedure, works):
    last_year = WorkFactory(year=2025)
    maths = line(works["maths"])

    assert refusal(save, procedure, editor, maths, version=9) == "stale"
    assert refusal(save, procedure, editor, line(last_year)) == "other-year"
    assert refusal(save, procedure, editor, maths, line(works["history"])) == "calendar-faulty"
    with pytest.raises(NotAllowed):
        save(procedure, UserFactory(role=Role.HEAD, committee=editor.committee), maths)
    assert not CalendarRow.objects.exists()


def test_what_has_been_drawn_may_get_another_day_but_no_other_works(editor, procedure, works):
    group = [line(works[name], group="Предмет 3") for name in ("history", "biology")]
    SubjectDraw.objects.create(
        procedure=procedure, grade=5, draw_group="Предмет 3", unit="class", seed="00",
        works=[{"id": row.work_id, "label": row.label} for row in group],
        drawn_at=datetime.datetime(2026, 4, 15, tzinfo=datetime.UTC),
    )  # fmt: skip
    other_day = [
        line(works[name], group="Предмет 3", held_on=datetime.date(2026, 4, 23))
        for name in ("history", "biology")
    ]

    assert refusal(save, procedure, editor, line(works["maths"])) == "already-drawn"
    assert refusal(save, procedure, editor, *other_day) is None


# The page ---------------------------------------------------------------------------------------


def address(procedure):
    return reverse("assessments:calendar-edit", args=[procedure.pk])


def fields(procedure, **rows):
    given = {"draw_unit": "school", "version": procedure.version}
    for name, values in rows.items():
        given |= {f"row-{name.removeprefix('w')}-{key}": value for key, value in values.items()}
    return given


def test_the_page_has_a_line_for_every_work_of_the_year(client, editor, procedure, works):
    CalendarRowFactory(procedure=procedure, work=works["maths"], lesson=3)
    WorkFactory(year=2025)
    client.force_login(editor)

    form = client.get(address(procedure)).context["form"]

    assert {row.work for row in form.rows} == set(works.values())
    filled = [row for row in form.rows if row.initial]
    assert [(row.work, row.initial["lesson"]) for row in filled] == [(works["maths"], 3)]


def test_an_editor_fills_the_calendar_and_sees_the_schedule(client, editor, procedure, works):
    client.force_login(editor)
    maths = works["maths"].pk
    window = {"first_on": "2026-04-20", "last_on": "2026-04-30", "held_on": "2026-04-22"}

    answer = client.post(
        address(procedure), fields(procedure, **{f"w{maths}": {**window, "lesson": "2"}})
    )

    assert answer["Location"] == reverse("assessments:schedule-make", args=[procedure.pk])
    row = CalendarRow.objects.get()
    assert (row.work, row.held_on, row.lesson) == (works["maths"], DAY, 2)
    procedure.refresh_from_db()
    assert procedure.draw_unit == "school"


def test_a_day_alone_is_a_window_of_one_day(client, editor, procedure, works):
    client.force_login(editor)

    client.post(
        address(procedure),
        fields(procedure, **{f"w{works['maths'].pk}": {"held_on": "2026-04-22"}}),
    )

    row = CalendarRow.objects.get()
    assert (row.first_on, row.last_on) == (DAY, DAY)


def test_everything_that_is_wrong_stands_at_its_line(client, editor, procedure, works):
    client.force_login(editor)
    maths, history, biology = (works[name].pk for name in ("maths", "history", "biology"))

    page = client.post(
        address(procedure),
        fields(
            procedure,
            **{
                f"w{maths}": {"held_on": "2026-04-26"},
                f"w{history}": {"held_on": "2026-06-22"},
                f"w{biology}": {"held_on": "2026-04-23", "group": "Предмет 3"},
            },
        ),
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert [
        w for w in ("воскресенье", "за срок процедуры", "выбирать не из чего") if w not in text
    ] == []
    assert 'value="2026-06-22"' in text
    assert not CalendarRow.objects.exists()


def test_half_a_window_is_sent_back(client, editor, procedure, works):
    client.force_login(editor)

    page = client.post(
        address(procedure),
        fields(procedure, **{f"w{works['maths'].pk}": {"first_on": "2026-04-20"}}),
    )

    assert page.status_code == 422
    assert "Впишите день или окно" in page.content.decode()


def test_a_stale_page_loses_nothing_that_was_typed(client, editor, procedure, works):
    client.force_login(editor)
    given = fields(procedure, **{f"w{works['maths'].pk}": {"held_on": "2026-04-22"}})
    save(procedure, editor, line(works["history"]))

    page = client.post(address(procedure), given)

    assert page.status_code == 409
    assert 'value="2026-04-22"' in page.content.decode()
    assert CalendarRow.objects.get().work == works["history"]


def test_last_years_calendar_is_offered_on_the_same_weekdays_and_saved_by_nobody(
    client, editor, procedure, works
):
    before = ProcedureFactory(
        committee=editor.committee, year=2025, starts_on=datetime.date(2025, 4, 21),
        ends_on=datetime.date(2025, 5, 21),
    )  # fmt: skip
    wednesday = datetime.date(2025, 4, 23)
    CalendarRowFactory(
        procedure=before, work=WorkFactory(year=2025, subject=works["maths"].subject),
        first_on=wednesday, last_on=datetime.date(2025, 4, 30), held_on=wednesday, lesson=3,
    )  # fmt: skip
    client.force_login(editor)

    empty = client.get(address(procedure))
    filled = client.get(address(procedure), {"last-year": ""})

    assert empty.context["may_borrow"]
    (row,) = (row for row in filled.context["form"].rows if row.initial)
    assert (row.work, row.initial["held_on"], row.initial["lesson"]) == (works["maths"], DAY, 3)
    assert row.initial["last_on"] == datetime.date(2026, 4, 29)
    assert not CalendarRow.objects.filter(procedure=procedure).exists()


# More works than one page can post ---------------------------------------------------------------


@pytest.fixture
def three_hundred_works():
    subjects = Subject.objects.bulk_create(
        Subject(code=f"Ф{n}", abbreviation=f"Ф{n}", name=f"Факультатив {n:02}") for n in range(30)
    )
    return Work.objects.bulk_create(
        Work(year=2026, grade=grade, subject=subject, level=level, form=1, max_points=20)
        for grade in range(4, 9)
        for subject in subjects
        for level in ("base", "advanced")
    )


def posted(form, **first_line):
    """All that a browser sends: every field of every line, empty or not, the first one filled."""
    given = {
        row.add_prefix(name): row.initial.get(name) or ""
        for row in form.rows
        for name in row.fields
    }
    line = form.rows[0]
    return {
        **given,
        **{line.add_prefix(name): value for name, value in first_line.items()},
        "draw_unit": form.initial["draw_unit"],
        "version": form.initial["version"],
    }


def test_a_catalogue_of_three_hundred_works_is_saved_grade_by_grade(
    client, editor, procedure, three_hundred_works
):
    client.force_login(editor)
    page, grades = address(procedure), []
    schedule = reverse("assessments:schedule-make", args=[procedure.pk])

    while page != schedule:
        form = client.get(page).context["form"]
        grades.append({row.work.grade for row in form.rows})
        page = client.post(page, posted(form, held_on="2026-04-22"))["Location"]

    assert grades == [{4}, {5}, {6}, {7}, {8}]
    rows = CalendarRow.objects.filter(procedure=procedure)
    assert sorted(rows.values_list("work__grade", "held_on")) == [(n, DAY) for n in range(4, 9)]


def test_a_grade_is_emptied_without_touching_the_others(
    client, editor, procedure, three_hundred_works
):
    client.force_login(editor)
    page = f"{address(procedure)}?part=2"
    fourth, fifth = three_hundred_works[0], client.get(page).context["form"].rows[0].work
    for work in (fourth, fifth):
        CalendarRowFactory(procedure=procedure, work=work, held_on=DAY)
    form = client.get(page).context["form"]

    client.post(page, posted(form, first_on="", last_on="", held_on=""))

    assert [row.work for row in CalendarRow.objects.filter(procedure=procedure)] == [fourth]


def test_a_fault_of_another_grade_does_not_stand_in_the_way_of_this_one(
    client, editor, procedure, three_hundred_works
):
    outside = CalendarRowFactory(
        procedure=procedure, work=three_hundred_works[0],
        first_on=datetime.date(2026, 6, 1), last_on=datetime.date(2026, 6, 1),
        held_on=datetime.date(2026, 6, 1),
    )  # fmt: skip
    client.force_login(editor)
    page = f"{address(procedure)}?part=2"

    answer = client.post(page, posted(client.get(page).context["form"], held_on="2026-04-22"))

    assert answer.status_code == 302
    assert CalendarRow.objects.filter(procedure=procedure).count() == 2
    assert CalendarRow.objects.filter(pk=outside.pk).exists()
