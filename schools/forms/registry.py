"""Facts of a school, its people, its classes, a list from a file."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Person, User
from schools.forms.days import DayInput
from schools.models import Post, School
from schools.services.people import NewPerson

LARGEST_FILE = 10 * 1024 * 1024  # bytes


class SchoolForm(forms.ModelForm):
    """`version` is that of the record the person has before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = School
        fields = (
            "login",
            "name",
            "short_name",
            "code",
            "kind",
            "municipality",
            "address",
            "phone",
            "email",
            "is_active",
        )

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"]
        return login.strip()

    def validate_unique(self) -> None:
        """Whose login it is already, the service says: by its own code, under its lock."""


class SchoolListForm(forms.Form):
    file = forms.FileField(
        label="Файл со списком школ",
        help_text="Книга Excel (.xlsx) или CSV, не больше 10 МБ и 5 000 школ.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                "Файл больше 10 МБ. Удалите из него рисунки и лишние листы и загрузите снова."
            )
        return file


class PostForm(forms.Form):
    """Somebody from the list of people, or somebody new; the namesakes are asked about once."""

    ANOTHER = "another"

    person = forms.ModelChoiceField(
        label="Человек из списка",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.RadioSelect,
    )
    last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    first_name = forms.CharField(label="Имя", max_length=80, required=False)
    patronymic = forms.CharField(label="Отчество", max_length=80, required=False)
    namesake = forms.ChoiceField(
        label="Похоже на", widget=forms.RadioSelect, required=False, choices=()
    )
    role = forms.ChoiceField(label="Кем работает", choices=Post.Role)
    subject = forms.CharField(
        label="Предмет", max_length=80, required=False, help_text="Для учителя."
    )
    started_on = forms.DateField(label="Работает с", widget=DayInput, required=False)

    def __init__(self, *args: Any, by: User, offered: Sequence[Person], **kwargs: Any) -> None:
        """`offered` are those to choose from on the page; anybody of the committee is accepted."""
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(by)
        self.people = people
        field: Any = self.fields["person"]
        field.queryset = people
        field.widget.choices = [
            ("", "Никто из них, впишу ниже" if offered else "Впишу ниже"),
            *((str(person.pk), describe_person(person)) for person in offered),
        ]
        del self.fields["namesake"]

    def ask_about(self, namesakes: list[Person]) -> None:
        """Put the question «is it one of these?» into the form."""
        choices = [(str(person.pk), describe_person(person)) for person in namesakes]
        self.fields["namesake"] = forms.ChoiceField(
            label="Похоже на",
            choices=[*choices, (self.ANOTHER, "Это другой человек, внести его в список")],
            widget=forms.RadioSelect,
            required=False,
        )
        self.order_fields(["person", "last_name", "first_name", "patronymic", "namesake"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not cleaned.get("last_name"):
            self.add_error("person", "Выберите человека из списка или впишите фамилию нового.")
        if cleaned.get("person") and cleaned.get("last_name"):
            self.add_error("last_name", "Выбран человек из списка: сотрите фамилию или выбор.")
        return cleaned

    @property
    def chosen_id(self) -> int | None:
        """Whom the person pointed at: in the list, or among the namesakes."""
        if self.cleaned_data["person"]:
            return int(self.cleaned_data["person"].pk)
        answer = self.data.get("namesake", "")
        known = self.people.filter(pk=answer) if answer.isdecimal() else self.people.none()
        return known.values_list("pk", flat=True).first()

    @property
    def new_person(self) -> NewPerson:
        return NewPerson(
            last_name=self.cleaned_data["last_name"],
            first_name=self.cleaned_data["first_name"],
            patronymic=self.cleaned_data["patronymic"],
            position=str(Post.Role(self.cleaned_data["role"]).label),
            is_none_of_namesakes=self.data.get("namesake") == self.ANOTHER,
        )


def describe_person(person: Person) -> str:
    return f"{person.full_name}, {person.position}" if person.position else person.full_name


class PostEndForm(forms.Form):
    ended_on = forms.DateField(label="Последний день работы", widget=DayInput)


class GradeSizesForm(forms.Form):
    """One number per grade; an empty one means the school has no such grade."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for grade in range(1, 12):
            self.fields[f"grade_{grade}"] = forms.IntegerField(
                label=f"{grade} классы", min_value=0, max_value=5_000, required=False
            )

    @property
    def sizes(self) -> dict[int, int | None]:
        return {grade: self.cleaned_data[f"grade_{grade}"] for grade in range(1, 12)}


class ClassForm(forms.Form):
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    grade = forms.IntegerField(label="Параллель", min_value=1, max_value=11)
    letter = forms.CharField(label="Буква", max_length=10, required=False)
    pupils = forms.IntegerField(label="Обучающихся", min_value=0, max_value=500)

    def clean_letter(self) -> str:
        letter: str = self.cleaned_data["letter"]
        return letter.strip().upper()


ClassFormSet = forms.formset_factory(ClassForm, extra=3, can_delete=True, max_num=150)
