"""Forms of procedures and their sessions."""

from collections.abc import Iterable
from typing import Any

from django import forms

from assessments.forms.fields import CHOOSE, DayInput, HourInput
from assessments.models import Procedure, Work
from schools.models import ClassGroup


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Причина", max_length=300)


class ProcedureForm(forms.Form):
    kind = forms.ChoiceField(label="Вид", choices=Procedure.Kind.choices)
    year = forms.IntegerField(
        label="Год",
        min_value=2015,
        max_value=2100,
        help_text="Календарный год, когда пишут работы; по нему берётся каталог работ.",
    )
    title = forms.CharField(
        label="Уточнение",
        max_length=60,
        required=False,
        help_text="Если таких процедур в году несколько: «осень», «весна», «математика».",
    )
    starts_on = forms.DateField(label="Начало", widget=DayInput())
    ends_on = forms.DateField(label="Окончание", widget=DayInput())
    results_due_on = forms.DateField(
        label="Результаты загружают до",
        widget=DayInput(),
        required=False,
        help_text="До этого дня портал ждёт файлы школ, потом показывает, кого не хватает.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SessionDetailsForm(forms.Form):
    """When and where; of an existing session."""

    held_on = forms.DateField(label="Дата", widget=DayInput())
    lesson = forms.IntegerField(label="Урок", min_value=1, max_value=12, required=False)
    starts_at = forms.TimeField(label="Начало", widget=HourInput(), required=False)
    room = forms.CharField(label="Кабинет", max_length=40, required=False)
    observer_seats = forms.IntegerField(
        label="Нужно наблюдателей", min_value=0, max_value=20, initial=1
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ChangeSessionForm(SessionDetailsForm):
    """What the committee may change of a session, its window notwithstanding."""

    work_id = forms.TypedChoiceField(
        label="Работа", coerce=int, help_text="Уровень или форма, которую пишет этот класс."
    )
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        required=False,
        help_text="Нужна, если день вне окна, которое открыл календарь.",
    )

    def __init__(self, *args: Any, works: Iterable[Work], **options: Any) -> None:
        """`works` are the levels and forms to choose from; one of them is no choice."""
        super().__init__(*args, **options)
        choices = [(work.pk, str(work)) for work in works]
        self.fields["work_id"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["work_id"]


class ClassGroupField(forms.ModelChoiceField):
    def label_from_instance(self, group: ClassGroup) -> str:
        return f"{group.school}, {group.label}"


class SessionForm(SessionDetailsForm):
    """A new session of one class."""

    work = forms.ModelChoiceField(label="Работа", queryset=Work.objects.none(), empty_label=CHOOSE)
    class_group = ClassGroupField(
        label="Класс", queryset=ClassGroup.objects.none(), empty_label=CHOOSE
    )
    field_order = (
        "work",
        "class_group",
        "held_on",
        "lesson",
        "starts_at",
        "room",
        "observer_seats",
    )

    def __init__(
        self, *args: Any, works: Any = None, class_groups: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["work"].queryset = works  # type: ignore[attr-defined]
        self.fields["class_group"].queryset = class_groups  # type: ignore[attr-defined]
