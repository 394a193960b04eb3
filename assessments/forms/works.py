"""Forms of the catalogue of works."""

from typing import Any

from django import forms

from assessments.documents.drafts import ItemDraft, WorkDraft, faults_of
from assessments.documents.item_list import read_items
from assessments.forms.fields import CHOOSE, GRADE_CHOICES
from assessments.models import Subject, Work


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
    form_name = forms.CharField(
        label="Название формы",
        max_length=60,
        required=False,
        help_text="Чем эта форма отличается: «компьютерная», «профиль А».",
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
        form_name=cleaned["form_name"],
        minutes=cleaned["minutes"],
        source=cleaned["source"],
    )


class CopyWorksForm(forms.Form):
    from_year = forms.IntegerField(label="Из какого года", min_value=2015, max_value=2100)
    to_year = forms.IntegerField(label="В какой год", min_value=2015, max_value=2100)


class ChosenWorksForm(CopyWorksForm):
    """The works ticked on the preview."""

    works = forms.ModelMultipleChoiceField(
        queryset=Work.objects.all(), error_messages={"required": "Отметьте хотя бы одну работу."}
    )
