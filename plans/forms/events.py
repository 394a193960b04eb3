"""Events, schedules and what deadlines wait for, as people type them."""

import datetime
import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from assessments.models import Procedure, Session
from plans.forms.fields import TextField, date_field
from plans.reports.suggesting import Known, name_of_new, suggest
from plans.reports.waits import Wait
from plans.services.schedules import ScheduleLine
from plans.services.waits import Choice

MOST_DATES: Final = 500
LONGEST_NOTE: Final = 300
NUMERIC: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)(?: ?г\.?(?!\w))?")
ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


class EventForm(forms.Form):
    """An event that deadlines wait for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label="Событие",
        max_length=200,
        help_text="Коротко, как в плане: «Результаты ВПР получены», «Приказ издан»",
    )
    note = TextField(
        label="Пояснение",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Откуда узнают, что событие наступило, и кто его отмечает",
    )


class SessionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.held_on:%d.%m.%Y}, {obj.school}, {obj.work.subject}, {obj.class_group.label}"


class EventDateForm(forms.Form):
    """That it happened, or will."""

    on = date_field("Когда")
    note = forms.CharField(
        label="Что именно",
        max_length=LONGEST_NOTE,
        required=False,
        help_text="Если событие бывает не раз: «математика, 5 классы»",
    )
    session = SessionField(
        label="Сессия",
        queryset=Session.objects.none(),
        required=False,
        empty_label="не связано с сессией",
        help_text="Если событие касается одной школы: сроки откроются только у неё",
    )

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - named above
        field.queryset = sessions


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Почему отзывается", max_length=LONGEST_NOTE)


class DatesField(TextField):
    """Dates typed or pasted, one a line, what is on that day after them."""

    def clean(self, value: Any) -> list[ScheduleLine]:
        """All bad lines at once, each with its number."""
        lines = [line.strip() for line in super().clean(value).split("\n")]
        found, faults = [], []
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            try:
                found.append(_line_of(line))
            except ValueError as fault:
                faults.append(f"Строка {number}, «{line[:40]}»: {fault}.")
        if faults:
            raise ValidationError(faults, code="bad-line")
        if len(found) > MOST_DATES:
            raise ValidationError(f"Дат больше {MOST_DATES}. Разделите график на два.", "too-many")
        return list(dict.fromkeys(found))


def _line_of(line: str) -> ScheduleLine:
    match = NUMERIC.match(line)
    iso = ISO.match(line)
    if iso:
        match, year, month, day = iso, *map(int, iso.groups())
    elif match:
        day, month, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
    else:
        raise ValueError("строка начинается не с даты, напишите её так: 15.04.2027")
    note = " ".join(line[match.end() :].split()).lstrip("-–—,;: ")
    if len(note) > LONGEST_NOTE:
        raise ValueError(f"пояснение длиннее {LONGEST_NOTE} знаков")
    try:
        return ScheduleLine(datetime.date(year, month, day), note)
    except ValueError:
        raise ValueError("такого дня нет") from None


class ScheduleForm(forms.Form):
    """A schedule: of a procedure, or a list of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="График", max_length=200)
    procedure = forms.ModelChoiceField(
        label="Процедура",
        queryset=Procedure.objects.none(),
        required=False,
        empty_label="свой список дат",
        help_text="Даты берутся из проведений процедуры и переносятся вместе с ними",
    )
    dates = DatesField(
        label="Даты",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="По одной на строке, дальше можно пояснение: 15.04.2027 Совещание ММО. "
        "Можно вставить столбцы из Excel.",
    )

    def __init__(self, *args: Any, procedures: QuerySet[Procedure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["procedure"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - named above
        field.queryset = procedures


class WaitsForm(forms.Form):
    """«Чего ждёт срок»: a choice for each reading that waits."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, waits: list[Wait], known: Known, links: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.waits = waits
        for wait in waits:
            place, now = wait.position, links.get(wait.position, "")
            proposed = "" if now else suggest(wait, wait.activity.section.plan, known)
            self.fields[f"seen_{place}"] = forms.CharField(
                required=False, initial=now, widget=forms.HiddenInput
            )
            self.fields[f"what_{place}"] = forms.ChoiceField(
                label="Чего ждёт",
                required=False,
                choices=_choices(wait, known),
                initial=now or proposed,
                help_text="Предложено по словам срока, проверьте." if proposed else "",
            )
            self.fields[f"name_{place}"] = forms.CharField(
                label="или новое событие",
                required=False,
                max_length=200,
                help_text="Название, если нужного в списке нет",
            )

    def parts(self) -> list[tuple[Wait, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (wait, self[f"seen_{place}"], self[f"what_{place}"], self[f"name_{place}"])
            for wait in self.waits
            for place in [wait.position]
        ]

    def choices(self) -> list[Choice]:
        """A name that was typed wins: nobody types it for nothing."""
        cleaned = self.cleaned_data
        chosen = []
        for place in [wait.position for wait in self.waits]:
            name = cleaned[f"name_{place}"].strip()
            what = f"new:{name}" if name else cleaned[f"what_{place}"]
            chosen.append(Choice(place, what, cleaned[f"seen_{place}"]))
        return chosen


def _choices(wait: Wait, known: Known) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {
        "События": [(f"event:{one.pk}", one.name) for one in known.events],
        "Графики": [(f"schedule:{one.pk}", one.name) for one in known.schedules],
        "Проведения процедур": [(f"procedure:{one.pk}", str(one)) for one in known.procedures],
    }
    new = name_of_new(wait.activity.deadline) if wait.reading.kind == "event" else ""
    if new and new not in {one.name for one in known.events}:
        groups["Создать событие"] = [(f"new:{new}", f"«{new}»")]
    return [
        ("", "пока не указано"),
        *((name, choices) for name, choices in groups.items() if choices),
    ]
