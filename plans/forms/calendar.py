"""The calendar of deadlines: where dates move, quarters, own days."""

from typing import Any

from django import forms

from plans.forms.fields import date_field
from plans.models import PlanSettings

EARLIEST, LATEST = 2000, 2100  # years


class MovingForm(forms.Form):
    moving = forms.ChoiceField(
        label="Срок в нерабочий день переносится",
        choices=PlanSettings.Moving,
        help_text="Напечатанный срок не меняется, переносится только напоминание.",
    )
    moving_source = forms.CharField(
        label="Основание",
        max_length=300,
        help_text="Например: регламент комитета, правило исполнительской дисциплины; "
        "на следующий рабочий день — статья 193 Гражданского кодекса.",
    )


class QuartersForm(forms.Form):
    """The last days of four quarters; the school year comes with the form."""

    school_year = forms.IntegerField(widget=forms.HiddenInput, min_value=EARLIEST, max_value=LATEST)
    q1 = date_field("I четверть")
    q2 = date_field("II четверть")
    q3 = date_field("III четверть")
    q4 = date_field("IV четверть")

    def ends(self) -> dict[int, Any]:
        return {number: self.cleaned_data[f"q{number}"] for number in range(1, 5)}


class OwnDayForm(forms.Form):
    day = date_field("День")
    is_working = forms.TypedChoiceField(
        label="Каким считать",
        choices=(("no", "нерабочий"), ("yes", "рабочий")),
        coerce=lambda value: value == "yes",
    )
    name = forms.CharField(label="Почему", max_length=120, required=False)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not EARLIEST <= day.year <= LATEST:
            raise forms.ValidationError(f"Укажите год от {EARLIEST} до {LATEST}.", code="year")
        return day
