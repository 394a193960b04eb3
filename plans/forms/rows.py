"""What people type into a row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms

from plans.forms.fields import LONGEST_CELL, TextField
from plans.models import Responsibility
from plans.reports.grid import Column


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
