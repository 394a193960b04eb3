"""Shape of input. Whether it is allowed is for the services."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.files.archives import DEFAULT_LIMITS
from accounts.files.scans import MAX_BYTES as MAX_SCAN_BYTES
from assessments.documents.drafts import GRADES, ItemDraft, WorkDraft, faults_of
from assessments.documents.item_list import read_items
from assessments.models import Procedure, Reference, Subject, Work
from schools.models import ClassGroup

MIB = 1024 * 1024
CHOOSE = "— выберите —"
GRADE_CHOICES = [(grade, str(grade)) for grade in GRADES]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WorkForm(forms.Form):
    """A work and its items, one a line."""

    year = forms.IntegerField(label="Год", min_value=2015, max_value=2100)
    grade = forms.TypedChoiceField(label="Класс", choices=GRADE_CHOICES, coerce=int)
    subject = forms.ModelChoiceField(
        label="Предмет", queryset=Subject.objects.all(), empty_label=CHOOSE
    )
    level = forms.ChoiceField(label="Уровень", choices=Work.Level.choices, initial="base")
    form = forms.IntegerField(
        label="Форма",
        min_value=1,
        max_value=99,
        initial=1,
        help_text="Номер формы, если их несколько.",
    )
    minutes = forms.IntegerField(
        label="Продолжительность, мин", min_value=1, max_value=600, required=False
    )
    items = forms.CharField(
        label="Задания",
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text="По одному на строке: номер, двоеточие, максимальный балл, уровень (Б, П, В), "
        "дальше можно умение. Например: 1К1:4 Б Соблюдать орфографические нормы. "
        "Можно вставить столбцы из Excel.",
    )
    max_points = forms.IntegerField(label="Максимальный балл", min_value=1, max_value=1000)
    upper_2 = forms.IntegerField(label="«2» — до скольких баллов", min_value=0, required=False)
    upper_3 = forms.IntegerField(label="«3» — до скольких баллов", min_value=0, required=False)
    upper_4 = forms.IntegerField(
        label="«4» — до скольких баллов",
        min_value=0,
        required=False,
        help_text="Если шкалы пока нет, оставьте все три границы пустыми.",
    )
    source = forms.CharField(label="Откуда сведения", max_length=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong, at once; what is right becomes a draft."""
        cleaned = super().clean() or {}
        items, faults = read_items(cleaned.get("items", ""))
        for fault in faults:
            self.add_error("items", str(fault))
        bounds = [cleaned.get(name) for name in ("upper_2", "upper_3", "upper_4")]
        given = [bound for bound in bounds if bound is not None]
        if len(given) in (1, 2):
            self.add_error("upper_4", "Заполните все три границы или ни одной.")
        if not self.errors:
            uppers = (given[0], given[1], given[2]) if given else None
            cleaned["draft"] = _draft(cleaned, tuple(items), uppers)
            for fault in faults_of(cleaned["draft"], "работа"):
                self.add_error(None, f"{fault.problem} {fault.remedy}")
        return cleaned


def _draft(
    cleaned: dict[str, Any], items: tuple[ItemDraft, ...], uppers: tuple[int, int, int] | None
) -> WorkDraft:
    return WorkDraft(
        year=cleaned["year"],
        grade=cleaned["grade"],
        subject_code=cleaned["subject"].code,
        items=items,
        max_points=cleaned["max_points"],
        uppers=uppers,
        level=cleaned["level"],
        form=cleaned["form"],
        minutes=cleaned["minutes"],
        source=cleaned["source"],
    )


class CopyWorksForm(forms.Form):
    from_year = forms.IntegerField(label="Из какого года", min_value=2015, max_value=2100)
    to_year = forms.IntegerField(label="В какой год", min_value=2015, max_value=2100)


class SizedFileField(forms.FileField):
    """A file that is turned away by its size before it is read into memory."""

    def __init__(self, *, max_bytes: int, **options: Any) -> None:
        super().__init__(**options)
        self.max_bytes = max_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile) and (found.size or 0) > self.max_bytes:
            raise ValidationError(
                f"Файл больше {self.max_bytes // MIB} МБ. Уменьшите его и загрузите снова.",
                code="too_large",
            )
        return found


class WorkbookForm(forms.Form):
    """A filled form, or the catalogue as a table."""

    file = SizedFileField(
        label="Файл Excel (.xlsx)",
        max_bytes=DEFAULT_LIMITS.packed,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class ScanForm(forms.Form):
    file = SizedFileField(
        label="Скан протокола",
        max_bytes=MAX_SCAN_BYTES,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="PDF, JPEG или PNG.",
    )


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
    starts_at = forms.TimeField(label="Начало", widget=HourInput(), required=False)
    room = forms.CharField(label="Кабинет", max_length=40, required=False)
    observer_seats = forms.IntegerField(
        label="Нужно наблюдателей", min_value=0, max_value=20, initial=1
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ClassGroupField(forms.ModelChoiceField):
    def label_from_instance(self, group: ClassGroup) -> str:
        return f"{group.school}, {group.label}"


class SessionForm(SessionDetailsForm):
    """A new session of one class."""

    work = forms.ModelChoiceField(label="Работа", queryset=Work.objects.none(), empty_label=CHOOSE)
    class_group = ClassGroupField(
        label="Класс", queryset=ClassGroup.objects.none(), empty_label=CHOOSE
    )
    field_order = ("work", "class_group", "held_on", "starts_at", "room", "observer_seats")

    def __init__(
        self, *args: Any, works: Any = None, class_groups: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["work"].queryset = works  # type: ignore[attr-defined]
        self.fields["class_group"].queryset = class_groups  # type: ignore[attr-defined]


class PlanSessionsForm(forms.Form):
    """A day for every work of the year; an empty day leaves the work out."""

    def __init__(self, *args: Any, works: list[Work], **options: Any) -> None:
        super().__init__(*args, **options)
        for work in works:
            self.fields[f"day_{work.pk}"] = forms.DateField(
                label=str(work), widget=DayInput({"class": "form-control"}), required=False
            )

    def days(self) -> dict[int, datetime.date]:
        return {
            int(name.removeprefix("day_")): day for name, day in self.cleaned_data.items() if day
        }


class ReferenceForm(forms.ModelForm):
    """A sample to compare with, as its report prints it."""

    class Meta:
        model = Reference
        fields = ("title", "source", "mean", "sd", "n")
        # People write 11,5; a number field of the browser would not take it everywhere.
        localized_fields = ("mean", "sd")
        widgets = {
            "mean": forms.TextInput({"inputmode": "decimal"}),
            "sd": forms.TextInput({"inputmode": "decimal"}),
        }
        help_texts = {
            "title": "например, «Область»",
            "source": "название и дата отчёта",
            "sd": "S: на сколько в среднем расходятся баллы участников",
        }

    def __init__(self, *args: Any, max_points: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mean"].validators += [MinValueValidator(0), MaxValueValidator(max_points)]
        self.fields["sd"].validators += [MinValueValidator(0), MaxValueValidator(max_points)]
        self.fields["n"].validators.append(MinValueValidator(2))
