"""The calendar of a procedure: a line for every work of the year."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django import forms

from assessments.documents.calendar import CalendarDraft
from assessments.forms.fields import DayInput, HourInput
from assessments.models import Procedure, Work

SMALL = {"class": "form-control"}
# Posted by every line, empty or not, so their number must stay under the limit of Django.
ROW_FIELDS = ("first_on", "last_on", "held_on", "lesson", "starts_at", "group")
# Six fields each, and a few of the whole calendar: Django takes a thousand at a time.
LINES_A_PAGE = 150


class CalendarPart(NamedTuple):
    """The lines of one page."""

    label: str
    works: list[Work]


def parts_of(works: Sequence[Work]) -> list[CalendarPart]:
    """One page for all works while there is room for them, else a page a grade.

    `works` stand in the order of grades. There is always a page, though it may be empty.
    """
    if len(works) <= LINES_A_PAGE:
        return [CalendarPart("все классы", list(works))]
    parts = []
    for grade, lines in groupby(works, key=lambda work: work.grade):
        of_grade = list(lines)
        for start in range(0, len(of_grade), LINES_A_PAGE):
            more = f", с {start + 1}-й работы" if start else ""
            label = f"{grade} класс{more}"
            parts.append(CalendarPart(label, of_grade[start : start + LINES_A_PAGE]))
    return parts


class CalendarRowForm(forms.Form):
    """When one work is written; an empty line leaves it out."""

    first_on = forms.DateField(label="Окно с", required=False, widget=DayInput(SMALL))
    last_on = forms.DateField(label="Окно по", required=False, widget=DayInput(SMALL))
    held_on = forms.DateField(label="День", required=False, widget=DayInput(SMALL))
    lesson = forms.IntegerField(
        label="Урок",
        required=False,
        min_value=1,
        max_value=12,
        widget=forms.NumberInput(SMALL),
    )
    starts_at = forms.TimeField(label="Начало", required=False, widget=HourInput())
    group = forms.CharField(
        label="Группа выбора", required=False, max_length=40, widget=forms.TextInput(SMALL)
    )

    def __init__(self, *args: Any, works: dict[int, Work], **options: Any) -> None:
        super().__init__(*args, **options)
        self.work = works[int((self.prefix or "").rpartition("-")[2])]
        for field in self.fields.values():
            field.widget.attrs |= {
                "class": "form-control",
                "aria-label": f"{field.label}: {self.work}",
            }

    def clean(self) -> dict[str, Any]:
        """A day alone is a window of one day; a window alone begins with the usual day."""
        given = super().clean() or {}
        if not any(given.get(name) for name in ROW_FIELDS) or self.errors:
            return given
        first_on = given.get("first_on") or given.get("held_on")
        last_on = given.get("last_on") or given.get("held_on")
        if first_on is None or last_on is None:
            self.add_error("held_on", "Впишите день или окно с обеими датами.")
        given["first_on"], given["last_on"] = first_on, last_on
        given["held_on"] = given.get("held_on") or first_on
        return given

    def draft(self) -> CalendarDraft | None:
        given = self.cleaned_data
        if not given.get("held_on"):
            return None
        return CalendarDraft(
            work_id=self.work.pk,
            grade=self.work.grade,
            subject_id=self.work.subject_id,
            label=str(self.work),
            first_on=given["first_on"],
            last_on=given["last_on"],
            held_on=given["held_on"],
            level=self.work.level,
            form=self.work.form,
            lesson=given["lesson"],
            starts_at=given["starts_at"],
            group=given["group"],
        )


class CalendarForm(forms.Form):
    """What is true of the whole calendar, and its lines."""

    draw_unit = forms.ChoiceField(
        label="Предмет по случайному выбору", choices=Procedure.DrawUnit.choices
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        works: Iterable[Work],
        rows: Iterable[CalendarDraft] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        by_id = {work.pk: work for work in works}
        known = {row.work_id: row for row in rows}
        self.rows = [
            CalendarRowForm(
                data,
                prefix=f"row-{work_id}",
                works=by_id,
                initial=_initial(known[work_id]) if work_id in known else None,
            )
            for work_id in by_id
        ]

    def is_valid(self) -> bool:
        lines = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(lines)

    def drafts(self) -> list[CalendarDraft]:
        return [draft for row in self.rows if (draft := row.draft()) is not None]

    def add_fault(self, work_id: int, problem: str) -> None:
        """Beside the line it is about; above them where that line is on another page."""
        lines: list[forms.Form] = [row for row in self.rows if row.work.pk == work_id]
        for line in lines or [self]:
            line.add_error(None, problem)


def _initial(row: CalendarDraft) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ROW_FIELDS}


class MakeScheduleForm(forms.Form):
    shift = forms.BooleanField(
        label="Если день занят, поставить работу на ближайший свободный день её окна",
        required=False,
    )


class MoveSessionForm(forms.Form):
    """What a school decides about its session."""

    held_on = forms.DateField(label="День", widget=DayInput())
    lesson = forms.IntegerField(label="Урок", min_value=1, max_value=12, required=False)
    starts_at = forms.TimeField(label="Начало", widget=HourInput(), required=False)
    room = forms.CharField(label="Кабинет", max_length=40, required=False)
    work = forms.ModelChoiceField(
        label="Какую работу пишет класс", queryset=Work.objects.none(), empty_label=None
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, works: Any, **options: Any) -> None:
        """`works` are the levels and forms to choose from; one of them is no choice."""
        super().__init__(*args, **options)
        if len(works) > 1:
            self.fields["work"].queryset = works  # type: ignore[attr-defined]
        else:
            del self.fields["work"]
