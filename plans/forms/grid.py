"""What people choose around the table: which rows to see, what to do with many of them."""

from typing import Any, cast

from django import forms

from plans.forms.fields import LONGEST_CELL, TextField
from plans.models import Plan, Section
from plans.reports.grid import PlanGrid
from plans.reports.grid_filter import FAULTS, Fault, GridWish
from plans.services.editing import Chosen

LONGEST_KEY = 12  # digits


class GridFilterForm(forms.Form):
    """Search and filters of a plan; a choice that is not there is no choice."""

    q = forms.CharField(
        label="Найти в плане",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    who = forms.CharField(label="Ответственный", required=False, max_length=400)
    section = forms.IntegerField(label="Раздел", required=False, min_value=1)
    only = forms.ChoiceField(
        label="Проверить", required=False, choices=[("", "всё"), *FAULTS.items()]
    )

    def wish(self) -> GridWish:
        self.full_clean()
        return GridWish(
            words=self.cleaned_data.get("q", ""),
            who=self.cleaned_data.get("who", ""),
            section_id=self.cleaned_data.get("section"),
            fault=cast(Fault, self.cleaned_data.get("only", "")),
        )

    def offer(self, grid: PlanGrid) -> None:
        """The choices of this very plan; they do not decide what is accepted."""
        parts = (grid.whole or grid).sections
        self.fields["who"].widget = forms.Select(
            choices=[("", "любой"), *((one, one[:80]) for one in grid.who)]
        )
        self.fields["section"].widget = forms.Select(
            choices=[("", "все"), *((p.section.pk, str(p.section)[:80]) for p in parts)]
        )
        for name in ("who", "section", "only"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["q"].widget.attrs["class"] = "form-control"


def chosen_rows(values: list[str]) -> list[Chosen]:
    """`12:3` is row 12 as its version 3; anything else is left out."""
    pairs = (value.partition(":")[::2] for value in values)
    return [
        Chosen(int(key), int(version))
        for key, version in pairs
        if _is_key(key) and _is_key(version)
    ]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY


class BulkForm(forms.Form):
    """What becomes of the chosen rows: one text for a cell of all, or one section."""

    ACTIONS = (
        ("responsible", "Ответственные"),
        ("deadline", "Срок"),
        ("carry", "В другой раздел"),
        ("remove", "Удалить"),
    )

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    text = TextField(
        required=False,
        max_length=LONGEST_CELL,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    section = forms.ModelChoiceField(
        label="Раздел",
        queryset=Section.objects.none(),
        required=False,
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = cast(forms.ModelChoiceField, self.fields["section"])
        sections.queryset = plan.sections.live().order_by("position", "pk")
        action = self.data.get("action")
        self.fields["text"].label = dict(self.ACTIONS).get(action or "", "")
        if action == "carry":
            sections.required = True
