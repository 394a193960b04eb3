"""What people type into plans, parsed and shaped; decisions are the services'."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms

from plans.documents.outline import FIELDS
from plans.models import Plan, Responsibility, Stamp
from plans.reports.grid import Column

LONGEST_CELL = 20_000  # characters; the longest cell seen in a real plan has under 3,000
STAMPS = 4


class TextField(forms.CharField):
    """Paragraphs parted by a line feed alone, whatever the browser sends."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _date_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class PlanForm(forms.Form):
    """A new plan."""

    title = TextField(
        label="Название",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Так, как оно будет напечатано",
    )
    period_from = _date_field("Период с")
    period_to = _date_field("Период по")

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
    preamble = _paragraphs("Вступление", "Цели и задачи; печатается над таблицей")
    legend = _paragraphs("Сокращения", "По одному в строке: «ОО — образовательные организации»")
    executor = _paragraphs("Исполнитель", "Имя и телефон; печатается в конце")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
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
            "preamble",
            "legend",
            "executor",
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


class Difference(NamedTuple):
    """One cell of two minds: what this person wrote, what the plan says now."""

    field: str
    caption: str
    mine: str
    theirs: str


class RowForm(forms.Form):
    """The cells of one row, with what they were when the person began to write.

    `was_…` tells an edited cell from an untouched one; `choice_…` settles a cell of two minds.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, columns: Sequence[Column], key: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{key}-%s"
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self._add_cell(column)

    def _add_cell(self, column: Column) -> None:
        longest = 20 if column.field == "number" else LONGEST_CELL
        self.fields[column.field] = TextField(
            label=column.caption,
            required=False,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 1}),
        )
        self.fields[f"was_{column.field}"] = TextField(required=False, widget=forms.HiddenInput)
        self.fields[f"choice_{column.field}"] = forms.ChoiceField(
            required=False, choices=[("mine", "мой вариант"), ("theirs", "как сейчас в плане")]
        )

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[column.field] for column in self.columns]

    @property
    def before(self) -> list[forms.BoundField]:
        return [self[f"was_{column.field}"] for column in self.columns]

    def mine(self) -> dict[str, str]:
        return {column.field: self.cleaned_data[column.field] for column in self.columns}

    def settled(self, now: Mapping[str, str]) -> dict[str, str]:
        """The texts to save: this person's, but the plan's own where they chose it."""
        return {
            name: now[name] if self.cleaned_data[f"choice_{name}"] == "theirs" else text
            for name, text in self.mine().items()
        }

    def touched(self, name: str) -> bool:
        return bool(self.cleaned_data[name] != self._was(name))

    def _was(self, name: str) -> str:
        return str(self.cleaned_data[f"was_{name}"])

    def differences(self, now: Mapping[str, str]) -> list[Difference]:
        """Cells that both this person and somebody else edited, to different texts."""
        return [
            Difference(column.field, column.caption, self.cleaned_data[column.field], theirs)
            for column in self.columns
            if (theirs := now[column.field]).strip() != self._was(column.field)
            and self.touched(column.field)
            and theirs.strip() != self.cleaned_data[column.field]
        ]

    def updates(self, now: Mapping[str, str]) -> list[str]:
        """Captions of the cells that only somebody else edited: the form takes their text."""
        return [
            column.caption
            for column in self.columns
            if now[column.field].strip() != self._was(column.field)
            and not self.touched(column.field)
        ]

    def refreshed(self, now: Mapping[str, str], version: int) -> dict[str, str]:
        """The data to try again with: edited cells kept, untouched ones as in the plan."""
        data = {"version": str(version)}
        for name, text in self.mine().items():
            data[name] = text if self.touched(name) else now[name]
            data[f"was_{name}"] = now[name]
        return data


def row_initial(texts: Mapping[str, str], version: int | None) -> dict[str, Any]:
    return {
        "version": version,
        **texts,
        **{f"was_{name}": text for name, text in texts.items()},
    }


class AnswersForm(forms.Form):
    """Role and meaning of each part of a wording."""

    def __init__(
        self,
        *args: Any,
        answers: Iterable[Responsibility],
        choices: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answers = list(answers)
        for answer in self.answers:
            self.fields[f"role_{answer.pk}"] = forms.ChoiceField(
                label="Роль", choices=Responsibility.Role.choices, initial=answer.role
            )
            self.fields[f"who_{answer.pk}"] = forms.ChoiceField(
                label="Кто это", required=False, choices=choices, initial=who_of(answer)
            )


def who_of(answer: Responsibility) -> str:
    """`person:3`, `group:1`, `organisation:2`, or nothing."""
    for kind in ("person", "group", "organisation"):
        pk = getattr(answer, f"{kind}_id")
        if pk:
            return f"{kind}:{pk}"
    return ""
