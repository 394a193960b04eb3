"""Forms of the way from a file to results, and of what is said about them."""

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.files.archives import DEFAULT_LIMITS
from assessments.forms.fields import MIB, DayInput
from assessments.forms.files import WorkbookForm
from assessments.models import Declaration

MAX_FILES = 60  # at once; a browser with scripts sends them one by one


class ReplacementForm(WorkbookForm):
    """A form for a work whose results are there already."""

    reason = forms.CharField(
        label="Почему результаты заменяются",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """All chosen files; the value is a list."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if not data:
            raise forms.ValidationError("Выберите хотя бы один файл.", code="required")
        if len(data) > MAX_FILES:
            raise forms.ValidationError(
                f"За один раз можно отправить {MAX_FILES} файлов, выбрано {len(data)}.",
                code="too_many",
            )
        too_large = [each.name for each in data if (each.size or 0) > DEFAULT_LIMITS.packed]
        if too_large:
            raise forms.ValidationError(
                f"Больше {DEFAULT_LIMITS.packed // MIB} МБ: {', '.join(too_large)}. Проверьте, "
                "те ли это файлы: заполненная форма во много раз меньше.",
                code="too_large",
            )
        return list(data)


class ManyFilesForm(forms.Form):
    file = ManyFilesField(
        label="Заполненные формы (.xlsx)",
        widget=ManyFilesInput(attrs={"accept": ".xlsx", "multiple": True}),
    )


class AskReplacementForm(forms.Form):
    reason = forms.CharField(
        label="Почему нужна замена", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class GrantReplacementForm(forms.Form):
    until = forms.DateField(label="Разрешить до", widget=DayInput())

    @staticmethod
    def for_day(today: datetime.date) -> "GrantReplacementForm":
        """Three days are proposed: enough for a correction, short enough to stay in mind."""
        return GrantReplacementForm(initial={"until": today + datetime.timedelta(days=3)})


class DeclineReplacementForm(forms.Form):
    answer = forms.CharField(
        label="Почему нет", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeclarationForm(forms.Form):
    """Two ways to say it; which fields are needed for which is a rule, not a shape."""

    kind = forms.ChoiceField(
        label="Заявление",
        choices=[
            (Declaration.Kind.CONFIRMED, "Подтверждаю"),
            (Declaration.Kind.UNABLE, "Не могу подтвердить"),
        ],
        widget=forms.RadioSelect,
    )
    points = forms.TypedMultipleChoiceField(
        label="Подтверждаемые пункты",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Причина, если подтвердить нельзя",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, points: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["points"].choices = list(enumerate(points))  # type: ignore[attr-defined]
