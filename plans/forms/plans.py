"""What people say of a plan as a whole."""

from typing import Any

from django import forms

from plans.documents.outline import FIELDS
from plans.forms.fields import LONGEST_CELL, TextField, date_field
from plans.models import Plan, Stamp

STAMPS = 4


class PlanForm(forms.Form):
    """A new plan."""

    title = TextField(
        label="Название",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Так, как оно будет напечатано",
    )
    period_from = date_field("Период с")
    period_to = date_field("Период по")
    numbering = forms.ChoiceField(
        label="Номера строк",
        choices=Plan.Numbering.choices,
        initial=Plan.Numbering.BY_HAND,
        required=False,
        help_text="Всё, кроме «вручную», портал держит в порядке сам",
    )

    def clean_numbering(self) -> str:
        """Without a choice the numbers stay what people write."""
        return self.cleaned_data["numbering"] or str(Plan.Numbering.BY_HAND)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", "Период заканчивается раньше, чем начинается.")
        return cleaned


def _paragraphs(label: str, help_text: str) -> TextField:
    return TextField(
        label=label,
        required=False,
        max_length=LONGEST_CELL,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlanHeadForm(PlanForm):
    """What stands around the table."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    annex = forms.CharField(
        label="Приложение к приказу",
        required=False,
        max_length=120,
        help_text="Например, «Приложение 1»: напечатается вверху справа, «к приказу … от … № …» "
        "портал добавит сам. Если план не приложение, оставьте пустым",
    )
    preamble = _paragraphs("Вступление", "Цели и задачи; печатается над таблицей")
    legend = _paragraphs("Сокращения", "По одному в строке: «ОО — образовательные организации»")
    executor = _paragraphs("Исполнитель", "Имя и телефон; печатается в конце")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        self.plan = plan
        kwargs.setdefault("initial", head_initial(plan))
        super().__init__(*args, **kwargs)
        for name, label in COLUMN_NAMES.items():
            self.fields[f"caption_{name}"] = forms.CharField(
                label=f"Заголовок: {label}", max_length=120, required=False
            )
            self.fields[f"place_{name}"] = forms.IntegerField(
                label=f"Место столбца «{label}»",
                min_value=1,
                max_value=len(FIELDS),
                required=name == "title",
            )

    def clean_numbering(self) -> str:
        return self.cleaned_data["numbering"] or self.plan.numbering

    def again(self, version: int) -> None:
        """Keep what was typed, to be saved over this version."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(version)
        self.data = data

    def columns(self) -> list[dict[str, str]]:
        """The captions in printed order; a column without a place is not in the plan."""
        cleaned = self.cleaned_data
        placed = [name for name in FIELDS if cleaned.get(f"place_{name}")]
        placed.sort(key=lambda name: int(cleaned[f"place_{name}"]))
        return [
            {"field": name, "caption": cleaned[f"caption_{name}"] or COLUMN_NAMES[name]}
            for name in placed
        ]

    def column_fields(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Label, caption and place of each column, for the template."""
        return [
            (label, self[f"caption_{name}"], self[f"place_{name}"])
            for name, label in COLUMN_NAMES.items()
        ]


COLUMN_NAMES = {
    "number": "№",
    "title": "Мероприятие",
    "deadline": "Сроки",
    "responsible": "Ответственные",
    "result": "Ожидаемый результат",
}


def head_initial(plan: Plan) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: getattr(plan, name)
        for name in (
            "title",
            "period_from",
            "period_to",
            "version",
            "annex",
            "preamble",
            "legend",
            "executor",
            "numbering",
        )
    }
    for place, column in enumerate(plan.columns, start=1):
        initial[f"caption_{column['field']}"] = column["caption"]
        initial[f"place_{column['field']}"] = place
    return initial


class StampForm(forms.Form):
    """One stamp; an empty text removes it."""

    kind = forms.ChoiceField(label="Вид", choices=Stamp.Kind.choices)
    text = TextField(
        label="Строки грифа",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Каждая строка печатается отдельно. Пустой гриф не печатается.",
    )


class StampTexts(forms.BaseFormSet):
    """All stamps of a plan."""

    def texts(self) -> list[tuple[str, str]]:
        """Kind and lines of each stamp that has any."""
        return [(one["kind"], one["text"]) for one in self.cleaned_data if one.get("text")]


# The factory says BaseFormSet of what it makes.
StampFormSet: type[StampTexts] = forms.formset_factory(  # type: ignore[assignment]
    StampForm, formset=StampTexts, extra=2, max_num=STAMPS, validate_max=True, absolute_max=STAMPS
)
