"""What the pages of people and access take in."""

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import QuerySet

from accounts.models import Person, RetentionPeriod, Role, User
from accounts.retention import KeptKind


class SignInForm(LoginForm):
    """allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Логин или эл. почта", "Пароль"
        login.widget.attrs = {"autocomplete": "username", "autofocus": True}
        password.widget.attrs = {"autocomplete": "current-password"}
        password.help_text = ""

    def clean(self) -> dict[str, Any]:
        """Say what is wrong at the password, where readers of screens find it."""
        try:
            return super().clean()
        except forms.ValidationError as refusal:
            self.add_error("password", refusal)
            self.fields["login"].widget.attrs.pop("autofocus")
            self.fields["password"].widget.attrs["autofocus"] = True
            return self.cleaned_data


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("last_name", "first_name", "patronymic", "position", "email", "phone")


class InvitationForm(forms.Form):
    """The role is asked only of someone who has no account yet."""

    # Nothing is chosen beforehand: nobody becomes an administrator by haste.
    role = forms.ChoiceField(label="Роль", choices=[("", "Выберите роль"), *Role.choices])
    with_letter = forms.BooleanField(
        label="Отправить ссылку письмом",
        required=False,
        help_text="Ссылка в любом случае появится на экране, чтобы передать её самому.",
    )

    def __init__(self, *args: Any, person: Person, account: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if account:
            del self.fields["role"]
        if not person.email:
            del self.fields["with_letter"]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Роль", choices=Role)


class AcceptForm(forms.Form):
    """A name to sign in with and a password; an existing account keeps its name."""

    username = forms.CharField(
        label="Логин",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        help_text="Придумайте сами: буквы, цифры, точка, дефис, подчёркивание.",
    )
    password = forms.CharField(
        label="Пароль",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Не меньше 10 знаков, не одни цифры, не похож на логин и не из самых частых.",
    )
    password_again = forms.CharField(
        label="Пароль ещё раз",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: User | None, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = account or User(
            email=person.email, first_name=person.first_name, last_name=person.last_name
        )
        if account:
            del self.fields["username"]

    def clean_password_again(self) -> str:
        again = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError("Пароли не совпадают.", code="mismatch")
        return again

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.owner.pk:
            self.owner.username = cleaned.get("username", "")
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], self.owner)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned


class RetentionForm(forms.Form):
    """For each kind, the years and what they rest on: `years_protocol`, `source_protocol`."""

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[KeptKind],
        periods: Mapping[str, RetentionPeriod],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            period = periods.get(kind.code)
            self.fields[f"years_{kind.code}"] = forms.IntegerField(
                label=f"{kind.title}: сколько лет хранить",
                required=False,
                min_value=1,
                max_value=75,
                initial=period.years if period else None,
                help_text="Не заполнено — хранить без срока.",
            )
            self.fields[f"source_{kind.code}"] = forms.CharField(
                label=f"{kind.title}: чем установлен срок",
                required=False,
                max_length=300,
                initial=period.source if period else "",
                help_text="Приказ или пункт номенклатуры дел комитета.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind in self.kinds:
            if cleaned.get(f"years_{kind.code}") and not cleaned.get(f"source_{kind.code}"):
                self.add_error(f"source_{kind.code}", "Укажите, чем установлен срок.")
        return cleaned

    def periods(self) -> list[tuple[str, int | None, str]]:
        """(kind, years, source) of each kind; of a valid form."""
        data = self.cleaned_data
        return [
            (kind.code, data[f"years_{kind.code}"], data[f"source_{kind.code}"])
            for kind in self.kinds
        ]


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return ", ".join(part for part in (person.full_name, person.position) if part)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return ", ".join(part for part in (person.full_name, person.position) if part)


class DestructionForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="Что уничтожить",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы один вид документов."},
    )
    reason = forms.CharField(
        label="Основание",
        max_length=1000,
        initial="Истечение сроков хранения",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    chair = PersonField(
        label="Председатель комиссии",
        queryset=Person.objects.none(),
        empty_label="— выберите —",
        error_messages={"required": "Выберите председателя комиссии."},
    )
    members = PeopleField(
        label="Члены комиссии",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы одного члена комиссии."},
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[KeptKind],
        due: Mapping[str, int],
        people: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.code, f"{kind.title}: {due[kind.code]}") for kind in kinds]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [kind.code for kind in kinds]
        for name in ("chair", "members"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
