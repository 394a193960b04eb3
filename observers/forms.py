"""What the pages of observers take in. Forms shape input; the services decide."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from accounts.models import Person, User
from accounts.services import PersonFacts
from observers.models import ChecklistItem, Interest, ObservationAct, Observer
from observers.services.acts import ActFacts, Violation
from observers.services.roster import ObserverFacts
from schools.models import School

PERSON_FIELDS = PersonFacts._fields
OBSERVER_FIELDS = ObserverFacts._fields


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class FullNameChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return ", ".join(part for part in (person.full_name, person.position) if part)


class ObserverFactsForm(forms.ModelForm):
    class Meta:
        model = Observer
        fields = OBSERVER_FIELDS
        widgets = {"trained_on": DayInput()}

    def facts(self) -> ObserverFacts:
        return ObserverFacts(**{name: self.cleaned_data[name] for name in OBSERVER_FIELDS})


class ObserverForm(ObserverFactsForm):
    """Either somebody the committee knows, or a new person."""

    person = FullNameChoiceField(
        label="Человек из списка комитета",
        queryset=Person.objects.none(),
        required=False,
        empty_label="— человека в списке нет —",
    )
    last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    first_name = forms.CharField(label="Имя", max_length=80, required=False)
    patronymic = forms.CharField(label="Отчество", max_length=80, required=False)
    position = forms.CharField(label="Должность или занятие", max_length=200, required=False)
    email = forms.EmailField(label="Эл. почта", required=False, help_text="для писем о назначениях")
    phone = forms.CharField(label="Телефон", max_length=40, required=False)
    is_namesake = forms.BooleanField(
        label="Это другой человек, однофамилец записанного", required=False
    )

    field_order = ("person", *PERSON_FIELDS, "is_namesake", *OBSERVER_FIELDS)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Person.objects.visible_to(viewer)
        self.fields["person"].queryset = known.exclude(  # type: ignore[attr-defined]
            pk__in=Observer.objects.values("person")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("person")) == bool(cleaned.get("last_name")):
            self.add_error(
                "person", "Выберите человека из списка или впишите фамилию нового, что-то одно."
            )
        return cleaned

    def chosen_person(self) -> int | PersonFacts:
        if self.cleaned_data["person"]:
            return self.cleaned_data["person"].pk
        return PersonFacts(**{name: self.cleaned_data[name] for name in PERSON_FIELDS})


class AccreditationForm(forms.Form):
    certificate_number = forms.CharField(label="Номер удостоверения", max_length=40)
    valid_from = forms.DateField(label="Действует с", widget=DayInput())
    valid_until = forms.DateField(
        label="Действует по", widget=DayInput(), help_text="последний день, включительно"
    )


class InterestForm(forms.Form):
    school = forms.ModelChoiceField(
        label="Школа", queryset=School.objects.none(), empty_label="— выберите —"
    )
    kind = forms.ChoiceField(label="Связь", choices=Interest.Kind)
    note = forms.CharField(label="Примечание", max_length=200, required=False)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = School.objects.visible_to(viewer).active()
        self.fields["school"].queryset = visible  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    observer = forms.ModelChoiceField(
        label="Наблюдатель",
        queryset=Observer.objects.none(),
        error_messages={"required": "Выберите наблюдателя."},
    )
    in_spite_because = forms.CharField(
        label="Почему всё же этот наблюдатель", max_length=300, required=False
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Observer.objects.visible_to(viewer).select_related("person")
        self.fields["observer"].queryset = visible  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    # Whether a reason is owed is for the service to say.
    reason = forms.CharField(label="Причина", max_length=300, required=False)


class SupplementForm(forms.Form):
    participants = forms.IntegerField(
        label="Сколько участников писали",
        min_value=0,
        max_value=500,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    # Whether a reason is owed is for the service to say.
    reason = forms.CharField(label="Почему дополняете", max_length=300, required=False)


class ChecklistLine(NamedTuple):
    item: ChecklistItem
    broken: BoundField
    comment: BoundField


class ActForm(forms.Form):
    """The act: the hours, the verdict, and a tick with a comment for each line of the checklist."""

    stage = forms.ChoiceField(
        label="Что наблюдали",
        choices=ObservationAct.Stage,
        initial=ObservationAct.Stage.CONDUCT,
    )
    started_at = forms.TimeField(label="Начало наблюдения", widget=TimeInput())
    ended_at = forms.TimeField(label="Окончание наблюдения", widget=TimeInput())
    participants = forms.IntegerField(
        label="Участников в аудитории",
        min_value=0,
        max_value=500,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    verdict = forms.ChoiceField(
        label="Итог",
        choices=[("clean", "Нарушений не выявлено"), ("violations", "Есть нарушения")],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите одно из двух."},
    )
    remarks = forms.CharField(
        label="Замечания своими словами",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, items: list[ChecklistItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"broken_{item.pk}"] = forms.BooleanField(
                label="Не соблюдалось", required=False
            )
            self.fields[f"comment_{item.pk}"] = forms.CharField(
                label="Что именно", required=False, max_length=300
            )

    def lines(self) -> Iterator[ChecklistLine]:
        for item in self.items:
            yield ChecklistLine(item, self[f"broken_{item.pk}"], self[f"comment_{item.pk}"])

    def facts(self) -> ActFacts:
        data = self.cleaned_data
        return ActFacts(
            stage=data["stage"],
            started_at=data["started_at"],
            ended_at=data["ended_at"],
            participants=data["participants"],
            no_violations=data["verdict"] == "clean",
            remarks=data["remarks"],
            violations=tuple(
                Violation(item.pk, data[f"comment_{item.pk}"])
                for item in self.items
                if data[f"broken_{item.pk}"]
            ),
        )
